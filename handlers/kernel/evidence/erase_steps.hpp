#pragma once
#include "handlers/kernel/desk.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace deskbell::kernel {

/// Whose erasure it is.
struct ErasureOrder {
    std::string user;
    std::string keyed;               ///< digest of the user id under a key that is not in the database
    std::vector<std::string> names;  ///< what else the person is called in texts
};

/// How the steps of an erasure reach the database: each act is a transaction of its own.
struct ErasureSteps {
    using Act = std::function<void(store::Unit&)>;
    std::function<Result<void>(const Act&)> write;
    /// For what takes long and changes nothing; nobody waits for it.
    std::function<Result<void>(const Act&)> read;
    std::function<void(std::int64_t done, std::int64_t total)> progress = nullptr;
};

/// What was replaced.
struct ErasureReport {
    std::string pseudonym;
    std::int64_t records = 0;
    std::map<std::string, std::int64_t> others;  ///< "message.channel" -> different values
    std::size_t names = 0;                       ///< that were looked for besides the user id
};

/// Records in one transaction, which the running desk waits for.
inline constexpr int kRecordsAtOnce = 10;

/// Takes all steps, and again while somebody keeps writing about the person. After a failure: call it again,
/// it goes on where it stopped and gives the same pseudonym.
Result<ErasureReport> erase_person(const Desk& desk, const ErasureOrder& order, const ErasureSteps& steps);

}  // namespace deskbell::kernel
