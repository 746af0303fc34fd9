#include "slack/wire/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace deskbell::slack {

using nlohmann::json;

namespace {

const json kNull;

const json& value_of(const std::shared_ptr<const void>& pointer)
{
    return pointer ? *static_cast<const json*>(pointer.get()) : kNull;
}

// Counted before parsing, because writing a deeply nested value again would recurse as deeply.
bool too_deep(std::string_view text)
{
    std::size_t depth = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_text) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kJsonDepthMax)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
    }
    return false;
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

// "~1" stands for "/" and "~0" for "~" in a JSON pointer.
std::string pointer_step(std::string_view raw)
{
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const bool is_escape =
            raw[i] == '~' && i + 1 < raw.size() && (raw[i + 1] == '0' || raw[i + 1] == '1');
        if (is_escape)
            ++i;
        out += !is_escape ? raw[i] : raw[i] == '1' ? '/' : '~';
    }
    return out;
}

std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    return is_whole ? std::optional{n} : std::nullopt;
}

}  // namespace

std::optional<Json> Json::parse(std::string_view text)
{
    if (text.size() > kJsonBytesMax || too_deep(text))
        return std::nullopt;
    auto document = std::make_shared<const json>(json::parse(text, nullptr, false));
    if (document->is_discarded())
        return std::nullopt;
    return Json(std::move(document));
}

bool Json::is_object() const { return value_of(value_).is_object(); }
bool Json::is_array() const { return value_of(value_).is_array(); }
bool Json::is_null() const { return value_of(value_).is_null(); }

Json Json::at(std::string_view key) const
{
    const json& value = value_of(value_);
    if (!value.is_object())
        return {};
    const auto it = value.find(key);
    return it == value.end() ? Json{} : Json(std::shared_ptr<const void>(value_, &*it));
}

Json Json::find(std::string_view pointer) const
{
    Json here = *this;
    while (pointer.starts_with('/')) {
        pointer.remove_prefix(1);
        const std::string step = pointer_step(pointer.substr(0, pointer.find('/')));
        pointer.remove_prefix(std::min(pointer.find('/'), pointer.size()));
        if (!here.is_array()) {
            here = here.at(step);
            continue;
        }
        const json& array = value_of(here.value_);
        const auto index = whole_number(step);
        if (!index || *index < 0 || static_cast<std::size_t>(*index) >= array.size())
            return {};
        here = Json(std::shared_ptr<const void>(here.value_, &array[static_cast<std::size_t>(*index)]));
    }
    return pointer.empty() ? here : Json{};
}

std::vector<Json> Json::items() const
{
    std::vector<Json> out;
    const json& value = value_of(value_);
    if (!value.is_array())
        return out;
    out.reserve(value.size());
    for (const json& item : value)
        out.push_back(Json(std::shared_ptr<const void>(value_, &item)));
    return out;
}

std::vector<std::pair<std::string, Json>> Json::members() const
{
    std::vector<std::pair<std::string, Json>> out;
    const json& value = value_of(value_);
    if (!value.is_object())
        return out;
    for (auto it = value.begin(); it != value.end(); ++it)
        out.emplace_back(it.key(), Json(std::shared_ptr<const void>(value_, &it.value())));
    return out;
}

std::string Json::text() const
{
    const json& value = value_of(value_);
    if (value.is_string())
        return value.get<std::string>();
    return value.is_number() || value.is_boolean() ? dumped(value) : std::string{};
}

std::int64_t Json::number(std::string_view key) const { return whole_number(text(key)).value_or(0); }

bool Json::flag(std::string_view key) const { return text(key) == "true"; }

std::string Json::dump() const { return dumped(value_of(value_)); }

JsonObject& JsonObject::raw(std::string_view key, std::string_view value)
{
    if (value.empty())
        return *this;
    if (body_.size() > 1)
        body_ += ',';
    body_ += json_text(key);
    body_ += ':';
    body_ += value;
    return *this;
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value)
{
    return value.empty() ? *this : raw(key, json_text(value));
}

JsonObject& JsonObject::number(std::string_view key, std::int64_t value)
{
    return raw(key, std::to_string(value));
}

JsonObject& JsonObject::flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }

std::string json_text(std::string_view text) { return dumped(json(text)); }

std::string json_array(const std::vector<std::string>& elements)
{
    std::string out = "[";
    for (const std::string& element : elements) {
        if (element.empty())
            continue;
        if (out.size() > 1)
            out += ',';
        out += element;
    }
    return out + "]";
}

std::string json_texts(const std::vector<std::string>& texts)
{
    std::vector<std::string> quoted;
    quoted.reserve(texts.size());
    for (const std::string& text : texts)
        quoted.push_back(json_text(text));
    return json_array(quoted);
}

}  // namespace deskbell::slack
