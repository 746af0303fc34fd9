#pragma once
#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>

namespace deskbell::slack::local {

// Forward declarations only: the parser itself is included by .cpp files, because it is slow to compile.
using Json = nlohmann::json;

/// JSON that no longer changes, shared between the state, its copies and what is sent. May be null.
using Doc = std::shared_ptr<const Json>;

Doc doc(Json value);
/// The document, or JSON null.
const Json& value_of(const Doc& document);

/// Valid UTF-8 JSON text; bad bytes are replaced instead of thrown about.
std::string dumped(const Json& value);

/// The text of a member, "" when it is absent or no text.
std::string text_of(const Json& object, const char* key);

/// True when the member is there and `true`; never throws, whatever an app has sent.
bool is_set(const Json& object, const char* key);

}  // namespace deskbell::slack::local
