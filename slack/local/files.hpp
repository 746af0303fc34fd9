#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

/// A new file without content. The oldest is forgotten when there are too many.
File& add_file(Workspace& ws, const std::string& name, const std::string& user, Instant now);

/// Takes the bytes that were posted to an upload address. False when nobody asked for it.
bool store_upload(Workspace& ws, const std::string& file_id, std::string content);

}  // namespace deskbell::slack::local
