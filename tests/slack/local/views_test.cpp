#include "slack/local/views.hpp"

#include "slack/local/form.hpp"
#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deskbell::slack::local;
using namespace std::chrono_literals;

namespace {

std::string error(const Json& answer) { return answer.value("error", ""); }

Json open(Office& office, const std::string& trigger)
{
    return office.call("views.open", {{"trigger_id", trigger}, {"view", form_view()}});
}

}  // namespace

TEST_CASE("a trigger opens one modal, within three seconds", "[local][views]")
{
    Office office;
    const std::string trigger = office.ws.new_trigger("U0ANA", "", office.now);
    CHECK(open(office, trigger)["view"]["callback_id"] == "form");
    CHECK(error(open(office, trigger)) == "exchanged_trigger_id");
    CHECK(error(open(office, "1.2.3")) == "invalid_trigger_id");
    const std::string late = office.ws.new_trigger("U0ANA", "", office.now);
    office.now += 3001ms;
    CHECK(error(open(office, late)) == "expired_trigger_id");
}

TEST_CASE("a refused view does not use up the trigger", "[local][views]")
{
    Office office;
    const std::string trigger = office.ws.new_trigger("U0ANA", "", office.now);
    Json bad = form_view();
    bad["title"]["text"] = std::string(25, 'x');
    const Json answer = office.call("views.open", {{"trigger_id", trigger}, {"view", bad}});
    CHECK(error(answer) == "invalid_arguments");
    CHECK(answer["response_metadata"]["messages"][0] ==
          "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]");
    CHECK(open(office, trigger)["ok"] == true);
}

TEST_CASE("modals stack up to three, with their parents", "[local][views]")
{
    Office office;
    const Json root = open(office, office.ws.new_trigger("U0ANA", "", office.now))["view"];
    const auto push = [&] {
        const std::string trigger = office.ws.new_trigger("U0ANA", root["id"], office.now);
        return office.call("views.push", {{"trigger_id", trigger}, {"view", form_view()}});
    };
    const Json second = push()["view"];
    CHECK(second["root_view_id"] == root["id"]);
    CHECK(second["previous_view_id"] == root["id"]);
    CHECK(push()["ok"] == true);
    CHECK(error(push()) == "push_limit_reached");
    close_view(office.ws, "U0ANA", second["id"]);
    CHECK(office.ws.stacks["U0ANA"].size() == 1);
}

TEST_CASE("an update needs the hash last seen, when it names one", "[local][views]")
{
    Office office;
    const Json view = open(office, office.ws.new_trigger("U0ANA", "", office.now))["view"];
    const auto update = [&](const Json& hash) {
        return office.call("views.update", {{"view_id", view["id"]}, {"view", form_view()}, {"hash", hash}});
    };
    CHECK(update(view["hash"])["view"]["hash"] != view["hash"]);
    CHECK(error(update(view["hash"])) == "hash_conflict");
    CHECK(update("")["ok"] == true);
    CHECK(error(office.call("views.update", {{"view_id", "V0NONE"}, {"view", form_view()}})) == "not_found");
}

TEST_CASE("an external id belongs to one view", "[local][views]")
{
    Office office;
    Json named = form_view();
    named["external_id"] = "ticket-7";
    const auto open_named = [&] {
        return office.call("views.open",
                           {{"trigger_id", office.ws.new_trigger("U0BEN", "", office.now)}, {"view", named}});
    };
    CHECK(open_named()["ok"] == true);
    CHECK(error(open_named()) == "duplicate_external_id");
    CHECK(office.call("views.update", {{"external_id", "ticket-7"}, {"view", named}})["ok"] == true);
}

TEST_CASE("typed values survive an update while block and action ids stay", "[local][views]")
{
    Office office;
    const Json view = open(office, office.ws.new_trigger("U0ANA", "", office.now))["view"];
    View& shown = *find_view(office.ws, view["id"]);
    shown.state =
        doc({{"values", {{"title", {{"title", {{"type", "plain_text_input"}, {"value", "typed"}}}}}}}});
    CHECK(office.call("views.update",
                      {{"view_id", view["id"]},
                       {"view", form_view()}})["view"]["state"]["values"]["title"]["title"]["value"] ==
          "typed");
    Json renamed = form_view();
    renamed["blocks"][0]["block_id"] = "title2";
    const Json values =
        office.call("views.update", {{"view_id", view["id"]}, {"view", renamed}})["view"]["state"]["values"];
    CHECK(values["title2"]["title"]["value"].is_null());
}

TEST_CASE("a view over 250 kB is too large", "[local][views]")
{
    Office office;
    Json large = form_view();
    for (int i = 0; i < 90; ++i)
        large["blocks"].push_back({{"type", "section"}, {"text", plain_text(std::string(2999, 'x'))}});
    const std::string trigger = office.ws.new_trigger("U0ANA", "", office.now);
    CHECK(error(office.call("views.open", {{"trigger_id", trigger}, {"view", large}})) == "view_too_large");
}

TEST_CASE("a Home is published for a person and replaced with the right hash only", "[local][views]")
{
    Office office;
    const Json home = {{"type", "home"}, {"blocks", Json::array({{{"type", "divider"}}})}};
    const Json first = office.call("views.publish", {{"user_id", "U0ANA"}, {"view", home}})["view"];
    const Json again =
        office.call("views.publish", {{"user_id", "U0ANA"}, {"view", home}, {"hash", first["hash"]}});
    CHECK(again["view"]["id"] == first["id"]);
    CHECK(error(office.call("views.publish",
                            {{"user_id", "U0ANA"}, {"view", home}, {"hash", first["hash"]}})) ==
          "hash_conflict");
    CHECK(error(office.call("views.publish", {{"user_id", "U0ANA"}, {"view", form_view()}})) ==
          "invalid_arguments");
    CHECK(error(office.call("views.publish", {{"user_id", "U0NOBODY"}, {"view", home}})) ==
          "invalid_arguments");
}

TEST_CASE("every stateful element has an entry, untouched ones with null or nothing chosen", "[local][views]")
{
    const Json values = form_values_of(form_view()["blocks"], Json());
    CHECK(values["title"]["title"] == Json{{"type", "plain_text_input"}, {"value", nullptr}});
    const Json menu = form_values_of(button_blocks(), Json());
    CHECK(menu["row"]["more"]["selected_option"].is_null());
    CHECK_FALSE(menu["row"].contains("take"));
}

TEST_CASE("the client refuses a form before it is sent", "[local][views]")
{
    const Json blocks = form_view()["blocks"];
    const auto errors = [&](const Json& title, const Json& count) {
        const Json given = {{"title", {{"title", {{"type", "plain_text_input"}, {"value", title}}}}},
                            {"count", {{"count", {{"type", "number_input"}, {"value", count}}}}}};
        return form_errors(blocks, form_values_of(blocks, given));
    };
    CHECK(errors("abc", nullptr).empty());
    CHECK(errors("", nullptr).count("title") == 1);
    CHECK(errors("ab", nullptr).count("title") == 1);
    CHECK(errors("abc", "10").empty());
    CHECK(errors("abc", "11").count("count") == 1);
    CHECK(errors("abc", "1.5").count("count") == 1);
    CHECK(errors("abc", "many").count("count") == 1);
}
