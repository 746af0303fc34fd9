#include "slack/local/person_view.hpp"

#include "slack/local/messages.hpp"
#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace deskbell::slack::local;

namespace {

Json view_of(Office& office, const char* person)
{
    return person_view(office.ws, *office.ws.person(person), true, office.now);
}

Json channel_of(const Json& view, const std::string& id)
{
    for (const auto& c : view["channels"])
        if (c["id"] == id)
            return c;
    return Json();
}

}  // namespace

TEST_CASE("a person sees public channels and their own private ones, nothing else", "[local][page]")
{
    Office office;
    office.call("chat.postMessage", {{"channel", "C0TRIAGEIT"}, {"text", "secret"}});
    office.call("chat.postMessage", {{"channel", "U0BEN"}, {"text", "for Ben"}});
    const Json ana = view_of(office, "U0ANA");
    CHECK(channel_of(ana, "C0GENERAL")["is_member"] == true);
    CHECK(channel_of(ana, "C0TRIAGEIT").is_null());
    CHECK(ana.dump().find("secret") == std::string::npos);
    CHECK(ana.dump().find("for Ben") == std::string::npos);
    CHECK(channel_of(view_of(office, "U0DEV"), "C0TRIAGEIT")["messages"].size() == 1);
}

TEST_CASE("an ephemeral message stands among the others, for its person only", "[local][page]")
{
    Office office;
    office.call("chat.postEphemeral", {{"channel", "C0HELPIT"}, {"user", "U0ANA"}, {"text", "psst"}});
    const Json messages = channel_of(view_of(office, "U0ANA"), "C0HELPIT")["messages"];
    REQUIRE(messages.size() == 1);
    CHECK(messages[0]["ephemeral"] == messages[0]["ts"]);
    CHECK(channel_of(view_of(office, "U0BEN"), "C0HELPIT")["messages"].empty());
}

TEST_CASE("unread messages are counted until the channel is read, one's own never", "[local][page]")
{
    Office office;
    office.posted();
    office.posted();
    CHECK(channel_of(view_of(office, "U0ANA"), "C0HELPIT")["unread"] == 2);
    Draft draft;
    draft.user = "U0ANA";
    draft.text = "mine";
    post(office.ws, *office.ws.channel("C0HELPIT"), draft, office.now);
    CHECK(channel_of(view_of(office, "U0ANA"), "C0HELPIT")["unread"] == 0);
    CHECK(channel_of(view_of(office, "U0BEN"), "C0HELPIT")["unread"] == 3);
}

TEST_CASE("the time zone is shown as seconds from UTC, summer time included", "[local][page]")
{
    Office office;  // January 2027
    CHECK(view_of(office, "U0FARAH")["me"]["tz_offset"] == 3600);
    CHECK(view_of(office, "U0DEV")["me"]["tz_offset"] == 19800);
    office.now += std::chrono::hours{24 * 180};
    CHECK(view_of(office, "U0FARAH")["me"]["tz_offset"] == 7200);
    CHECK(view_of(office, "U0BEN")["me"]["tz_offset"] == 3600);
}

TEST_CASE("the newest two hundred messages are shown", "[local][page]")
{
    Office office;
    for (int i = 0; i < 205; ++i) office.posted(std::to_string(i));
    const Json messages = channel_of(view_of(office, "U0ANA"), "C0HELPIT")["messages"];
    REQUIRE(messages.size() == 200);
    CHECK(messages.back()["text"] == "204");
}
