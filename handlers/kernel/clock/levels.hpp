#pragma once
#include "handlers/domain/ticket_clocks.hpp"
#include "store/unit.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// Service levels as text that a database keeps: equal levels give equal text. Names, numbers and dates only.
std::string to_json(const ServiceLevels& levels);
/// What `to_json` wrote. @throws std::runtime_error for anything else: the row was damaged.
ServiceLevels levels_from(std::string_view json);

/// Levels that were read before, by the hash of their text. Shared by all threads of the store.
class LevelsCache {
public:
    /// Null when it was not read yet.
    std::shared_ptr<const ServiceLevels> find(const std::string& hash);
    std::shared_ptr<const ServiceLevels> keep(const std::string& hash, const std::string& json);

private:
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const ServiceLevels>> known_;
};

/// Every version of the service levels, oldest first. Never empty once `adopt_levels` has run.
std::vector<LevelsVersion> versions_in(LevelsCache& cache, const store::Unit& unit);

/// Makes `levels` the newest version when they differ from it, in force from now on. True when it did.
bool adopt_levels(const ServiceLevels& levels, store::Unit& unit);

}  // namespace deskbell::kernel
