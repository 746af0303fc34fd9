#pragma once
#include "handlers/domain/error.hpp"

#include <string>
#include <utility>

namespace deskbell::store {

/// The right to write a database, held by one process at a time: an flock on a file beside it, which the
/// kernel gives back however the process ends. Not on the database itself: a close() would drop SQLite's locks.
class ProcessLock {
public:
    /// @errors unavailable    another process holds it (says which)
    ///         invalid_input  the folder is missing or not writable
    static Result<ProcessLock> take(const std::string& database);

    ProcessLock() = default;
    ProcessLock(ProcessLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    ProcessLock& operator=(ProcessLock&& other) noexcept;
    ~ProcessLock();

private:
    explicit ProcessLock(int file) : file_(file) {}
    int file_ = -1;
};

}  // namespace deskbell::store
