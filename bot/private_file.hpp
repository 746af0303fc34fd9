#pragma once
#include "handlers/domain/error.hpp"

#include <string>
#include <string_view>

namespace deskbell::bot {

/// A file that only its owner may read, and that is there whole or not at all: written under another name
/// beside its own, on the disk before it gets that. Removed again when it is not finished.
class PrivateFile {
public:
    explicit PrivateFile(std::string path) : path_(std::move(path)) {}
    ~PrivateFile();
    PrivateFile(const PrivateFile&) = delete;
    PrivateFile& operator=(const PrivateFile&) = delete;

    /// @errors invalid_input  the folder is not there, or not ours to write
    Result<void> open();
    /// What fails is reported by `finish`.
    void write(std::string_view bytes);
    /// Gives it its name, replacing what had it.
    Result<void> finish();

private:
    static constexpr std::size_t kBuffer = 64 * 1024;
    void flush();
    Error failure(int reason) const;

    const std::string path_;
    std::string temporary_, buffer_;
    int file_ = -1;
    int reason_ = 0;  ///< errno of the first write that failed
};

}  // namespace deskbell::bot
