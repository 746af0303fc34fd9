#include "bot/dispatcher.hpp"
#include "handlers/kernel/thread/collisions.hpp"
#include "tests/bot/harness.hpp"

#include <catch2/catch.hpp>

#include <utility>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;

namespace {

/// A store that takes nothing, or whose jobs all fail in the same way.
class BrokenStore final : public store::Store {
public:
    std::optional<Error> fails_with;  ///< nothing: the queue is full
    bool submit(store::Work, store::Done done) override
    {
        if (fails_with)
            done(*fails_with);
        return fails_with.has_value();
    }
    bool read(store::Work work, store::Done done) override
    {
        return submit(std::move(work), std::move(done));
    }
    void stop() override {}
};

/// A store whose queue is full for the first job only.
class FullOnce final : public store::Store {
public:
    store::Store* real = nullptr;
    bool submit(store::Work work, store::Done done) override
    {
        return std::exchange(was_asked_, true) && real->submit(std::move(work), std::move(done));
    }
    bool read(store::Work work, store::Done done) override { return real->read(std::move(work), std::move(done)); }
    void stop() override {}

private:
    bool was_asked_ = false;
};

slack::Envelope command(const std::string& id, const std::string& text, const std::string& trigger)
{
    slack::SlashCommand said;
    said.actor.user = "U0MIA";
    said.actor.trigger = trigger;
    said.actor.response_url = "https://hooks.slack.com/commands/1";
    said.command = "/ticket";
    said.text = text;
    said.channel = "C0HELP";
    slack::Envelope out;
    out.id = id;
    out.type = "slash_commands";
    out.accepts_payload = true;
    out.payload = said;
    return out;
}

slack::Envelope event(const std::string& id)
{
    slack::MembershipEvent joined;
    joined.user = "U0ANA";
    joined.channel = "C0TRIAGE";
    slack::Envelope out;
    out.id = id;
    out.type = "events_api";
    out.event_id = "Ev" + id;
    out.payload = joined;
    return out;
}

/// A dispatcher over a harness, and the acks that it sent.
struct Dispatching : Harness {
    explicit Dispatching(store::Store* other = nullptr)
        : used(io.get_executor(), other ? *other : *store,
               StoreBridge::Watch{[](auto) {}, [this] { metrics.count(bot::Metric::busy); }})
    {
    }

    /// Takes an envelope and waits until nothing is under way any more.
    void take(slack::Envelope envelope)
    {
        dispatcher.take(std::move(envelope), [this](std::string frame) {
            acks.push_back(std::move(frame));
            return true;
        });
        REQUIRE(until([this] { return dispatcher.under_way() == 0; }));
    }
    std::int64_t records()
    {
        std::int64_t out = 0;
        in_store([&](store::Unit& unit) { out = unit.records.count(); });
        return out;
    }

    StoreBridge used;
    std::vector<std::string> acks;
    int commits = 0;
    Dispatcher dispatcher{io.get_executor(), used, slack, desk, metrics, [this] { ++commits; }};
};

}  // namespace

TEST_CASE("a command is stored before it is acknowledged, and the ack carries the answer",
          "[bot][dispatcher]")
{
    Dispatching desk;
    desk.take(command("e1", "printer on fire", "t1"));
    CHECK(desk.records() == 1);
    REQUIRE(desk.acks.size() == 1);
    CHECK(slack::text_at(desk.acks[0], "/envelope_id") == "e1");
    CHECK(desk.acks[0].find("REQ-1") != std::string::npos);
    CHECK(desk.commits == 1);
    CHECK(desk.metrics.value(bot::Metric::acks, "sent") == 1);
    CHECK(desk.metrics.value(bot::Metric::envelopes, "slash_command") == 1);
}

TEST_CASE("a second delivery has no second effect and the same answer", "[bot][dispatcher]")
{
    Dispatching desk;
    desk.take(command("e1", "printer on fire", "t1"));
    desk.take(command("e1", "printer on fire", "t1"));
    CHECK(desk.records() == 1);
    REQUIRE(desk.acks.size() == 2);
    CHECK(desk.acks[0] == desk.acks[1]);
    CHECK(desk.metrics.value(bot::Metric::duplicates) == 1);
}

TEST_CASE("a form is opened at once with the trigger of the command", "[bot][dispatcher]")
{
    Dispatching desk;
    desk.take(command("e1", "", "trigger-1"));
    REQUIRE(desk.slack.count("views.open") == 1);
    CHECK(desk.slack.calls.back().arguments.at("trigger_id") == "trigger-1");
    CHECK(desk.metrics.value(bot::Metric::views, "shown") == 1);
}

TEST_CASE("what an agent opened is noted once it was acknowledged, without making anybody wait",
          "[bot][dispatcher]")
{
    Dispatching d;
    d.take(event("1"));
    d.take(command("2", "The printer is dead", "T1"));
    slack::BlockAction click;
    click.actor.user = "U0ANA";
    click.actor.trigger = "T2";
    click.action_id = "reply";
    click.action_ts = "1.1";
    click.channel = "C0TRIAGE";
    click.value.text = "REQ-1";
    slack::Envelope envelope;
    envelope.id = "3";
    envelope.type = "interactive";
    envelope.payload = click;
    d.take(envelope);
    CHECK(d.acks.size() == 3);
    std::vector<store::OpenedForms::Opened> opened;
    d.in_store([&](store::Unit& unit) {
        opened = unit.opened_forms.others(1, "U0BEN", unit.now - kernel::kOpenedFor, 5);
    });
    REQUIRE(opened.size() == 1);
    CHECK(opened[0].user == "U0ANA");
}

TEST_CASE("a form that came too late leaves a hint with the person", "[bot][dispatcher][pitfall-67]")
{
    Dispatching desk;
    desk.slack.faults["views.open"].push_back(
        {FakeSlack::refusal("views.open", "expired_trigger_id"), false});
    desk.take(command("e1", "", "trigger-1"));
    std::vector<store::Outgoing> rows;
    desk.in_store([&](store::Unit& unit) { rows = unit.outbox.claim(unit.now, 10); });
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].method == "response_url");
    CHECK(rows[0].arguments.at("json").find("once more") != std::string::npos);
}

TEST_CASE("when the queue is full the person hears so, and an event is left for Slack to deliver again",
          "[bot][dispatcher][pitfall-68]")
{
    BrokenStore full;
    Dispatching desk(&full);
    desk.take(command("e1", "printer on fire", "t1"));
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.acks[0].find("very busy") != std::string::npos);
    CHECK(desk.metrics.value(bot::Metric::busy) == 1);
    desk.take(event("e2"));
    CHECK(desk.acks.size() == 1);
    CHECK(desk.metrics.value(bot::Metric::acks, "withheld") == 1);
}

TEST_CASE("a database that is away does not speak its own words to people", "[bot][dispatcher]")
{
    BrokenStore away;
    away.fails_with = Error(Errc::unavailable, "SQLITE_FULL on page 7");
    Dispatching desk(&away);
    desk.take(command("e1", "printer on fire", "t1"));
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.acks[0].find("SQLITE") == std::string::npos);
    CHECK(desk.acks[0].find("try again in a few minutes") != std::string::npos);
    CHECK(desk.acks[0].find("Reference ") != std::string::npos);
    CHECK(desk.used.trouble() == "SQLITE_FULL on page 7");
}

TEST_CASE("a bug is answered with a reference number, and an event with it is acknowledged",
          "[bot][dispatcher][pitfall-68]")
{
    BrokenStore broken;
    broken.fails_with = Error(Errc::internal, "no such column: secret");
    Dispatching desk(&broken);
    desk.take(command("e1", "printer on fire", "t1"));
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.acks[0].find("reference") != std::string::npos);
    CHECK(desk.acks[0].find("secret") == std::string::npos);
    desk.take(event("e2"));
    CHECK(desk.acks.size() == 2);
    CHECK(desk.metrics.value(bot::Metric::handler_errors, "internal") == 2);
}

TEST_CASE("a payload that nobody knows is acknowledged, or it would come back for ever",
          "[bot][dispatcher][pitfall-46]")
{
    Dispatching desk;
    slack::Envelope strange;
    strange.id = "e1";
    strange.type = "interactive";
    strange.payload = slack::UnknownPayload{"hologram", "no such type"};
    desk.take(strange);
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.metrics.value(bot::Metric::envelopes, "unknown") == 1);
}

TEST_CASE("a desk that restarts says so to people and leaves events unacknowledged", "[bot][dispatcher]")
{
    Dispatching desk;
    desk.dispatcher.close();
    desk.take(command("e1", "printer on fire", "t1"));
    desk.take(event("e2"));
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.acks[0].find("restarting") != std::string::npos);
    CHECK(desk.records() == 0);
}

TEST_CASE("an event that could not be stored is handled when it comes again", "[bot][dispatcher]")
{
    FullOnce store;
    Dispatching desk(&store);
    store.real = desk.store.get();
    const auto is_member = [&] {
        bool out = false;
        desk.in_store([&](store::Unit& unit) { out = unit.directory.is_member("C0TRIAGE", "U0ANA"); });
        return out;
    };
    desk.take(event("e1"));
    CHECK(desk.acks.empty());
    CHECK_FALSE(is_member());
    desk.take(event("e1"));
    CHECK(desk.acks.size() == 1);
    CHECK(is_member());
}

TEST_CASE("what the desk refuses is answered with its own sentence, and once", "[bot][dispatcher]")
{
    Dispatching desk;
    desk.take(command("e1", "REQ-99", "t1"));
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.acks[0].find("REQ-99") != std::string::npos);
    CHECK(desk.metrics.value(bot::Metric::handler_errors, "not_found") == 1);
    CHECK(desk.used.trouble().empty());
}
