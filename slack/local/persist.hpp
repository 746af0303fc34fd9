#pragma once
#include "handlers/domain/error.hpp"
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

/// Reads a state file into a workspace that was made from its seed. A missing file changes nothing.
/// @errors invalid_input  not readable as our state, or of another workspace
Result<void> load_state(Workspace& ws, const std::string& path);

/// Writes the state beside the file and renames it, so that the file is always whole. Readable by its owner
/// only.
/// @errors unavailable
Result<void> save_state(const Workspace& ws, const std::string& path);

}  // namespace deskbell::slack::local
