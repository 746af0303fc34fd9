#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>
#include <vector>

namespace deskbell::kernel {

/// People who may see a record for the same reason.
struct Seers {
    std::string reason;               ///< "Agents of IT help"
    std::vector<std::string> people;  ///< user ids, each once
};

/// Everybody who may see the record, by reason: exactly those to whom `may_see` says yes. People who may for
/// several reasons stand under each.
struct Access {
    std::vector<Seers> seers;
    bool is_for_everybody = false;  ///< records of this process can be seen by all
};
Access access_of(const Desk& desk, const Record& record, const store::Unit& unit);

}  // namespace deskbell::kernel
