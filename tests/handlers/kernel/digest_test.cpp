#include "world.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_blocks.hpp"
#include "handlers/kernel/digest/digest_csv.hpp"
#include "handlers/kernel/digest/digest_post.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

/// A desk with a manager (Omar) who is no agent.
struct Managed : World {
    Managed()
    {
        settings.roles["manager"] = {"UOMAR"};
        renew();
        now = *parse_rfc3339("2026-11-25T09:00:00Z");  // a Wednesday
    }
    void renew() { desk = std::make_unique<kernel::Desk>(all_processes(), settings, desk->self()); }

    void raise(const std::string& user, const std::string& title, bool is_private = false)
    {
        command(user, "/ticket", "");
        submit(user, is_private ? std::map<std::string, std::string>{{"What do you need?", title},
                                                                     {"Private", "yes"}}
                                : std::map<std::string, std::string>{{"What do you need?", title}});
    }
    /// Presses a button that stands in a message or modal, by its value.
    void press_figure(const std::string& user, const Json& button, const std::string& channel)
    {
        slack::BlockAction click;
        click.actor.user = user;
        click.action_id = button["action_id"];
        click.value.text = button["value"];
        click.channel = channel;
        send(click);
    }
    Posted digest_for(const std::string& user, const std::string& words = "")
    {
        command(user, "/desk", "digest" + (words.empty() ? "" : " " + words));
        INFO(refused);
        REQUIRE(refused.empty());
        fire_timers();
        return message("D" + user, "Digest of");
    }
    std::int64_t newest_digest()
    {
        store::Unit unit(*db, now);
        std::int64_t id = 0;
        while (unit.digests.find(id + 1)) ++id;
        return id;
    }
};

std::vector<Json> figure_buttons(const Json& blocks)
{
    std::vector<Json> out;
    for (const Json& block : blocks)
        for (const Json& element : block.value("elements", Json::array()))
            if (element.value("action_id", "").starts_with("figure:"))
                out.push_back(element);
    return out;
}

std::size_t number_of(const Json& button)
{
    const std::string label = button["text"]["text"];
    return std::stoul(label.substr(label.rfind(' ') + 1));
}

std::size_t rows_in(const Json& modal)
{
    std::size_t rows = 0;
    for (const Json& block : modal["blocks"])
        rows += block.contains("accessory") && block["accessory"]["text"]["text"] == "Open" ? 1 : 0;
    return rows;
}

std::size_t hidden_in(const Json& modal)
{
    for (const Json& block : modal["blocks"])
        if (block["type"] == "context") {
            std::string text = block["elements"][0]["text"];
            if (const auto at = text.find(" that you may not see"); at != std::string::npos) {
                text.resize(at);
                return std::stoul(text.starts_with("and ") ? text.substr(4) : text);
            }
        }
    return 0;
}

bool has_button(const Json& blocks, const std::string& label)
{
    return blocks.dump().find("\"text\":\"" + label + "\"") != std::string::npos;
}

}  // namespace

TEST_CASE("every number of a digest opens a list with exactly as many rows", "[kernel][digest]")
{
    Managed w;
    for (int i = 1; i <= 23; ++i) w.raise("UMIA", "ticket number " + std::to_string(i));
    w.raise("UJON", "a secret matter", true);
    w.press("UANA", w.message(World::kTriage, "ticket number 3"), "Take it");
    w.write("UANA", World::kTriage, "&gt;&gt; On my way", w.message(World::kTriage, "ticket number 4").ts);
    w.choose("UANA", w.message(World::kTriage, "ticket number 5"), "Not a request");
    w.now += 26h;
    w.press("UANA", w.message(World::kTriage, "ticket number 3"), "Resolve");
    w.submit("UANA", {{"Resolution", "done"}});
    for (const std::string user : {"UANA", "UOMAR"}) {
        const Posted digest = w.digest_for(user);
        const auto buttons = figure_buttons(digest.blocks);
        CHECK(buttons.size() > 8);
        for (const Json& button : buttons) {
            INFO(user << " " << button.dump());
            w.press_figure(user, button, digest.channel);
            REQUIRE(w.modal.is_object());
            std::size_t rows = rows_in(w.modal);
            const std::size_t hidden = hidden_in(w.modal);
            while (has_button(w.modal["blocks"], "Next")) {
                w.press_in_modal(user, "Next");
                rows += rows_in(w.modal);
            }
            CHECK(rows + hidden == number_of(button));
            CHECK(hidden == (user == "UOMAR" ? number_of(button) : 0));
        }
    }
}

TEST_CASE("a private ticket is a count in a manager's digest, and has no title in a channel's",
          "[kernel][digest]")
{
    Managed w;
    w.raise("UJON", "a secret matter", true);
    w.raise("UMIA", "a plain matter");
    w.now += 24h * 6;
    const Posted to_manager = w.digest_for("UOMAR");
    CHECK_THAT(to_manager.blocks.dump(), !Catch::Contains("secret") && !Catch::Contains("plain matter"));
    CHECK_THAT(to_manager.blocks.dump(), Catch::Contains("INC-2") && !Catch::Contains("INC-1"));
    CHECK_THAT(to_manager.blocks.dump(), Catch::Contains("1 private"));
    CHECK_THAT(w.digest_for("UANA").blocks.dump(), Catch::Contains("secret"));
    store::Unit unit(*w.db, w.now);
    const Record secret = w.record("INC-1"), plain = w.record("INC-2");
    CHECK(kernel::sight_of(*w.desk, secret, World::kTriage, unit) == kernel::Sight::nothing);
    CHECK(kernel::sight_of(*w.desk, plain, World::kTriage, unit) == kernel::Sight::title);
    CHECK(kernel::sight_of(*w.desk, plain, World::kRooms, unit) == kernel::Sight::number);
}

TEST_CASE("whoever has no part in the desk's figures is refused kindly", "[kernel][digest]")
{
    Managed w;
    for (const char* words : {"digest", "sla"}) {
        w.command("UEVE", "/desk", words);
        CHECK_THAT(w.refused, Catch::Contains("for managers"));
    }
    w.command("UOMAR", "/desk", "digest soon");
    CHECK_THAT(w.refused, Catch::Contains("last-week"));
    w.command("UOMAR", "/desk", "digest 2027-W10");
    CHECK_THAT(w.refused, Catch::Contains("not begun"));
    const Posted digest = w.digest_for("UOMAR", "last-week");
    CHECK_THAT(digest.text, Catch::Contains("week 47"));
    const Json csv{{"action_id", "digest_csv"}, {"value", std::to_string(w.newest_digest())}};
    w.press_figure("UANA", csv, "CTRIAGE");
    CHECK_THAT(w.refused, Catch::Contains("somebody else"));
}

TEST_CASE("an agent's digest is about their own inboxes", "[kernel][digest]")
{
    Managed w;
    w.raise("UMIA", "for it");
    w.command("UMIA", "/ticket", "for rooms", "CROOMHELP");
    CHECK_THAT(w.digest_for("UCHLOE").text, Catch::Contains("1 opened") && Catch::Contains("Facilities"));
    CHECK_THAT(w.digest_for("UOMAR").text, Catch::Contains("2 opened") && Catch::Contains("all inboxes"));
}

TEST_CASE("a manager has the weekly digest without asking, and never again after unsubscribing",
          "[kernel][digest]")
{
    Managed w;
    const auto ensure = [&] {
        store::Unit unit(*w.db, w.now);
        kernel::ensure_subscriptions(*w.desk, unit);
        kernel::ensure_subscriptions(*w.desk, unit);
        return unit.subscriptions.of("UOMAR");
    };
    REQUIRE(ensure().size() == 1);
    CHECK(ensure().front().is_active);
    w.send(slack::HomeOpened{"UOMAR", "home", ""});
    CHECK_THAT(w.homes["UOMAR"].dump(), Catch::Contains("The next one comes"));
    w.now = *parse_rfc3339("2026-11-30T08:00:30Z");  // Monday 09:00 in Berlin
    w.fire_timers();
    const Posted digest = w.message("DUOMAR", "Digest of week 48");
    CHECK_THAT(digest.text, !Catch::Contains("delayed"));
    w.press("UOMAR", digest, "Change time");
    w.submit("UOMAR", {{"How often", "Never: unsubscribe"}});
    CHECK_THAT(w.modal.dump(), Catch::Contains("unsubscribed"));
    REQUIRE(ensure().size() == 1);
    CHECK_FALSE(ensure().front().is_active);
    w.now += 24h * 30;
    w.fire_timers();
    CHECK(w.all("DUOMAR", "Digest of").size() == 1);
}

TEST_CASE("a digest is sent once, late when the bot was down, and only the newest of several",
          "[kernel][digest]")
{
    Managed w;
    {
        store::Unit unit(*w.db, w.now);
        kernel::ensure_subscriptions(*w.desk, unit);
    }
    w.now = *parse_rfc3339("2026-12-15T12:00:00Z");  // three Mondays later, on a Tuesday
    w.fire_timers();
    REQUIRE(w.all("DUOMAR", "Digest of").size() == 1);
    CHECK_THAT(w.message("DUOMAR", "Digest of").text,
               Catch::Contains("week 50") && Catch::Contains("delayed"));
    // A restart that finds the same timer again, as after a restored backup of the timers alone.
    {
        store::Unit unit(*w.db, w.now);
        unit.timers.arm(
            {0, "digest:1", std::string(kernel::kDigestTimer), 0, *parse_rfc3339("2026-12-14T08:00:00Z")});
    }
    w.renew();
    w.fire_timers();
    CHECK(w.all("DUOMAR", "Digest of").size() == 1);
    w.now = *parse_rfc3339("2026-12-21T08:00:05Z");
    w.fire_timers();
    CHECK(w.all("DUOMAR", "Digest of").size() == 2);
    CHECK_THAT(w.message("DUOMAR", "Digest of").text,
               Catch::Contains("week 51") && !Catch::Contains("delayed"));
}

TEST_CASE("a pause skips a week, and only the owner may pause", "[kernel][digest]")
{
    Managed w;
    {
        store::Unit unit(*w.db, w.now);
        kernel::ensure_subscriptions(*w.desk, unit);
    }
    w.now = *parse_rfc3339("2026-11-30T08:00:05Z");
    w.fire_timers();
    const Posted digest = w.message("DUOMAR", "Digest of");
    w.press("UANA", digest, "Pause 1 week");
    CHECK_THAT(w.refused, Catch::Contains("who set this digest up"));
    w.press("UOMAR", digest, "Pause 1 week");
    CHECK_THAT(w.whispers.back().text, Catch::Contains("Paused for a week"));
    w.now = *parse_rfc3339("2026-12-07T07:59:00Z");
    w.fire_timers();
    w.now = *parse_rfc3339("2026-12-07T08:00:02Z");  // the pause ends seconds later
    w.fire_timers();
    CHECK(w.all("DUOMAR", "Digest of").size() == 1);
    w.now = *parse_rfc3339("2026-12-14T08:00:05Z");
    w.fire_timers();
    CHECK(w.all("DUOMAR", "Digest of week 50").size() == 1);
}

TEST_CASE("a subscription goes to a channel, with the inboxes and at the time that were chosen",
          "[kernel][digest]")
{
    Managed w;
    w.raise("UMIA", "for it");
    w.command("UOMAR", "/desk", "digest");
    w.press("UOMAR", {"CHELP UOMAR", "", "", "", w.ack["blocks"]}, "Subscribe…");
    w.submit("UOMAR", {{"Channel", "CTRIAGE"}, {"How often", "On working days"}, {"Time", "7:5"}});
    CHECK(w.ack["errors"].contains("time"));
    w.command("UOMAR", "/desk", "digest");
    w.press("UOMAR", {"CHELP UOMAR", "", "", "", w.ack["blocks"]}, "Subscribe…");
    w.submit("UOMAR", {{"Channel", "CTRIAGE"}, {"How often", "On working days"}, {"Time", "07:30"}});
    CHECK_THAT(w.modal.dump(), Catch::Contains("on working days at 07:30"));
    w.now = *parse_rfc3339("2026-11-26T06:30:01Z");
    w.fire_timers();
    const Posted digest = w.message(World::kTriage, "Digest of Wed 25 Nov");
    CHECK_THAT(digest.text, Catch::Contains("1 opened"));
    std::string pictures;
    for (const Shared& file : w.files)
        if (file.channel == World::kTriage && file.thread_ts == digest.ts)
            pictures +=
                file.filename + " (" + file.content.substr(0, file.content.find_first_of(":.")) + ") ";
    CHECK(pictures == "attainment.png (Line chart) backlog.png (Bar chart) flow.png (Line chart) ");
}

TEST_CASE("who lost the role gets no further digest, and reads why", "[kernel][digest]")
{
    Managed w;
    {
        store::Unit unit(*w.db, w.now);
        kernel::ensure_subscriptions(*w.desk, unit);
    }
    w.settings.roles.erase("manager");
    w.renew();
    w.now += 24h * 7;
    w.fire_timers();
    CHECK(w.all("DUOMAR", "Digest of").empty());
    CHECK_THAT(w.message("DUOMAR", "ended").text, Catch::Contains("for managers"));
}

TEST_CASE("the log gives the numbers of an old digest again, bit for bit, whatever came later",
          "[kernel][digest]")
{
    Managed w;
    {
        store::Unit unit(*w.db, w.now);
        w.desk->adopt(unit);
    }
    for (int i = 1; i <= 4; ++i) w.raise("UMIA", "ticket number " + std::to_string(i));
    w.now += 5h;
    w.digest_for("UOMAR");
    const std::int64_t id = w.newest_digest();
    const auto differing = [&] {
        store::Unit unit(*w.db, w.now);
        return kernel::recompute(*w.desk, *unit.digests.find(id), unit);
    };
    CHECK(differing().empty());

    // Later events, a later priority, and later service levels.
    w.now += 2h;
    w.raise("UMIA", "one more");
    w.choose("UANA", w.message(World::kTriage, "ticket number 1"), "Priority…");
    w.submit("UANA", {{"How many are affected?", "Everyone, a whole site or customers"},
                      {"How badly?", "Work has stopped"}});
    w.settings.levels.policies.front().goal(Metric::response).span = 5min;
    for (Policy& policy : w.settings.levels.policies) policy.goal(Metric::resolution).span = 1h;
    w.renew();
    w.now += 1h;
    {
        store::Unit unit(*w.db, w.now);
        w.desk->adopt(unit);
    }
    w.fire_timers();
    CHECK(differing().empty());
    {
        store::Unit unit(*w.db, w.now);
        const auto stored = *unit.digests.find(id);
        CHECK(kernel::to_json(kernel::numbers_of(*w.desk, kernel::basis_of(stored), unit)) == stored.numbers);
    }

    // Somebody moves the instant at which a ticket was raised.
    w.db->execute(
        "UPDATE event SET occurred_at = occurred_at - 864000, changes = replace(changes, 'received_at', 'x')"
        " WHERE id = 1");
    REQUIRE_FALSE(differing().empty());
    CHECK_THAT(differing().front(), Catch::Contains("was sent"));
}

TEST_CASE(
    "the table behind a digest is RFC 4180, harmless for spreadsheets, and without titles one may not see",
    "[kernel][digest]")
{
    CHECK(kernel::csv_cell("plain") == "plain");
    CHECK(kernel::csv_cell("a, \"b\"") == "\"a, \"\"b\"\"\"");
    CHECK(kernel::csv_cell("two\nlines") == "\"two\nlines\"");
    for (const char* formula : {"=1+1", "+1", "-1", "@sum"})
        CHECK(kernel::csv_cell(formula) == "'" + std::string(formula));
    CHECK(kernel::csv_cell("=a,b") == "\"'=a,b\"");
    Managed w;
    w.raise("UMIA", "=cmd, \"quoted\"");
    w.raise("UJON", "a secret matter", true);
    const Posted digest = w.digest_for("UOMAR");
    w.press("UOMAR", digest, "Open CSV");
    w.fire_timers();
    const Shared& file = w.files.back();
    CHECK(file.channel == "DUOMAR");
    CHECK(file.filename == "digest-2026-W48.csv");
    const std::string table = file.content;
    CHECK_THAT(table, Catch::StartsWith("number,title,process,inbox,held_s,priority,state,category,metric"));
    CHECK_THAT(table, Catch::Contains(",New,new,response,"));
    CHECK_THAT(table, Catch::Contains("INC-1,,incident,it,") && !Catch::Contains("secret") &&
                          !Catch::Contains("INC-2"));
    store::Unit unit(*w.db, w.now);
    const auto basis = kernel::basis_of(*unit.digests.find(w.newest_digest()));
    const std::string seen = kernel::digest_csv(*w.desk, basis, "UANA", unit);
    CHECK_THAT(seen, Catch::Contains("INC-1,\"'=cmd, \"\"quoted\"\"\",incident") &&
                         Catch::Contains("a secret matter"));
    CHECK_THAT(seen, Catch::Contains("\r\n"));
}

TEST_CASE("a moved ticket is in the table of both inboxes, with the time that each had it",
          "[kernel][digest]")
{
    Managed w;
    w.command("UMIA", "/ticket", "A chair, please");
    w.now += 90min;
    w.choose("UANA", w.message(World::kTriage, "REQ-1 A chair"), "Move…");
    w.submit("UANA", {{"To which inbox?", "Facilities"}, {"Why?", "They have the chairs"}});
    w.now += 30min;
    (void)w.digest_for("UOMAR");
    store::Unit unit(*w.db, w.now);
    auto basis = kernel::basis_of(*unit.digests.find(w.newest_digest()));
    for (const char* inbox : {"it", "rooms"}) {
        basis.scope = {};
        basis.scope.inboxes = {inbox};
        CHECK_THAT(kernel::digest_csv(*w.desk, basis, "UOMAR", unit),
                   Catch::Contains(",request,rooms,it=5403 rooms=1803,"));  // each act takes a second
    }
    basis.scope.inboxes = {"elsewhere"};
    CHECK_THAT(kernel::digest_csv(*w.desk, basis, "UOMAR", unit), !Catch::Contains("rooms"));
}

TEST_CASE("the fullest digest stays within Slack's limits and a minute's reading", "[kernel][digest]")
{
    World w;
    kernel::Numbers n;
    const std::vector<std::int64_t> many(123'456, 1), few(7, 1);
    for (std::size_t m = 0; m < kMetrics; ++m)
        for (const char* priority : {"P1", "P2", "P3", "P4", "none", "all"})
            for (const char* verdict : {"met", "missed"}) {
                const std::string key =
                    std::string(to_text(static_cast<Metric>(m))) + "." + priority + "." + verdict;
                n.figures["kept." + key] = many;
                n.figures["before.kept." + key] = n.figures["gross." + key] = few;
            }
    for (const char* key :
         {"decide.late", "decide.soon", "decide.unassigned", "flow.opened", "flow.solved", "flow.reopened",
          "flow.backlog", "voice.confirmed", "voice.refused", "quality.no_priority", "quality.retroactive",
          "quality.recalculated", "quality.cancelled_late", "quality.no_verdict", "quality.solution_clocks"})
        n.figures[key] = n.figures["before." + std::string(key)] = many;
    for (int i = 0; i < 40; ++i) {
        n.figures["cause." + std::string(200, 'c') + std::to_string(i)] = many;
        n.figures["form.incident." + std::string(200, 'f') + std::to_string(i)] = many;
        n.figures["quality.excluded.reason" + std::to_string(i)] = many;
    }
    n.derived["quality.paused_s"].value = n.derived["quality.ran_s"].value =
        n.derived["quality.away_s"].value = 5000;
    store::Digest digest;
    digest.id = 1;
    digest.subscription = 1;
    digest.period = "2026-W47";
    digest.timezone = "Europe/Berlin";
    digest.filter = kernel::to_json(kernel::DigestScope{true, {}, {}, {}});
    digest.is_delayed = true;
    store::Unit unit(*w.db, w.now);
    const auto saying = kernel::digest_message(*w.desk, digest, n, unit);
    const Json blocks = Json::parse(saying.blocks.json());
    CHECK(blocks.size() == saying.blocks.count());
    CHECK(blocks.size() <= 50);
    std::size_t lines = 0, letters = 0;
    for (const Json& block : blocks) {
        CHECK(block.value("elements", Json::array()).size() <= 25);
        for (const Json& element : block.value("elements", Json::array()))
            if (element["type"] == "button") {
                letters += element["text"]["text"].get<std::string>().size();
                CHECK(utf16_length(element["text"]["text"].get<std::string>()) <= 75);
                CHECK(element["text"]["text"].get<std::string>().ends_with("…") == false);
                CHECK(element["value"].get<std::string>().size() <= 2000);
            }
        if (block["type"] != "section")
            continue;
        const std::string text = block["text"]["text"];
        letters += text.size();
        lines += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    }
    CHECK(lines <= kernel::kDigestLinesMost);
    CHECK(letters <= slack::kMessageTextBudget);
}

TEST_CASE("a quiet week is said in words", "[kernel][digest]")
{
    Managed w;
    const Posted digest = w.digest_for("UOMAR");
    CHECK_THAT(digest.text, Catch::Contains("Nothing is late") && Catch::Contains("No promise fell due") &&
                                Catch::Contains("Nothing is open"));
    CHECK(figure_buttons(digest.blocks).empty());
    CHECK_THAT(digest.text, !Catch::Contains(" 0 "));
}

TEST_CASE("the service levels now are counted per clock and priority, and each number opens its list",
          "[kernel][digest]")
{
    Managed w;
    for (int i = 1; i <= 3; ++i) w.raise("UMIA", "ticket number " + std::to_string(i));
    w.raise("UJON", "a secret matter", true);
    w.command("UOMAR", "/desk", "sla");
    CHECK_THAT(w.ack.dump(),
               Catch::Contains("4 running") && Catch::Contains("Due next") && !Catch::Contains("secret"));
    const auto buttons = figure_buttons(w.ack["blocks"]);
    REQUIRE(buttons.size() >= 2);
    for (const Json& button : buttons)
        for (const std::string user : {"UANA", "UOMAR"}) {
            w.press_figure(user, button, "CHELP");
            CHECK(rows_in(w.modal) + hidden_in(w.modal) == number_of(button));
        }
    w.now += 24h * 20;
    w.command("UANA", "/desk", "sla");
    CHECK_THAT(w.ack.dump(), Catch::Contains("4 late"));
}

TEST_CASE("the digest counts ratings, quotes low ones, and gives the same numbers again", "[kernel][digest]")
{
    Managed w;
    const auto close = [&](const std::string& user, const std::string& title, bool is_private) {
        w.raise(user, title, is_private);
        const Posted card = w.message(World::kTriage, title);
        w.press("UANA", card, "Take it");
        w.press("UANA", w.message(World::kTriage, title), "Resolve");
        w.submit("UANA", {{"Resolution", "done with " + title}});
        w.press(user, w.message("D" + user, "done with " + title), "Yes, solved");
    };
    const auto answer = [&](const std::string& user, const std::string& face, const std::string& words) {
        w.press(user, w.message("D" + user, "How was it?"), face);
        w.press(user, w.message("D" + user, "You gave"), "Add a comment");
        w.submit(user, {{"Comment", words}});
    };
    close("UMIA", "lamp one", false);
    close("UJON", "lamp two", true);
    close("UEVE", "lamp three", false);
    close("UFAY", "lamp four", false);
    answer("UMIA", "🙁 2", "Took *very* long\nindeed");
    answer("UJON", "😠 1", "Secret trouble");
    answer("UEVE", "😀 5", "Lovely");

    const Posted digest = w.digest_for("UOMAR");
    const std::string shown = digest.blocks.dump(-1, ' ', false);
    CHECK_THAT(shown, Catch::Contains("3 of 4 answered how it was") &&
                          Catch::Contains("3 ratings, mean 2.6 of 5") &&
                          Catch::Contains("2 of 5: “Took *very* long indeed”"));
    CHECK_THAT(shown, !Catch::Contains("Secret trouble") && !Catch::Contains("Lovely"));
    for (const Json& button : figure_buttons(digest.blocks))
        if (button["text"]["text"] == "Low ratings 2") {
            w.press_figure("UOMAR", button, digest.channel);
            CHECK(rows_in(w.modal) + hidden_in(w.modal) == 2);
            CHECK_THAT(w.modal.dump(), !Catch::Contains("Secret trouble"));
        }
    w.press("UMIA", w.message("DUMIA", "You gave"), "😀 5");
    store::Unit unit(*w.db, w.now);
    CHECK(kernel::recompute(*w.desk, *unit.digests.find(w.newest_digest()), unit).empty());
}

TEST_CASE("anonymous ratings stand in the digest from five on, without words", "[kernel][digest]")
{
    Managed w;
    w.settings.inboxes[0].ratings = InboxSettings::Ratings::anonymous;
    w.renew();
    w.now -= 48h;  // an answer counts from the next midnight on
    for (const char* user : {"UMIA", "UJON", "UEVE", "UFAY", "UGIL"}) {
        const std::string title = std::string("lamp of ") + user;
        w.raise(user, title);
        w.press("UANA", w.message(World::kTriage, title), "Take it");
        w.press("UANA", w.message(World::kTriage, title), "Resolve");
        w.submit("UANA", {{"Resolution", "done with " + title}});
        w.press(user, w.message(std::string("D") + user, "done with"), "Yes, solved");
        if (user != std::string("UGIL"))
            w.press(user, w.message(std::string("D") + user, "How was it?"), "🙂 4");
    }
    w.now += 24h;
    CHECK_THAT(w.digest_for("UOMAR").blocks.dump(), !Catch::Contains("anonymous"));
    w.press("UGIL", w.message("DUGIL", "How was it?"), "😠 1");
    w.now += 24h;
    CHECK_THAT(w.digest_for("UOMAR").blocks.dump(),
               Catch::Contains("IT help: 5 anonymous answers, mean 3.4 of 5"));
}
