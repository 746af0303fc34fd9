#include "slack/local/socket_hub_impl.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace deskbell::slack::local {

namespace asio = boost::asio;
using boost::system::error_code;

std::unique_ptr<asio::steady_timer> SocketHub::Impl::after(std::chrono::milliseconds wait,
                                                           std::function<void()> then)
{
    auto timer = std::make_unique<asio::steady_timer>(executor, wait);
    timer->async_wait([weak = weak_from_this(), then = std::move(then)](error_code ec) {
        const auto self = weak.lock();
        if (!ec && self && !self->stopped)
            then();
    });
    return timer;
}

void SocketHub::Impl::tell_changed()
{
    if (!stopped && changed && *changed)
        (*changed)();
}

void SocketHub::Impl::hello(Link& link, std::chrono::milliseconds life)
{
    link.socket->send(dumped({{"type", "hello"},
                              {"num_connections", links.size()},
                              {"connection_info", {{"app_id", app_id}}},
                              {"debug_info",
                               {{"host", "applink-local-" + std::to_string(link.number)},
                                {"build_number", 1},
                                {"approximate_connection_time", life.count() / 1000}}}}));
}

void SocketHub::Impl::add(std::shared_ptr<ServerSocket> socket, std::chrono::milliseconds life)
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

void SocketHub::Impl::ping_later(Link& link)
{
    link.ping = after(times.ping, [this, number = link.number] {
        const auto it = links.find(number);
        if (it == links.end())
            return;
        it->second.socket->ping("Ping from the local workspace");
        ping_later(it->second);
    });
}

void SocketHub::Impl::retire(int number, const std::string& reason)
{
    const auto it = links.find(number);
    if (it == links.end() || it->second.is_leaving)
        return;
    it->second.is_leaving = true;
    it->second.socket->send(dumped({{"type", "disconnect"},
                                    {"reason", reason},
                                    {"debug_info", {{"host", "applink-local-" + std::to_string(number)}}}}));
    it->second.life = after(times.notice, [this, number] {
        if (const auto link = links.find(number); link != links.end())
            link->second.socket->close();
    });
}

void SocketHub::Impl::gone(int number)
{
    links.erase(number);
    std::vector<std::shared_ptr<Delivery>> lost;
    std::ranges::copy_if(deliveries, std::back_inserter(lost),
                         [&](const auto& d) { return d->is_waiting && d->socket == number; });
    for (const auto& d : lost) missed(*d, Outcome::lost);
    tell_changed();
}

Link* SocketHub::Impl::next_link()
{
    if (links.empty())
        return nullptr;
    auto it = links.upper_bound(turn);
    if (it == links.end())
        it = links.begin();
    turn = it->first;
    return &it->second;
}

std::unique_ptr<asio::steady_timer> SocketHub::Impl::attempt_timer(Delivery& d,
                                                                   std::chrono::milliseconds wait,
                                                                   std::function<void(Delivery&)> then)
{
    return after(wait, [weak = d.weak_from_this(), attempt = d.attempts, then = std::move(then)] {
        if (const auto kept = weak.lock(); kept && !kept->acked && kept->attempts == attempt)
            then(*kept);
    });
}

void SocketHub::Impl::deliver(Delivery& d)
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

std::string SocketHub::Impl::frame(const Delivery& d)
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

void SocketHub::Impl::missed(Delivery& d, Outcome why)
{
    d.is_waiting = false;
    d.problem = why == Outcome::timeout ? "no ack in time"
                : why == Outcome::lost  ? "socket lost"
                                        : "no socket";
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

void SocketHub::Impl::finish(Delivery& d, Outcome outcome, const Json& payload)
{
    d.is_waiting = false;
    d.timer.reset();
    const auto done = std::move(d.done);
    d.done = nullptr;
    if (!done)
        return;
    try {
        done(outcome, payload);
    } catch (const std::exception& e) {
        // An answer so odd that reading it failed: the person gets an error, the workspace lives on.
        d.problem = std::string("answer not understood: ") + e.what();
        done(Outcome::lost, Json());
    }
}

Delivery* SocketHub::Impl::waiting_for(const std::string& envelope_id)
{
    for (auto it = deliveries.rbegin(); it != deliveries.rend(); ++it)
        if (std::ranges::find((*it)->ids, envelope_id) != (*it)->ids.end())
            return it->get();
    return nullptr;
}

void SocketHub::Impl::on_text(int number, const std::string& text)
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

void SocketHub::Impl::keep(const std::shared_ptr<Delivery>& d)
{
    deliveries.push_back(d);
    if (deliveries.size() <= kEnvelopesMax)
        return;
    const auto oldest = std::move(deliveries.front());
    deliveries.pop_front();
    finish(*oldest, Outcome::lost, Json());
}

bool SocketHub::Impl::redeliver()
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

}  // namespace deskbell::slack::local
