#include "bot/poison.hpp"

#include "bot/dispatcher.hpp"
#include "bot/second_try.hpp"
#include "tests/bot/harness.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;

namespace {

namespace asio = boost::asio;

slack::Envelope read(const std::string& frame)
{
    return std::get<slack::Envelope>(slack::parse_frame(frame));
}

slack::Envelope command(const std::string& id, const std::string& text)
{
    return read(R"({"envelope_id":")" + id +
                R"(","type":"slash_commands","accepts_response_payload":true,"payload":{"token":"verify-me",)"
                R"("command":"/ticket","user_id":"U0MIA","channel_id":"C0HELP","trigger_id":"1.)" +
                id + R"(","response_url":"https://hooks.slack.com/commands/T1/1","text":")" + text + "\"}}");
}

slack::Envelope message(const std::string& id, const std::string& text)
{
    return read(
        R"({"envelope_id":")" + id +
        R"(","type":"events_api","payload":{"type":"event_callback","team_id":"T1","event_id":"Ev)" + id +
        R"(","event":{"type":"message","channel":"D0MIA","channel_type":"im","user":"U0MIA","ts":"1700000)" +
        id + R"(.000100","text":")" + text + R"("}}})");
}

/// A store whose second job fails because the disk is full.
class FullAtSecond final : public store::Store {
public:
    store::Store* real = nullptr;
    int jobs = 0;
    bool submit(store::Work work, store::Done done) override
    {
        if (++jobs != 2)
            return real->submit(std::move(work), std::move(done));
        done(Error(Errc::unavailable, "full"));
        return true;
    }
    bool read(store::Work work, store::Done done) override
    {
        return real->read(std::move(work), std::move(done));
    }
    void stop() override {}
};

/// A desk whose handlers can be made to fail with a bug: no record can be inserted.
struct Poisoning : Harness {
    explicit Poisoning(store::Store* other = nullptr)
        : used(io.get_executor(), other ? *other : *store, StoreBridge::Watch{[](auto) {}, [] {}})
    {
    }
    void breaks()
    {
        in_store([](store::Unit& unit) {
            unit.db.execute(
                "CREATE TRIGGER bug BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'a bug'); END");
        });
    }
    void is_mended()
    {
        in_store([](store::Unit& unit) { unit.db.execute("DROP TRIGGER bug"); });
    }
    void take(slack::Envelope envelope)
    {
        dispatcher.take(std::move(envelope), [this](std::string frame) {
            acks.push_back(std::move(frame));
            return true;
        });
        REQUIRE(until([this] { return dispatcher.under_way() == 0; }));
    }
    std::vector<store::PoisonedMessage> kept()
    {
        std::vector<store::PoisonedMessage> out;
        in_store([&](store::Unit& unit) { out = unit.poisoned.list(); });
        return out;
    }
    void ask_again(const std::string& reference)
    {
        in_store([&](store::Unit& unit) { REQUIRE(unit.poisoned.ask_again(reference)); });
    }
    /// Lets what is asked for happen.
    void try_again()
    {
        bool is_done = false;
        auto look = [](SecondTry& again, bool& done) -> asio::awaitable<void> {
            co_await again.look();
            done = true;
        };
        asio::co_spawn(io, look(second_try, is_done), asio::detached);
        REQUIRE(until([&] { return is_done; }));
    }
    std::int64_t records()
    {
        std::int64_t out = 0;
        in_store([&](store::Unit& unit) { out = unit.records.count(); });
        return out;
    }
    std::vector<store::Outgoing> outbox()
    {
        std::vector<store::Outgoing> out;
        in_store([&](store::Unit& unit) { out = unit.outbox.claim(unit.now, 100); });
        return out;
    }

    StoreBridge used;
    std::vector<std::string> acks;
    Dispatcher dispatcher{io.get_executor(), used, slack, desk, metrics, [] {}};
    SecondTry second_try{io.get_executor(), bridge, desk, metrics, [] {}};
};

}  // namespace

TEST_CASE(
    "an event that makes its handler fail is acknowledged and kept with its reference, and the next goes on",
    "[bot][poison]")
{
    Poisoning desk;
    desk.breaks();
    desk.take(message("001", "printer on fire"));
    REQUIRE(desk.acks.size() == 1);
    const auto kept = desk.kept();
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].kind == "message");
    CHECK(kept[0].error.find("a bug") != std::string::npos);
    CHECK(kept[0].reference.size() == 6);
    CHECK(desk.metrics.value(bot::Metric::poisoned, "message") == 1);

    desk.take(message("001", "printer on fire"));
    CHECK(desk.kept().size() == 1);  // delivered again by Slack: not handled, not kept again
    desk.is_mended();
    desk.take(message("002", "no paper"));
    CHECK(desk.records() == 1);
    CHECK(desk.acks.size() == 3);
}

TEST_CASE(
    "a command that fails is kept as it came, and the person hears the reference under which it is kept",
    "[bot][poison]")
{
    Poisoning desk;
    desk.breaks();
    const auto envelope = command("101", "printer on fire");
    desk.take(envelope);
    const auto kept = desk.kept();
    REQUIRE(kept.size() == 1);
    REQUIRE(desk.acks.size() == 1);
    CHECK(desk.acks[0].find(kept[0].reference) != std::string::npos);
    desk.in_store(
        [&](store::Unit& unit) { CHECK(unit.poisoned.find(kept[0].reference)->raw == envelope.raw); });
}

TEST_CASE("what was found in a history and makes its handler fail can be handled again as well",
          "[bot][poison]")
{
    Poisoning desk;
    slack::MessageEvent event;
    event.message = slack::parse_message(
        R"({"type":"message","user":"U0MIA","ts":"1700000001.000100","text":"printer \"7\" on fire"})",
        "D0MIA");
    slack::Envelope found;
    found.id = "history:message:D0MIA:1700000001.000100";
    found.type = "events_api";
    found.payload = event;
    desk.breaks();
    desk.take(found);
    desk.is_mended();
    desk.ask_again(desk.kept().at(0).reference);
    desk.try_again();
    CHECK(desk.kept().at(0).state == "handled");
    CHECK(desk.records() == 1);
    desk.in_store([](store::Unit& unit) {
        CHECK(unit.records.find(1)->at("title") == "printer \"7\" on fire");
        CHECK(unit.records.find_source("D0MIA", "1700000001.000100"));
    });
}

TEST_CASE("what is refused by a rule is not poisoned", "[bot][poison]")
{
    Poisoning desk;
    desk.take(command("101", "REQ-99"));
    CHECK(desk.metrics.value(bot::Metric::handler_errors, "not_found") == 1);
    CHECK(desk.kept().empty());
}

TEST_CASE("when it cannot be kept because the disk is full, an event is left for Slack to deliver again",
          "[bot][poison]")
{
    FullAtSecond store;
    Poisoning desk(&store);
    store.real = desk.store.get();
    desk.breaks();
    desk.take(message("001", "printer on fire"));
    CHECK(store.jobs == 2);
    CHECK(desk.acks.empty());
    CHECK(desk.kept().empty());
    CHECK(desk.metrics.value(bot::Metric::acks, "withheld") == 1);
    desk.take(message("001", "printer on fire"));
    CHECK(desk.acks.size() == 1);
    CHECK(desk.kept().size() == 1);
}

TEST_CASE(
    "after an upgrade a kept command is handled once, however often it is asked for, and the person is told",
    "[bot][poison]")
{
    Poisoning desk;
    desk.breaks();
    desk.take(command("101", "printer on fire"));
    const std::string reference = desk.kept().at(0).reference;
    desk.is_mended();
    desk.try_again();
    CHECK(desk.records() == 0);  // nobody asked

    desk.ask_again(reference);
    desk.try_again();
    CHECK(desk.records() == 1);
    desk.try_again();
    CHECK(desk.records() == 1);
    CHECK(desk.kept().at(0).state == "handled");
    CHECK(desk.metrics.value(bot::Metric::poisoned_rows) == 0);
    bool is_told = false;
    for (const auto& row : desk.outbox())
        is_told = is_told ||
                  (row.channel == "U0MIA" && row.arguments.at("text").find("REQ-1") != std::string::npos);
    CHECK(is_told);
    desk.take(command("101", "printer on fire"));
    CHECK(desk.records() == 1);
}

TEST_CASE("a kept delivery that fails again stays, with nothing half done", "[bot][poison]")
{
    Poisoning desk;
    desk.breaks();
    desk.take(command("101", "printer on fire"));
    desk.ask_again(desk.kept().at(0).reference);
    desk.try_again();
    const auto kept = desk.kept().at(0);
    CHECK(kept.state == "kept");
    CHECK(kept.attempts == 2);
    CHECK(desk.metrics.value(bot::Metric::poisoned_rows) == 1);
    CHECK(desk.outbox().empty());
}

TEST_CASE("secrets are blanked before an operator sees a frame, words of people are not", "[bot][poison]")
{
    const std::string shown = without_secrets(command("101", "say \\\"token\\\": \\\"mine\\\"").raw);
    CHECK(shown.find("verify-me") == std::string::npos);
    CHECK(shown.find("hooks.slack.com/commands") == std::string::npos);
    CHECK(shown.find("1.101") == std::string::npos);
    CHECK(shown.find("mine") != std::string::npos);
    CHECK(without_secrets(R"({"token":"cut of)") == R"({"token":"…)");
}
