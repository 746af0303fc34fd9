#include "slack/local/json.hpp"

#include <nlohmann/json.hpp>

namespace deskbell::slack::local {

Doc doc(Json value) { return std::make_shared<const Json>(std::move(value)); }

const Json& value_of(const Doc& document)
{
    static const Json none;
    return document ? *document : none;
}

std::string dumped(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string text_of(const Json& object, const char* key)
{
    if (!object.is_object())
        return {};
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

bool is_set(const Json& object, const char* key)
{
    return object.is_object() && object.contains(key) && object[key] == Json(true);
}

}  // namespace deskbell::slack::local
