#pragma once
#include "slack/local/json.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::slack::local {

// Arguments of Web API calls, however they came: query, form or JSON. Values are texts, or JSON when nested.

/// "a=1&b=x+y" with percent escapes.
std::map<std::string, std::string> form_values(std::string_view text);
/// The fields of a multipart body; a file's content counts as its value.
std::map<std::string, std::string> multipart_values(std::string_view body, std::string_view content_type);

/// A text; numbers and booleans are written out. "" when absent or null.
std::string arg(const Json& args, const char* key);
bool flag(const Json& args, const char* key, bool otherwise = false);
int number(const Json& args, const char* key, int otherwise);
/// A list, given as an array or separated by commas.
std::vector<std::string> list(const Json& args, const char* key);

/// An argument that holds JSON, as a text or as it is.
struct Nested {
    Doc value;               ///< null when absent
    bool is_broken = false;  ///< it was there but no JSON
};
Nested nested(const Json& args, const char* key);

/// {"ok":false,"error":code}
Json refusal(std::string_view code);

/// One page of `all`, by "limit" and "cursor" of the arguments. `error` is "invalid_cursor" or
/// "invalid_limit".
struct Page {
    std::size_t from = 0, to = 0;
    std::string next_cursor;
    std::string error;
};
Page page_of(std::size_t all, const Json& args, int limit_default, int limit_max);

}  // namespace deskbell::slack::local
