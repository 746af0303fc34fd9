#pragma once
#include "slack/local/workspace.hpp"

#include <string>

namespace deskbell::slack::local {

/// A new file without content. The oldest is forgotten when there are too many.
File& add_file(Workspace& ws, const std::string& name, const std::string& user, Instant now);

/// Takes the bytes that were posted to an upload address. The HTTP status to answer with: 404 when nobody
/// asked for the address or the file is complete, 400 when it is not as long as was announced.
int store_upload(Workspace& ws, const std::string& file_id, std::string content);

/// True for somebody who sees a message that shows the file, and for whoever uploaded it.
bool may_fetch(const Workspace& ws, const File& file, const std::string& person);

}  // namespace deskbell::slack::local
