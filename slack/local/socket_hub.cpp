#include "slack/local/socket_hub.hpp"

#include "slack/local/args.hpp"

#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <set>

namespace deskbell::slack::local {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

struct Delivery : std::enable_shared_from_this<Delivery> {
    std::string type, problem;
    std::vector<std::string> ids;  ///< envelope ids, one for each attempt
    Doc payload;
    bool accepts = false, acked = false, is_event = false, is_waiting = false;
    int attempts = 0;
    int socket = 0;  ///< number of the one that it was sent on last
    SocketHub::OnAck done;
    std::unique_ptr<asio::steady_timer> timer;
};

struct Link {
    int number = 0;
    std::shared_ptr<ServerSocket> socket;
    std::unique_ptr<asio::steady_timer> ping, life;
    bool is_leaving = false;
};

}  // namespace

struct SocketHub::Impl : std::enable_shared_from_this<SocketHub::Impl> {
    Impl(asio::any_io_executor e, std::string id, HubTimes t) : executor(std::move(e)), app_id(std::move(id)), times(t) {}

    asio::any_io_executor executor;
    std::string app_id;
    HubTimes times;
    std::deque<std::string> tickets;
    std::map<int, Link> links;
    std::deque<std::shared_ptr<Delivery>> deliveries;
    int last_number = 0, turn = 0, swallow = 0;
    bool stopped = false;
    std::function<void()>* changed = nullptr;

    std::unique_ptr<asio::steady_timer> after(std::chrono::milliseconds wait, std::function<void()> then)
    {
        auto timer = std::make_unique<asio::steady_timer>(executor, wait);
        timer->async_wait([weak = weak_from_this(), then = std::move(then)](error_code ec) {
            const auto self = weak.lock();
            if (!ec && self && !self->stopped)
                then();
        });
        return timer;
    }

    void tell_changed()
    {
        if (!stopped && changed && *changed)
            (*changed)();
    }

    void hello(Link& link, std::chrono::milliseconds life)
    {
        link.socket->send(dumped({{"type", "hello"},
                                  {"num_connections", links.size()},
                                  {"connection_info", {{"app_id", app_id}}},
                                  {"debug_info",
                                   {{"host", "applink-local-" + std::to_string(link.number)},
                                    {"build_number", 1},
                                    {"approximate_connection_time", life.count() / 1000}}}}));
    }

    void add(std::shared_ptr<ServerSocket> socket, std::chrono::milliseconds life)
    {
        if (links.size() >= kSocketsMax) {
            socket->send(dumped({{"type", "disconnect"},
                                 {"reason", "too_many_websockets"},
                                 {"num_connections", links.size()},
                                 {"debug_info", {{"host", "applink-local"}}},
                                 {"connection_info", {{"app_id", app_id}}}}));
            return socket->close();
        }
        const int number = ++last_number;
        Link& link = links[number];
        link.number = number;
        link.socket = std::move(socket);
        link.socket->on_text = [this, number](std::string text) { on_text(number, text); };
        link.socket->on_close = [this, number] { gone(number); };
        hello(link, life);
        ping_later(link);
        const auto until_notice = std::max(life - times.notice, life / 2);
        link.life = after(until_notice, [this, number] { retire(number, "warning"); });
        tell_changed();
    }

    void ping_later(Link& link)
    {
        link.ping = after(times.ping, [this, number = link.number] {
            const auto it = links.find(number);
            if (it == links.end())
                return;
            it->second.socket->ping("Ping from the local workspace");
            ping_later(it->second);
        });
    }

    /// Announces the end of a socket, and ends it when the notice is over.
    void retire(int number, const std::string& reason)
    {
        const auto it = links.find(number);
        if (it == links.end() || it->second.is_leaving)
            return;
        it->second.is_leaving = true;
        it->second.socket->send(dumped(
            {{"type", "disconnect"}, {"reason", reason}, {"debug_info", {{"host", "applink-local-" + std::to_string(number)}}}}));
        it->second.life = after(times.notice, [this, number] {
            if (const auto link = links.find(number); link != links.end())
                link->second.socket->close();
        });
    }

    void gone(int number)
    {
        links.erase(number);
        std::vector<std::shared_ptr<Delivery>> lost;
        std::ranges::copy_if(deliveries, std::back_inserter(lost),
                             [&](const auto& d) { return d->is_waiting && d->socket == number; });
        for (const auto& d : lost)
            missed(*d, Outcome::lost);
        tell_changed();
    }

    Link* next_link()
    {
        if (links.empty())
            return nullptr;
        auto it = links.upper_bound(turn);
        if (it == links.end())
            it = links.begin();
        turn = it->first;
        return &it->second;
    }

    /// A timer of this attempt. It may fire in the same moment as the ack arrives, so it looks again.
    std::unique_ptr<asio::steady_timer> attempt_timer(Delivery& d, std::chrono::milliseconds wait,
                                                      std::function<void(Delivery&)> then)
    {
        return after(wait, [weak = d.weak_from_this(), attempt = d.attempts, then = std::move(then)] {
            if (const auto kept = weak.lock(); kept && !kept->acked && kept->attempts == attempt)
                then(*kept);
        });
    }

    void deliver(Delivery& d)
    {
        ++d.attempts;
        d.ids.push_back(Workspace::uuid());
        Link* link = next_link();
        if (!link)
            return missed(d, Outcome::no_socket);
        d.socket = link->number;
        d.is_waiting = true;
        d.timer = attempt_timer(d, times.ack, [this](Delivery& late) {
            if (late.is_waiting)
                missed(late, Outcome::timeout);
        });
        link->socket->send(frame(d));
    }

    static std::string frame(const Delivery& d)
    {
        Json out = {{"envelope_id", d.ids.back()},
                    {"type", d.type},
                    {"payload", value_of(d.payload)},
                    {"accepts_response_payload", d.accepts}};
        if (d.is_event) {
            out["retry_attempt"] = d.attempts - 1;
            out["retry_reason"] = d.attempts > 1 ? "timeout" : "";
        }
        return dumped(out);
    }

    void missed(Delivery& d, Outcome why)
    {
        d.is_waiting = false;
        d.problem = why == Outcome::timeout ? "no ack in time" : why == Outcome::lost ? "socket lost" : "no socket";
        const auto retry = static_cast<std::size_t>(d.attempts - 1);
        if (d.is_event && retry < times.retries.size()) {
            d.timer = attempt_timer(d, times.retries[retry], [this](Delivery& again) {
                if (!again.is_waiting)
                    deliver(again);
            });
            return;
        }
        finish(d, why, Json());
    }

    void finish(Delivery& d, Outcome outcome, const Json& payload)
    {
        d.is_waiting = false;
        d.timer.reset();
        const auto done = std::move(d.done);
        d.done = nullptr;
        if (done)
            done(outcome, payload);
    }

    Delivery* waiting_for(const std::string& envelope_id)
    {
        for (auto it = deliveries.rbegin(); it != deliveries.rend(); ++it)
            if (std::ranges::find((*it)->ids, envelope_id) != (*it)->ids.end())
                return it->get();
        return nullptr;
    }

    void on_text(int number, const std::string& text)
    {
        const Json ack = Json::parse(text, nullptr, false);
        Delivery* d = ack.is_object() ? waiting_for(text_of(ack, "envelope_id")) : nullptr;
        if (!d || d->acked)
            return;
        const bool fragmented = links.at(number).socket->was_fragmented();
        if (fragmented || text.size() >= kAckBytesBelow) {
            d->problem = fragmented ? "ack dropped: fragmented" : "ack dropped: 20480 bytes or more";
            return;
        }
        if (swallow > 0) {
            --swallow;
            d->problem = "ack swallowed by an ordered fault";
            return;
        }
        if (!d->is_waiting)
            return;  // too late: for Slack it never came
        if (d->socket != number) {
            d->problem = "ack dropped: came on another socket";
            return;
        }
        d->acked = true;
        d->problem.clear();
        finish(*d, Outcome::acked, ack.value("payload", Json()));
    }

    void keep(const std::shared_ptr<Delivery>& d)
    {
        deliveries.push_back(d);
        if (deliveries.size() <= kEnvelopesMax)
            return;
        const auto oldest = std::move(deliveries.front());
        deliveries.pop_front();
        finish(*oldest, Outcome::lost, Json());
    }

    template <class Act>
    void each_socket(const Act& act)
    {
        std::vector<std::shared_ptr<ServerSocket>> sockets;
        for (auto& [number, link] : links)
            sockets.push_back(link.socket);
        for (const auto& socket : sockets)
            act(*socket);
    }

    bool redeliver()
    {
        for (auto it = deliveries.rbegin(); it != deliveries.rend(); ++it)
            if (Link* link = (*it)->is_event ? next_link() : nullptr) {
                ++(*it)->attempts;
                (*it)->ids.push_back(Workspace::uuid());
                link->socket->send(frame(**it));
                return true;
            }
        return false;
    }
};

SocketHub::SocketHub(asio::any_io_executor executor, std::string app_id, HubTimes times)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(app_id), times))
{
    impl_->changed = &on_change;
}

SocketHub::~SocketHub()
{
    stop();
}

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

std::size_t SocketHub::connected() const
{
    return impl_->links.size();
}

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
        Json entry = {{"id", d->ids.empty() ? "" : d->ids.back()}, {"ids", d->ids},           {"type", d->type},
                      {"acked", d->acked},    {"attempts", d->attempts}, {"problem", d->problem},
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
        for (const auto& [number, link] : impl.links)
            numbers.push_back(number);
        for (const int number : numbers)
            impl.retire(number, reason);
    } else if (kind == "drop_sockets") {
        impl.each_socket([](ServerSocket& s) { s.drop(); });
    } else if (kind == "close_sockets") {
        impl.each_socket([](ServerSocket& s) { s.close(); });
    } else if (kind == "swallow_acks") {
        impl.swallow = number(order, "count", 1);
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
