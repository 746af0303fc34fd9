#include "bot/demo_story.hpp"

#include "bot/logging.hpp"
#include "handlers/kernel/form.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

/// Marks of what was told are kept for ever: far beyond the time after which inbox keys are thrown away.
constexpr UtcTime kNeverPruned = from_unix(4'102'444'800);  // 2100-01-01

/// Messages of the past in a request channel are few.
constexpr const char* kHistoryLimit = "100";

/// How a step is done: a button, or a form with its fields. "{}" stands for the step's text.
struct Doing {
    DemoStep::What what;
    std::string_view action;  ///< of the button; "" for a form
    std::string_view form;    ///< callback id
    std::array<std::pair<std::string_view, std::string_view>, 3> fields;
};
constexpr Doing kDoings[] = {
    {DemoStep::What::take, "do:take", "", {}},
    {DemoStep::What::confirm, "confirm", "", {}},
    {DemoStep::What::reply, "", "reply", {{{"text", "{}"}}}},
    {DemoStep::What::note, "", "note", {{{"text", "{}"}}}},
    {DemoStep::What::resolve,
     "",
     "do:resolve",
     {{{"resolution_note", "{}"}, {"resolution_code", "fixed"}, {"cause_code", "hardware_fault"}}}},
    {DemoStep::What::complete, "", "do:complete", {{{"fulfilment_note", "{}"}}}},
    {DemoStep::What::hold_requester,
     "",
     "do:hold",
     {{{"pending_reason", "requester"}, {"pending_message", "{}"}}}},
    {DemoStep::What::hold_supplier,
     "",
     "do:hold",
     {{{"pending_reason", "supplier"}, {"pending_message", "{}"}}}},
};

slack::Envelope envelope(const std::string& id, slack::Payload payload)
{
    slack::Envelope out;
    out.id = id;
    out.type = "interactive";
    out.payload = std::move(payload);
    return out;
}

void put(slack::Values& values, std::string_view name, std::string_view text)
{
    if (!text.empty())
        values[std::string(name)].text = text;
}

/// The number of a ticket that was told before, found by who asked for what.
std::string number_of(const DemoTicket& ticket, const kernel::Desk& desk, store::Unit& unit)
{
    const auto record = unit.records.find_twin(ticket.requester, ticket.title, UtcTime{});
    return record ? desk.number_of(*record) : std::string();
}

/// One sentence of the story: either a ticket or a step.
struct Sentence {
    std::string id;
    std::chrono::minutes age{0};
    std::size_t ticket = 0;
    const DemoStep* step = nullptr;
};

std::vector<Sentence> sentences()
{
    std::vector<Sentence> out;
    for (std::size_t i = 0; i < demo_tickets().size(); ++i)
        out.push_back({"demo:ticket:" + std::to_string(i), demo_tickets()[i].age, i, nullptr});
    for (std::size_t i = 0; i < demo_steps().size(); ++i)
        out.push_back({"demo:step:" + std::to_string(i), demo_steps()[i].age, demo_steps()[i].ticket,
                       &demo_steps()[i]});
    std::ranges::stable_sort(out, std::greater{}, &Sentence::age);
    return out;
}

/// Where the tickets' messages are: title -> ts.
using Roots = std::map<std::string, std::string, std::less<>>;

asio::awaitable<Roots> find_roots(SlackPort& slack)
{
    Roots roots;
    std::vector<std::string> channels;
    for (const DemoTicket& ticket : demo_tickets())
        if (!ticket.channel.empty() && std::ranges::find(channels, ticket.channel) == channels.end())
            channels.emplace_back(ticket.channel);
    for (const std::string& channel : channels) {
        slack::Call call("conversations.history", {{"channel", channel}, {"limit", kHistoryLimit}});
        const slack::CallResult history = co_await slack.call(std::move(call));
        for (const std::string& message : history.objects("/messages"))
            roots.emplace(slack::text_at(message, "/text"), slack::text_at(message, "/ts"));
    }
    co_return roots;
}

store::Work telling(Sentence sentence, std::string root_ts, const kernel::Desk& desk)
{
    return [sentence = std::move(sentence), root_ts = std::move(root_ts),
            &desk](store::Unit& unit) -> Result<void> {
        const DemoTicket& ticket = demo_tickets()[sentence.ticket];
        const std::string number = sentence.step ? number_of(ticket, desk, unit) : std::string();
        const slack::Envelope act = sentence.step ? stepping(*sentence.step, number, sentence.id)
                                                  : raising(ticket, root_ts, sentence.id);
        const auto done = desk.handle(act, unit);
        if (!done)
            return done.error();
        unit.inbox.remember({sentence.id}, "{}", kNeverPruned);
        return {};
    };
}

asio::awaitable<std::vector<Sentence>> untold(StoreBridge& store)
{
    auto left = std::make_shared<std::vector<Sentence>>(sentences());
    store::Work work = [left](store::Unit& unit) -> Result<void> {
        std::erase_if(*left, [&](const Sentence& s) { return unit.inbox.answer({s.id}).has_value(); });
        return {};
    };
    const Result<void> read = co_await store.look(std::move(work));
    if (!read)
        left->clear();
    co_return std::move(*left);
}

/// What was said in the past is out: nobody can take it back now.
kernel::Desk desk_of_the_past(const kernel::Desk& desk)
{
    Settings settings = desk.settings();
    for (InboxSettings& inbox : settings.inboxes) inbox.undo_seconds = 0;
    return {desk.processes(), std::move(settings), desk.self()};
}

}  // namespace

slack::Envelope raising(const DemoTicket& ticket, const std::string& root_ts, const std::string& id)
{
    slack::ViewSubmission submission;
    submission.actor.user = ticket.requester;
    submission.view.id = id;
    submission.view.type = "modal";
    submission.view.callback_id = "new:ticket";
    Attributes carried{{"requester", std::string(ticket.requester)}};
    if (!root_ts.empty()) {
        carried["channel"] = ticket.channel;
        carried["root_ts"] = root_ts;
    }
    submission.view.private_metadata = kernel::pack(carried);
    slack::Values& values = submission.view.values;
    put(values, "title", ticket.title);
    put(values, "details", ticket.details);
    put(values, "type", ticket.process);
    put(values, "inbox", ticket.inbox);
    put(values, "impact", ticket.impact);
    put(values, "urgency", ticket.urgency);
    if (ticket.is_private)
        values["private"].many = {"yes"};
    return envelope(id, std::move(submission));
}

slack::Envelope stepping(const DemoStep& step, const std::string& number, const std::string& id)
{
    const Doing& doing = *std::ranges::find(kDoings, step.what, &Doing::what);
    if (!doing.action.empty()) {
        slack::BlockAction click;
        click.actor.user = step.who;
        click.action_id = doing.action;
        click.value.text = number;
        return envelope(id, std::move(click));
    }
    slack::ViewSubmission submission;
    submission.actor.user = step.who;
    submission.view.id = id;
    submission.view.type = "modal";
    submission.view.callback_id = doing.form;
    submission.view.private_metadata = kernel::pack({{"record", number}});
    for (const auto& [name, text] : doing.fields)
        put(submission.view.values, name, text == "{}" ? step.text : text);
    return envelope(id, std::move(submission));
}

asio::awaitable<void> tell_story(Room& room, SlackPort& slack, SpeedClock& clock)
{
    const std::vector<Sentence> left = co_await untold(room.bridge);
    if (left.empty())
        co_return;
    const Roots roots = co_await find_roots(slack);
    const kernel::Desk past = desk_of_the_past(room.desk);
    const UtcTime now = clock.now();
    const auto begun = std::chrono::steady_clock::now();
    for (const Sentence& sentence : left) {
        clock.set(now - sentence.age);
        const auto root = roots.find(demo_tickets()[sentence.ticket].title);
        store::Work work = telling(sentence, root == roots.end() ? "" : root->second, past);
        const Result<void> told = co_await room.bridge.write(std::move(work));
        if (!told)
            log("error", sentence.id + ": " + told.error().detail());
        room.pump.wake();
    }
    clock.set(now + std::chrono::floor<std::chrono::seconds>(std::chrono::steady_clock::now() - begun));
    room.wake();
}

}  // namespace deskbell::bot
