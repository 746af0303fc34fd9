#include "slack/local/socket_hub.hpp"

#include "slack/local/args.hpp"
#include "slack/local/socket_hub_impl.hpp"

#include <nlohmann/json.hpp>

namespace deskbell::slack::local {

namespace asio = boost::asio;

SocketHub::SocketHub(asio::any_io_executor executor, std::string app_id, HubTimes times)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(app_id), times))
{
    impl_->changed = &on_change;
}

SocketHub::~SocketHub() { stop(); }

void SocketHub::stop()
{
    impl_->stopped = true;
    impl_->deliveries.clear();
    impl_->each_socket([](ServerSocket& s) {
        s.on_text = nullptr;
        s.on_close = nullptr;
        s.close();
    });
    impl_->links.clear();
}

std::string SocketHub::new_link()
{
    impl_->tickets.push_back(Workspace::uuid());
    if (impl_->tickets.size() > kTicketsMax)
        impl_->tickets.pop_front();
    return "ticket=" + impl_->tickets.back() + "&app_id=" + impl_->app_id;
}

int SocketHub::refusal_of(const ServerRequest& request)
{
    const auto values = form_values(request.query);
    const auto ticket = values.find("ticket");
    if (ticket == values.end() || std::erase(impl_->tickets, ticket->second) == 0)
        return 404;
    return 0;
}

void SocketHub::accept(const ServerRequest& request, std::shared_ptr<ServerSocket> socket)
{
    const bool debug = request.query.find("debug_reconnects=true") != std::string::npos;
    impl_->add(std::move(socket), debug ? impl_->times.debug_life : impl_->times.life);
}

void SocketHub::send_event(Doc payload)
{
    if (impl_->forget > 0) {
        --impl_->forget;
        return;
    }
    const auto d = std::make_shared<Delivery>();
    d->type = "events_api";
    d->payload = std::move(payload);
    d->is_event = true;
    impl_->keep(d);
    impl_->deliver(*d);
}

void SocketHub::send(const std::string& type, Doc payload, bool accepts_payload, OnAck done)
{
    const auto d = std::make_shared<Delivery>();
    d->type = type;
    d->payload = std::move(payload);
    d->accepts = accepts_payload;
    d->done = std::move(done);
    impl_->keep(d);
    impl_->deliver(*d);
}

void SocketHub::note_problem(const Doc& payload, const std::string& problem)
{
    for (auto& d : impl_->deliveries)
        if (d->payload == payload)
            d->problem = problem;
}

std::size_t SocketHub::connected() const { return impl_->links.size(); }

Json SocketHub::sockets_json() const
{
    Json out = Json::array();
    for (const auto& [number, link] : impl_->links)
        out.push_back({{"number", number}, {"is_leaving", link.is_leaving}});
    return out;
}

Json SocketHub::envelopes_json() const
{
    Json out = Json::array();
    for (const auto& d : impl_->deliveries) {
        const Json& p = value_of(d->payload);
        Json entry = {{"id", d->ids.empty() ? "" : d->ids.back()},
                      {"ids", d->ids},
                      {"type", d->type},
                      {"acked", d->acked},
                      {"attempts", d->attempts},
                      {"problem", d->problem},
                      {"payload_type", text_of(p, "type")}};
        if (d->is_event) {
            entry["event_id"] = text_of(p, "event_id");
            entry["event"] = p.value("event", Json());
        }
        out.push_back(std::move(entry));
    }
    return out;
}

bool SocketHub::strike(const Json& order)
{
    auto& impl = *impl_;
    const std::string kind = arg(order, "kind");
    const std::string text = arg(order, "text").empty() ? "U is not JSON" : arg(order, "text");
    if (kind == "disconnect") {
        const std::string reason = arg(order, "reason").empty() ? "refresh_requested" : arg(order, "reason");
        std::vector<int> numbers;
        for (const auto& [number, link] : impl.links) numbers.push_back(number);
        for (const int number : numbers) impl.retire(number, reason);
    } else if (kind == "drop_sockets") {
        impl.each_socket([](ServerSocket& s) { s.drop(); });
    } else if (kind == "close_sockets") {
        impl.each_socket([](ServerSocket& s) { s.close(); });
    } else if (kind == "swallow_acks") {
        impl.swallow = number(order, "count", 1);
    } else if (kind == "forget_events") {
        impl.forget = number(order, "count", 1);
    } else if (kind == "redeliver") {
        return impl.redeliver();
    } else if (kind == "garbage_frame") {
        impl.each_socket([&](ServerSocket& s) { s.send(text); });
    } else if (kind == "binary_frame") {
        impl.each_socket([&](ServerSocket& s) { s.send_binary(text); });
    } else {
        return false;
    }
    return true;
}

}  // namespace deskbell::slack::local
