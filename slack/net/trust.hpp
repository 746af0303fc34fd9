#pragma once
#include "handlers/domain/error.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace deskbell::slack {

/// A TLS client context: 1.2 or newer, peers verified against the system's trust and `ca_file` (PEM, "" for
/// none). There is no switch that turns the verification off. Errors: invalid_input when the file cannot be
/// read.
Result<std::shared_ptr<boost::asio::ssl::context>> make_trust(const std::string& ca_file);

}  // namespace deskbell::slack
