#include "world.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace deskbell;
using namespace deskbell::test;

namespace {

constexpr const char* kSecret = "SECRET";
constexpr int kSteps = 500;

struct Variant {
    const char* name;
    InboxSettings::Mode mode;
    bool is_plain_public;
    int undo_seconds;
};
constexpr Variant kVariants[] = {
    {"two channels", InboxSettings::Mode::two_channel, false, 0},
    {"two channels, undo", InboxSettings::Mode::two_channel, false, 10},
    {"same channel", InboxSettings::Mode::same_channel, false, 10},
    {"plain is public", InboxSettings::Mode::two_channel, true, 10},
};

/// People who press, type and submit whatever they find, while every note holds the secret word. What leaves
/// towards anybody who is no agent must never hold it.
class Walk {
public:
    Walk(const Variant& variant, unsigned seed) : variant_(variant), dice_(seed)
    {
        for (InboxSettings& inbox : w_.settings.inboxes) {
            inbox.mode = variant.mode;
            inbox.is_plain_public = variant.is_plain_public;
            inbox.undo_seconds = variant.undo_seconds;
            inbox.auto_create = true;
        }
        w_.settings.inboxes[0].auto_wait = seed % 2 == 0;
        w_.settings.inboxes[0].hides_agents = seed % 3 == 0;
        w_.set_up();
        w_.watch = [this](const store::Outgoing& call, const std::string& channel) {
            std::string all;
            for (const auto& [name, value] : call.arguments) all += value + "\n";
            if (!is_for_agents(call, channel) && all.find(kSecret) != std::string::npos)
                leak_ = call.method + " to " + channel + ": " + all;
        };
        w_.command("UMIA", "/ticket", "help me please");
        w_.write("UJON", World::kHelp, "my lamp flickers and nobody comes");
        w_.command("UMIA", "/ticket", "");
        w_.submit("UMIA", {{"What do you need?", "a private matter"}, {"Private", "yes"}});
    }

    /// What leaked, or "".
    std::string run()
    {
        for (int i = 0; i < kSteps && leak_.empty(); ++i) step();
        return leak_;
    }
    int notes() const { return notes_; }
    int acts() const { return acts_; }

private:
    static constexpr const char* kAgents[] = {"UANA", "UBEN", "UCHLOE"};
    static constexpr const char* kOthers[] = {"UMIA", "UJON", "UEVE", "UDAN"};

    static bool is_agent(const std::string& user)
    {
        return std::ranges::find(kAgents, user) != std::end(kAgents);
    }
    static bool is_for_agents(const store::Outgoing& call, const std::string& channel)
    {
        if (call.method == "views.publish")
            return is_agent(call.arguments.at("user_id"));
        if (call.method == "chat.postEphemeral")
            return is_agent(call.arguments.at("user"));
        if (channel.starts_with("D"))
            return is_agent(channel.substr(1));
        return channel == World::kTriage || channel == World::kRooms;
    }

    std::size_t roll(std::size_t sides) { return dice_() % sides; }
    template <class List>
    const auto& any(const List& list)
    {
        return list[roll(std::size(list))];
    }
    std::string number() { return any(std::vector<std::string>{"REQ-1", "REQ-2", "REQ-3", "INC-1"}); }
    std::string secret() { return kSecret + std::to_string(++notes_); }
    std::string typed_note() { return (variant_.is_plain_public ? "// " : "") + secret(); }
    std::string words() { return "words " + std::to_string(++acts_); }

    /// What the person reads in answer.
    void check(const std::string& user)
    {
        if (is_agent(user))
            return;
        const std::string read = w_.ack.dump() + w_.modal.dump() + w_.refused;
        if (read.find(kSecret) != std::string::npos)
            leak_ = "shown to " + user + ": " + read;
    }

    void step()
    {
        switch (roll(12)) {
            case 0:
            case 1:
                return note();
            case 2:
                return answer();
            case 3:
                return speak(any(kOthers));
            case 4:
                return pass_time();
            case 5:
                return ask(any(kOthers));
            case 6:
                return take_back_or_change();
            default:
                return press(roll(2) == 0 ? std::string(any(kAgents)) : std::string(any(kOthers)));
        }
    }

    std::vector<Posted> cards()
    {
        auto out = w_.all(World::kTriage, "Requester");
        std::erase_if(out, [](const Posted& m) { return !m.thread_ts.empty(); });
        return out;
    }

    void note()
    {
        const std::string user = any(kAgents);
        const auto cards_now = cards();
        if (roll(3) == 0 || cards_now.empty()) {
            w_.command(user, "/ticket", "note " + number() + " " + secret());
            // Whoever is no agent of it only hears that they cannot; what they typed is their own.
            return;
        }
        w_.write(user == "UCHLOE" ? "UANA" : user, World::kTriage, typed_note(), any(cards_now).ts);
        noted_.push_back(w_.messages.back().channel == World::kTriage ? last_typed() : Posted{});
    }

    Posted last_typed()
    {
        for (auto it = w_.messages.rbegin(); it != w_.messages.rend(); ++it)
            if (it->blocks.empty() && it->channel == World::kTriage)
                return *it;
        return {};
    }

    void answer()
    {
        const auto cards_now = cards();
        if (cards_now.empty())
            return;
        w_.write("UANA", World::kTriage, "&gt;&gt; " + words(), any(cards_now).ts);
        if (variant_.undo_seconds > 0 && roll(3) == 0)  // a slip, mended within the time: it is a note now
            w_.edit(last_typed(), "UANA", typed_note());
    }

    void speak(const std::string& user)
    {
        const auto& where = any(w_.messages);
        if (where.channel == World::kTriage || where.channel == World::kRooms)
            return;
        if (where.channel.starts_with("D") && where.channel != "D" + user)
            return;
        w_.write(user, where.channel, words(), where.thread_ts.empty() ? where.ts : where.thread_ts,
                 where.channel.starts_with("D") ? "im" : "channel");
        check(user);
    }

    void pass_time()
    {
        w_.now += std::chrono::seconds{any(std::vector<int>{5, 20, 3600, 90'000})};
        w_.fire_timers();
    }

    void ask(const std::string& user)
    {
        const std::string asked = any(std::vector<std::string>{
            number(), "mine", "find SECRET", "find words", "export", "help", "note " + number() + " mine"});
        w_.command(user, "/ticket", asked);
        check(user);
        if (roll(3) == 0)
            w_.send(slack::HomeOpened{user, "home", "D" + user});
        w_.fire_timers();
    }

    void take_back_or_change()
    {
        if (noted_.empty() || noted_.back().ts.empty())
            return;
        const Posted written = any(noted_);
        if (written.ts.empty())
            return;
        if (roll(2) == 0)
            return w_.edit(written, "UANA", typed_note());
        slack::MessageEvent event;
        event.kind = slack::MessageEvent::Kind::deleted;
        event.message.channel = written.channel;
        event.message.ts = written.ts;
        event.previous = event.message;
        w_.send(event);
    }

    /// Somebody presses something on a message that may be old, and meant for others.
    void press(const std::string& user)
    {
        const auto& shown = roll(4) == 0 && !w_.whispers.empty() ? w_.whispers : w_.messages;
        const Posted message = any(shown);
        std::vector<Json> elements;
        for (const Json& block : message.blocks) {
            for (const Json& e : block.value("elements", Json::array()))
                if (e.contains("action_id") && !e.contains("url"))
                    elements.push_back(e);
            if (block.contains("accessory"))
                elements.push_back(block["accessory"]);
        }
        if (elements.empty())
            return;
        const Json element = any(elements);
        ++acts_;
        if (element.contains("options") && element.contains("placeholder"))
            w_.press_menu(user, message, element["placeholder"]["text"],
                          any(element["options"])["text"]["text"]);
        else if (element.contains("text"))
            w_.press(user, message, element["text"]["text"]);
        check(user);
        if (w_.modal.is_object() && w_.modal.contains("submit"))
            submit(user);
    }

    void submit(const std::string& user)
    {
        std::map<std::string, std::string> filled;
        for (const Json& block : w_.modal["blocks"]) {
            if (block["type"] != "input")
                continue;
            const std::string type = block["element"]["type"], label = block["label"]["text"];
            if (type == "plain_text_input")
                filled[label] = w_.modal["callback_id"] == "note" ? secret() : words();
            else if (type == "static_select")
                filled[label] = any(block["element"]["options"])["text"]["text"];
            else if (type == "users_select" || type == "multi_users_select")
                filled[label] = any(std::vector<std::string>{"UDAN", "UANA", "UEVE", "UCHLOE"});
        }
        w_.submit(user, filled);
        check(user);
    }

    const Variant& variant_;
    std::mt19937 dice_;
    World w_;
    std::vector<Posted> noted_;
    std::string leak_;
    int notes_ = 0, acts_ = 0;
};

}  // namespace

TEST_CASE("whatever anybody does in whatever order, a note reaches nobody but agents", "[kernel][privacy]")
{
    int notes = 0, acts = 0;
    for (const Variant& variant : kVariants)
        for (unsigned seed = 1; seed <= 5; ++seed) {
            INFO(variant.name << ", seed " << seed);
            Walk walk(variant, seed);
            CHECK(walk.run() == "");
            notes += walk.notes();
            acts += walk.acts();
        }
    CHECK(notes > 500);
    CHECK(acts > 1500);
}
