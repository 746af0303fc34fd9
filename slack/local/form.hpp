#pragma once
#include "slack/local/json.hpp"

#include <map>
#include <string>

namespace deskbell::slack::local {

// The inputs of a message or view: what their values look like, and what a client checks before it sends
// them.

/// The blocks with an id for each block and interactive element that has none, as Slack fills them in.
Doc with_block_ids(const Doc& blocks);

/// {"block":{"action":{"type":...,"value":null}}} for every stateful element, with its initial value, or with
/// the one in `given` when that is of the same type: inputs keep what was typed while their ids stay the
/// same.
Json form_values_of(const Json& blocks, const Json& given);

/// What the person must mend before Slack's client sends the form: block id -> sentence. Empty when good.
std::map<std::string, std::string> form_errors(const Json& blocks, const Json& values);

/// True when there is an input block of this id.
bool has_input_block(const Json& blocks, const std::string& block_id);

/// The interactive element with these ids, or null.
const Json* find_element(const Json& blocks, const std::string& block_id, const std::string& action_id);

}  // namespace deskbell::slack::local
