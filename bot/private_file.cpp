#include "bot/private_file.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace deskbell::bot {

PrivateFile::~PrivateFile()
{
    if (file_ < 0)
        return;
    ::close(file_);
    ::unlink(temporary_.c_str());
}

Error PrivateFile::failure(int reason) const
{
    return Error(reason == ENOSPC ? Errc::unavailable : Errc::invalid_input,
                 "cannot write " + path_ + ": " + std::strerror(reason) + ".");
}

Result<void> PrivateFile::open()
{
    temporary_ = path_ + ".XXXXXX";
    file_ = ::mkstemp(temporary_.data());  // 0600 from the first byte on
    if (file_ < 0 || ::fchmod(file_, 0600) != 0)
        return failure(errno);
    return {};
}

void PrivateFile::write(std::string_view bytes)
{
    buffer_ += bytes;
    if (buffer_.size() >= kBuffer)
        flush();
}

void PrivateFile::flush()
{
    std::string_view rest = buffer_;
    while (!rest.empty() && reason_ == 0) {
        const ssize_t n = ::write(file_, rest.data(), rest.size());
        if (n < 0 && errno != EINTR)
            reason_ = errno;
        else if (n > 0)
            rest.remove_prefix(static_cast<std::size_t>(n));
    }
    buffer_.clear();
}

Result<void> PrivateFile::finish()
{
    flush();
    if (reason_ == 0 && ::fsync(file_) != 0)
        reason_ = errno;
    if (reason_ == 0 && std::rename(temporary_.c_str(), path_.c_str()) != 0)
        reason_ = errno;
    if (reason_ != 0)
        return failure(reason_);
    ::close(file_);
    file_ = -1;
    return {};
}

}  // namespace deskbell::bot
