#pragma once
#include "handlers/kernel/clicks.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace deskbell::test {

/// In every text of the private tickets, and typed by nobody who may not see them.
inline constexpr const char* kSecret = "quietword";
/// Another requester, an agent of another team, a manager, somebody who stands in for an approver, and a
/// stranger.
inline const std::vector<std::string> kOutsiders{"UMIA", "UCHLOE", "UBOSS", "UFAY", "UEVE"};

inline bool tells(const std::string& text) { return text.find(kSecret) != std::string::npos; }

/// INC-1 is private and open, INC-2 private and closed with a bad rating, REQ-1 public and a part of INC-1.
class Confidential : public World {
public:
    Confidential()
    {
        settings.roles["manager"] = {"UBOSS"};
        set_up();
        watch = [this](const store::Outgoing& call, const std::string& channel) {
            std::string all;
            for (const auto& [name, value] : call.arguments) all += value + "\n";
            const std::string reader =
                call.method == "views.publish" ? call.arguments.at("user_id") : channel;
            if (tells(all) && !is_for_insiders(reader))
                leak_ = call.method + " to " + reader + ": " + all;
        };
        command("UDAN", "/desk", "delegate");
        submit("UDAN", {{"Who decides for you?", "UFAY"}, {"Until", "2026-12-31"}, {"Why?", "away"}});
        raise_open();
        raise_closed();
        command("UMIA", "/ticket", "a chair for the payroll office");
        choose("UANA", message(kTriage, "REQ-1 "), "Parent…");
        submit("UANA", {{"Parent", "INC-1"}});
        write("UMIA", kHelp, "Is anybody there?");
    }

    /// What an outsider read or changed, and by what, or "".
    const std::string& leak() const { return leak_; }
    int tried() const { return tried_; }

    void type(const std::string& user, const std::string& name, const std::string& text)
    {
        command(user, name, text);
        check(user, name + " " + text);
    }

    void click(const std::string& user, const std::string& action, const std::string& value,
               const std::string& place = "")
    {
        slack::BlockAction click;
        click.actor.user = user;
        click.actor.trigger = "click" + std::to_string(tried_);
        click.action_id = action;
        click.action_ts = std::to_string(++now_) + ".000100";
        click.value.text = value;
        if (place.empty())
            click.channel = kHelp;
        else
            click.view = slack::ViewState{"V1", "h1", "list", value, "", "V1", place, {}};
        send(click);
        check(user, action + " " + value);
    }

    /// A form with nothing in it but what it carries.
    void send_form(const std::string& user, const std::string& callback, const std::string& metadata)
    {
        slack::ViewSubmission submission;
        submission.actor.user = user;
        submission.view = form_view(callback, metadata);
        send(submission);
        check(user, "the form " + callback);
    }

    void change_form(const std::string& user, const std::string& callback, const std::string& metadata)
    {
        slack::BlockAction change;
        change.actor.user = user;
        change.action_id = change.block_id = "text";
        change.action_ts = std::to_string(++now_) + ".000400";
        change.view = form_view(callback, metadata);
        send(change);
        check(user, "the changed form " + callback);
    }

    /// The form that stands open for somebody else. False when there is none.
    bool open_form_of(const std::string& insider, const std::string& action,
                      const std::string& number = "INC-1")
    {
        click_of_insider(insider, action, number);
        return modal.is_object() && modal.contains("submit");
    }

    /// Sends the open form, with `words` wherever something is typed.
    void send_open_form(const std::string& user, const std::string& words)
    {
        std::map<std::string, std::string> filled;
        for (const Json& block : modal["blocks"])
            if (block["type"] == "input" && block["element"]["type"] == "plain_text_input")
                filled[block["label"]["text"]] = words;
        submit(user, filled);
        check(user, "a form");
    }

    void send_form_of(const std::string& insider, const std::string& action, const std::string& user)
    {
        if (!open_form_of(insider, action))
            return;
        const std::int64_t before = record("INC-1").version;
        send_open_form(user, "REQ-1");
        if (record("INC-1").version != before)
            leak_ = user + " changed it by the form of " + action;
    }

    void use_shortcut(const std::string& user, const std::string& callback, const Posted& on)
    {
        slack::MessageShortcut shortcut;
        shortcut.actor.user = user;
        shortcut.actor.trigger = "shortcut" + std::to_string(tried_);
        shortcut.callback_id = callback;
        shortcut.action_ts = std::to_string(++now_) + ".000200";
        shortcut.message.channel = on.channel;
        shortcut.message.ts = on.ts;
        shortcut.message.thread_ts = on.thread_ts;
        send(shortcut);
        check(user, callback);
    }

    void open_home(const std::string& user)
    {
        send(slack::HomeOpened{user, "home", "D" + user});
        check(user, "the Home");
    }

    void pass(std::chrono::seconds time)
    {
        now += time;
        fire_timers();
        check("", "time");
    }

private:
    static bool is_for_insiders(const std::string& channel)
    {
        static const std::vector<std::string> kOwn{"UJON", "UANA", "UBEN", "UAUD", "UFOL", "UDAN"};
        return channel == kTriage ||
               std::ranges::any_of(kOwn, [&](const std::string& user) { return channel.ends_with(user); });
    }

    void raise(const std::string& title)
    {
        command("UJON", "/ticket", "");
        submit("UJON", {{"What do you need?", title + " " + kSecret},
                        {"Details", std::string("because of ") + kSecret},
                        {"Type", "Something is broken"},
                        {"Private", "yes"}});
    }

    void raise_open()
    {
        raise("Salary dispute");
        const Posted card = message(kTriage, "Salary dispute");
        press("UANA", card, "Take it");
        write("UANA", kTriage, std::string("a note on ") + kSecret, card.ts);
        write("UANA", kTriage, std::string("&gt;&gt; an answer on ") + kSecret, card.ts);
        choose("UANA", message(kTriage, "Salary dispute"), "Followers…");
        submit("UANA", {{"Who follows it?", "UFOL"}});
        command("UANA", "/ticket", std::string("tag INC-1 ") + kSecret);
        choose("UANA", message(kTriage, "Salary dispute"), "Approval…");
        submit("UANA", {{"Who decides?", "UDAN"}, {"What is to be approved?", kSecret}});
        REQUIRE(refused.empty());
    }

    void raise_closed()
    {
        raise("Broken promise of a raise");
        press("UANA", message(kTriage, "Broken promise"), "Take it");
        press("UANA", message(kTriage, "Broken promise"), "Resolve");
        submit("UANA", {{"Resolution", std::string("settled by ") + kSecret}});
        press("UJON", message("DUJON", "settled by"), "Yes, solved");
        press("UJON", message("DUJON", "How was it?"), "😠 1");
        press("UJON", message("DUJON", "You gave"), "Add a comment");
        submit("UJON", {{"Comment", std::string("rude about ") + kSecret}});
    }

    void click_of_insider(const std::string& user, const std::string& action, const std::string& number)
    {
        slack::BlockAction click;
        click.actor.user = user;
        click.actor.trigger = "insider" + std::to_string(tried_);
        click.action_id = kernel::kMoreMenu;
        click.action_ts = std::to_string(++now_) + ".000300";
        click.value.text = action + "|" + number;
        click.channel = kTriage;
        send(click);
    }

    void check(const std::string& user, const std::string& by)
    {
        ++tried_;
        const std::string read = ack.dump() + modal.dump() + refused;
        if (leak_.empty() && !user.empty() && tells(read))
            leak_ = "shown to " + user + " by " + by + ": " + read;
        for (; files_seen_ < files.size(); ++files_seen_)
            if (leak_.empty() && tells(files[files_seen_].content) &&
                !is_for_insiders(files[files_seen_].channel))
                leak_ = "in a file for " + files[files_seen_].channel;
    }

    slack::ViewState form_view(const std::string& callback, const std::string& metadata)
    {
        slack::ViewState view;
        view.id = "VF" + std::to_string(++now_);
        view.type = "modal";
        view.callback_id = callback;
        view.private_metadata = metadata;
        return view;
    }

    std::string leak_;
    int tried_ = 0;
    std::int64_t now_ = 1'800'000'000;
    std::size_t files_seen_ = 0;
};

}  // namespace deskbell::test
