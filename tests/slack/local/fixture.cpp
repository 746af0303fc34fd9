#include "tests/slack/local/fixture.hpp"

#include <nlohmann/json.hpp>

namespace deskbell::slack::local {

Office::Office(bool rate_limits)
    : ws(default_seed(), kStart),
      api(ws, ledger, faults, rate_limits, [] { return std::string("ws://link"); })
{
    ws.base_url = "http://127.0.0.1:1";
}

ServerRequest Office::request(const std::string& method, const std::string& type, const std::string& body,
                              const std::string& token)
{
    ServerRequest out;
    out.method = "POST";
    out.path = "/api/" + method;
    out.headers["content-type"] = type;
    if (!token.empty())
        out.headers["authorization"] = "Bearer " + token;
    out.body = body;
    return out;
}

ServerResponse Office::raw(ServerRequest request) { return api.answer(request, now); }

Json Office::call(const std::string& method, const Json& args)
{
    // Form encoding is what every method takes; nested values go along as JSON text.
    std::string body;
    const auto escape = [](const std::string& text) {
        constexpr const char* digits = "0123456789ABCDEF";
        std::string out;
        for (const unsigned char c : text) {
            out += '%';
            out += digits[c / 16];
            out += digits[c % 16];
        }
        return out;
    };
    for (const auto& [key, value] : args.items())
        body += (body.empty() ? "" : "&") + key + "=" +
                escape(value.is_string() ? value.get<std::string>() : value.dump());
    return Json::parse(raw(request(method, "application/x-www-form-urlencoded", body)).body);
}

std::vector<Json> Office::events()
{
    std::vector<Json> out;
    for (const auto& e : std::exchange(ws.events, {})) out.push_back((*e)["event"]);
    return out;
}

std::string Office::posted(const std::string& text)
{
    const Json made = call("chat.postMessage", {{"channel", "C0HELPIT"}, {"text", text}});
    ws.events.clear();
    return made.at("ts");
}

void FakeSocket::close() { is_closed = true; }

void FakeSocket::drop() { is_dropped = true; }

std::vector<Json> FakeSocket::frames()
{
    std::vector<Json> out;
    for (const auto& text : std::exchange(sent, {})) out.push_back(Json::parse(text));
    return out;
}

void FakeSocket::says(const Json& message) { on_text(message.dump()); }

Json plain_text(const std::string& text) { return {{"type", "plain_text"}, {"text", text}}; }

Json form_view()
{
    return {{"type", "modal"},
            {"callback_id", "form"},
            {"title", plain_text("A form")},
            {"submit", plain_text("Send")},
            {"blocks",
             {{{"type", "input"},
               {"block_id", "title"},
               {"label", plain_text("Title")},
               {"element", {{"type", "plain_text_input"}, {"action_id", "title"}, {"min_length", 3}}}},
              {{"type", "input"},
               {"block_id", "count"},
               {"optional", true},
               {"label", plain_text("Count")},
               {"element",
                {{"type", "number_input"},
                 {"action_id", "count"},
                 {"is_decimal_allowed", false},
                 {"max_value", "10"}}}}}}};
}

Json button_blocks()
{
    const auto option = [](const char* value) { return Json{{"text", plain_text(value)}, {"value", value}}; };
    return Json::array(
        {{{"type", "actions"},
          {"block_id", "row"},
          {"elements",
           {{{"type", "button"}, {"action_id", "take"}, {"text", plain_text("Take it")}, {"value", "7"}},
            {{"type", "static_select"},
             {"action_id", "more"},
             {"options", Json::array({option("hold"), option("move")})}}}}}});
}

}  // namespace deskbell::slack::local
