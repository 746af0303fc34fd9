// Which events are missing in what Slack's histories show. How they are read is tested with the program, in
// tests/crash.
#include "handlers/kernel/thread/catch_up.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

constexpr const char* kRoomHelp = "CROOMHELP";

slack::MessageInfo said(const std::string& ts, const std::string& user, const std::string& text,
                        const std::string& thread_ts = "")
{
    slack::MessageInfo out;
    out.channel = kRoomHelp;
    out.channel_type = "channel";
    out.user = user;
    out.ts = ts;
    out.thread_ts = thread_ts;
    out.text = text;
    return out;
}

std::vector<std::string> missing(World& w, const kernel::History& history)
{
    store::Unit unit(*w.db, w.now);
    std::vector<std::string> out;
    for (const slack::Envelope& envelope : kernel::untold(*w.desk, history, unit)) {
        const store::Recovery what = kernel::recovery_of(envelope.payload);
        out.push_back(what.kind + " " + what.ts);
    }
    return out;
}

kernel::History channel_with(std::vector<slack::MessageInfo> messages)
{
    return {{kRoomHelp, "", UtcTime{}}, std::move(messages), true};
}

std::vector<std::string> threads_to_read(World& w)
{
    store::Unit unit(*w.db, w.now);
    std::vector<std::string> out;
    for (const kernel::Conversation& c : kernel::conversations_to_read(*w.desk, {}, w.now, unit))
        if (!c.thread_ts.empty())
            out.push_back(c.channel);
    return out;
}

}  // namespace

TEST_CASE(
    "the thread of a ticket that was just withdrawn is still read, also below a deleted root, a day "
    "later no more",
    "[kernel][catch_up]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The heating is cold");
    slack::MessageEvent gone;
    gone.kind = slack::MessageEvent::Kind::deleted;
    gone.message.channel = kRoomHelp;
    gone.message.ts = w.messages.front().ts;
    w.send(gone);
    REQUIRE(w.record("REQ-1").at("category") == "void");
    const std::vector<std::string> both_sides = threads_to_read(w);
    CHECK(std::set<std::string>(both_sides.begin(), both_sides.end()) ==
          std::set<std::string>{World::kRooms, kRoomHelp});
    w.now += std::chrono::hours{48};
    w.write("UMIA", kRoomHelp, "The lamp is dark");
    CHECK(threads_to_read(w).size() == 2);
}

TEST_CASE("a history's messages are missing unless their event came, oldest first", "[kernel][catch_up]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The heating is cold");
    const std::string known = w.messages.front().ts;
    auto bot = said("1790000900.000003", "UBOT", "a card");
    bot.bot_id = "BBOT";
    auto joined = said("1790000900.000004", "UMIA", "has joined");
    joined.subtype = "channel_join";
    CHECK(missing(w, channel_with({said("1790000900.000002", "UMIA", "second"),
                                   said("1790000900.000001", "UMIA", "first"), bot, joined,
                                   said(known, "UMIA", "The heating is cold")})) ==
          std::vector<std::string>{"message 1790000900.000001", "message 1790000900.000002"});
}

TEST_CASE("a message that was no request is not found again and again", "[kernel][catch_up]")
{
    World w;
    slack::MessageEvent event;
    event.message = said("1790000900.000001", "UMIA", ":mega: Lunch is ready");
    slack::Envelope told;
    told.id = "E1";
    told.payload = event;
    {
        store::Unit unit(*w.db, w.now);
        unit.inbox.remember(slack::inbox_keys(told), "{}", w.now);
    }
    CHECK(missing(w, channel_with({event.message})).empty());
}

TEST_CASE("an edit counts when the words are others, and not for what we know", "[kernel][catch_up]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The heating is cold");
    auto message = said(w.messages.front().ts, "UMIA", "The heating is cold");
    message.is_edited = true;
    CHECK(missing(w, channel_with({message})).empty());
    message.text = "The heating is hot";
    CHECK(missing(w, channel_with({message})) == std::vector<std::string>{"edit " + message.ts});
}

TEST_CASE("the ticket sign on a message without a ticket is missing once", "[kernel][catch_up]")
{
    World w;
    auto message = said("1790000900.000001", "UCHLOE", "Who has the keys?");
    message.reactions = {{"eyes", "UMIA"}, {"ticket::skin-tone-2", "UMIA"}};
    const auto found = missing(w, channel_with({message}));
    CHECK(found == std::vector<std::string>{"message 1790000900.000001", "reaction 1790000900.000001"});
}

TEST_CASE("what a whole thread does not have any more was deleted; of half a thread nobody knows",
          "[kernel][catch_up]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The heating is cold");
    const std::string root = w.messages.front().ts;
    w.write("UMIA", kRoomHelp, "It is 15 degrees", root);
    std::string reply;
    for (const Posted& m : w.messages)
        if (m.text == "It is 15 degrees" && m.channel == kRoomHelp)
            reply = m.ts;
    kernel::History thread{{kRoomHelp, root, {}}, {said(root, "UMIA", "The heating is cold")}, true};
    // It may have come after the history was read, as long as nothing newer is in there.
    CHECK(missing(w, thread).empty());
    auto later = said(reply + "9", "UBOT", "a receipt", root);
    later.bot_id = "BBOT";
    thread.messages.push_back(later);
    CHECK(missing(w, thread) == std::vector<std::string>{"deletion " + reply});
    thread.messages.pop_back();
    w.now += kernel::kReadAgain + std::chrono::minutes{1};
    CHECK(missing(w, thread) == std::vector<std::string>{"deletion " + reply});
    thread.is_whole = false;
    CHECK(missing(w, thread).empty());
    auto tombstone = said(root, "USLACKBOT", "This message was deleted.");
    tombstone.subtype = "tombstone";
    kernel::History gone{
        {kRoomHelp, root, {}}, {tombstone, said(reply, "UMIA", "It is 15 degrees", root)}, true};
    CHECK(missing(w, gone) == std::vector<std::string>{"deletion " + root});
}

TEST_CASE(
    "request and agent channels are read from where they are whole, new ones not at all, and open threads",
    "[kernel][catch_up]")
{
    World w;
    w.write("UMIA", kRoomHelp, "The heating is cold");
    store::Unit unit(*w.db, w.now);
    unit.readings.set_whole_to(World::kHelp, w.now);
    std::map<std::string, std::optional<UtcTime>> channels;
    std::vector<std::string> threads;
    for (const kernel::Conversation& c : kernel::conversations_to_read(*w.desk, {}, w.now, unit))
        if (c.thread_ts.empty())
            channels[c.channel] = c.from;
        else
            threads.push_back(c.channel);
    CHECK(channels.at(World::kHelp) == w.now - kernel::kReadAgain);
    CHECK(channels.at(kRoomHelp) == std::nullopt);
    CHECK(channels.contains(World::kRooms));
    CHECK(threads == std::vector<std::string>{World::kRooms, kRoomHelp});
}

TEST_CASE("direct messages are read in turns, and an unknown one from when the desk came",
          "[kernel][catch_up]")
{
    World w;
    store::Unit unit(*w.db, w.now);
    const auto hour = std::chrono::hours{1};
    std::vector<std::string> listed{"DNEW"};
    for (int i = 0; i < kernel::kDirectMost; ++i) {
        listed.push_back("D" + std::to_string(1000 + i));
        unit.readings.set_whole_to(listed.back(), w.now - hour + std::chrono::seconds{i});
    }
    const auto directs = [&](UtcTime now) {
        std::map<std::string, std::optional<UtcTime>> out;
        for (const kernel::Conversation& c : kernel::conversations_to_read(*w.desk, listed, now, unit))
            if (c.channel.starts_with('D') && c.thread_ts.empty())
                out[c.channel] = c.from;
        return out;
    };
    const auto first = directs(w.now);
    CHECK(first.size() == kernel::kDirectMost);
    CHECK(first.at("DNEW") == w.now - hour - kernel::kReadAgain);
    CHECK_FALSE(first.contains("D1199"));
    CHECK(directs(w.now + 30 * 24 * hour).at("DNEW") == w.now + 30 * 24 * hour - kernel::kReadBack);
    for (const auto& [channel, from] : first) unit.readings.set_whole_to(channel, w.now);
    CHECK(directs(w.now).contains("D1199"));
}

TEST_CASE("a mark that was made while the clock was far ahead hides nothing once the clock is right",
          "[kernel][catch_up]")
{
    World w;
    const auto from = [&](UtcTime now) {
        store::Unit unit(*w.db, now);
        for (const kernel::Conversation& c : kernel::conversations_to_read(*w.desk, {}, now, unit))
            if (c.channel == World::kHelp)
                return *c.from;
        return UtcTime{};
    };
    const UtcTime came = w.now, ahead = w.now + std::chrono::hours{72};
    const auto read_at = [&](UtcTime t) { store::Unit(*w.db, t).readings.set_whole_to(World::kHelp, t); };
    read_at(came);
    read_at(ahead);
    CHECK(from(ahead) == ahead - kernel::kReadAgain);
    const UtcTime right = came + std::chrono::hours{1};
    CHECK(from(right) == came - kernel::kReadAgain);                        // not before the desk came
    CHECK(from(ahead - kernel::kReadAgain) == ahead - kernel::kReadAgain);  // clocks differ a little
    read_at(right);
    CHECK(from(right) == right - kernel::kReadAgain);
}

TEST_CASE("in an agent channel a missed word raises nothing, and the missed ticket sign on it a ticket",
          "[kernel][catch_up]")
{
    World w;
    auto message = said("1790000900.000001", "UCHLOE", "The lift is stuck, says reception");
    message.channel = World::kRooms;
    message.reactions = {{"ticket", "UCHLOE"}};
    const kernel::History history{{World::kRooms, "", UtcTime{}}, {message}, true};
    CHECK(missing(w, history) ==
          std::vector<std::string>{"message 1790000900.000001", "reaction 1790000900.000001"});
    store::Unit unit(*w.db, w.now);
    for (const slack::Envelope& envelope : kernel::untold(*w.desk, history, unit))
        REQUIRE(w.desk->handle(envelope, unit));
    CHECK(unit.records.count() == 0);  // the sign first reads the message again
    const auto asked = unit.outbox.claim(unit.now, 10);
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].method == "conversations.replies");
    CHECK(asked[0].arguments.at("channel") == World::kRooms);
}
