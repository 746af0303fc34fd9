#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbell::slack {

/// Largest JSON text that is read. Slack's frames stay below 1 MiB, pages of its Web API below 16.
inline constexpr std::size_t kJsonBytesMax = 16u << 20;
/// Deepest nesting that is read. Slack's views and messages need about 15 levels.
inline constexpr std::size_t kJsonDepthMax = 100;

/// A look into a JSON text that never throws: what is absent, null or of another kind reads as empty.
/// Copies share the parsed text and keep it alive. The only door to the JSON library, which stays in
/// json.cpp.
class Json {
public:
    Json() = default;

    /// Nothing when the text is not JSON, not UTF-8, too long or nested too deeply.
    static std::optional<Json> parse(std::string_view text);

    bool is_object() const;
    bool is_array() const;
    bool is_null() const;  ///< null or absent

    Json at(std::string_view key) const;
    /// The value at a JSON pointer, "/channel/id" or "/messages/0/ts".
    Json find(std::string_view pointer) const;
    std::vector<Json> items() const;
    std::vector<std::pair<std::string, Json>> members() const;

    std::string text() const;  ///< numbers and booleans as text; "" for everything else
    std::string text(std::string_view key) const { return at(key).text(); }
    std::int64_t number(std::string_view key) const;  ///< whole numbers, also when written as text; else 0
    bool flag(std::string_view key) const;            ///< true or "true"
    std::string dump() const;

private:
    explicit Json(std::shared_ptr<const void> value) : value_(std::move(value)) {}
    std::shared_ptr<const void> value_;  // points into the parsed document and owns all of it
};

/// A JSON object written member by member, in the order of the calls. Bad UTF-8 becomes U+FFFD.
/// Empty texts and empty pieces are left out, because Slack refuses them.
class JsonObject {
public:
    JsonObject& text(std::string_view key, std::string_view value);
    JsonObject& number(std::string_view key, std::int64_t value);
    JsonObject& flag(std::string_view key, bool value);
    /// `json` is a JSON text itself.
    JsonObject& raw(std::string_view key, std::string_view json);
    std::string str() const { return body_ + "}"; }

private:
    std::string body_ = "{";
};

/// The text in quotes, escaped.
std::string json_text(std::string_view text);
std::string json_texts(const std::vector<std::string>& texts);
/// An array of JSON texts; empty ones are left out.
std::string json_array(const std::vector<std::string>& elements);

}  // namespace deskbell::slack
