#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <string>
#include <string_view>

namespace deskbell::store {

/// Versions of forms, each under the hash of its text. They are never changed and never removed: old tickets
/// are read with them.
class FormVersions {
public:
    explicit FormVersions(Connection& db) : db_(db) {}
    /// Keeps the version; nothing happens when it is known.
    void keep(std::string_view hash, std::string_view key, std::string_view body, UtcTime now);
    /// "" for an unknown version.
    std::string body(std::string_view hash) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
