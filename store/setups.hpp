#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <string>
#include <string_view>

namespace deskbell::store {

/// The inboxes that were set up in Slack, as one text per version, so that an old state can be looked up.
class Setups {
public:
    explicit Setups(Connection& db) : db_(db) {}
    /// The text in force, "" before the first one.
    std::string newest() const;
    void add(std::string_view body, std::string_view changed_by, UtcTime now);

private:
    Connection& db_;
};

}  // namespace deskbell::store
