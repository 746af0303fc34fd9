#include "store/sqlite/process_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace deskbell::store {

namespace {

// The holder writes its process id into the file, so that the loser can say whom to end.
std::string holder_of(int file)
{
    char text[32]{};
    const auto size = ::pread(file, text, sizeof text - 1, 0);
    return size > 0 ? " (process " + std::string(text, static_cast<std::size_t>(size)) + ")" : "";
}

void note_holder(int file)
{
    const std::string pid = std::to_string(::getpid());
    // Only a courtesy: without it the lock holds all the same.
    if (::ftruncate(file, 0) == 0 && ::pwrite(file, pid.data(), pid.size(), 0) < 0)
        errno = 0;
}

}  // namespace

Result<ProcessLock> ProcessLock::take(const std::string& database)
{
    const std::string path = database + ".lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return Error(Errc::invalid_input, "Cannot write " + path + ": " + std::strerror(errno) +
                                              ". The folder of the database must exist and be writable.");
    ProcessLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        return Error(Errc::unavailable, "Another Deskbell" + holder_of(file) + " uses the database " +
                                            database +
                                            ". End it first, or give this one a database of its own.");
    note_holder(file);
    return lock;
}

ProcessLock& ProcessLock::operator=(ProcessLock&& other) noexcept
{
    std::swap(file_, other.file_);
    return *this;
}

ProcessLock::~ProcessLock()
{
    if (file_ >= 0)
        ::close(file_);
}

}  // namespace deskbell::store
