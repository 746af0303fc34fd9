#include "slack/wire/call.hpp"

#include "slack/wire/json.hpp"

#include <utility>

namespace deskbell::slack {

namespace {

constexpr std::string_view kEventType = "deskbell";

Json parsed(std::string_view text) { return Json::parse(text).value_or(Json{}); }

}  // namespace

std::string CallResult::at(std::string_view pointer) const { return text_at(body, pointer); }

std::vector<std::string> CallResult::texts(std::string_view pointer) const
{
    std::vector<std::string> out;
    for (const Json& item : parsed(body).find(pointer).items())
        out.push_back(item.text());
    return out;
}

std::vector<std::string> CallResult::objects(std::string_view pointer) const
{
    std::vector<std::string> out;
    for (const Json& item : parsed(body).find(pointer).items())
        if (item.is_object())
            out.push_back(item.dump());
    return out;
}

std::string text_at(std::string_view json, std::string_view pointer)
{
    return parsed(json).find(pointer).text();
}

std::string metadata(std::string_view key)
{
    const std::string payload = JsonObject().text("key", key).str();
    return JsonObject().text("event_type", kEventType).raw("event_payload", payload).str();
}

std::string metadata_key(std::string_view message_json)
{
    const Json data = parsed(message_json).at("metadata");
    return data.text("event_type") == kEventType ? data.at("event_payload").text("key") : std::string{};
}

std::string to_json(const Attributes& attributes)
{
    JsonObject object;
    for (const auto& [name, value] : attributes)
        object.raw(name, json_text(value));  // an empty value is kept, unlike in what goes to Slack
    return object.str();
}

Attributes attributes_from_json(std::string_view json)
{
    Attributes out;
    for (const auto& [name, value] : parsed(json).members())
        out.emplace(name, value.text());
    return out;
}

}  // namespace deskbell::slack
