#pragma once
#include "handlers/kernel/desk.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// A file that is shown on one side of a ticket reaches the other side too: by its link when everybody may
/// open it there, else as a copy, else a line says that it is missing. Never silently, and never twice.
namespace deskbell::kernel {

/// Files of one message that are copied; for more there is a line.
inline constexpr std::size_t kFilesCopiedMost = 10;

/// The thread on the other side, and who shared the file, as that side reads them.
struct OtherSide {
    std::string channel;
    std::int64_t thread = 0;  ///< message row
    std::string author;       ///< mrkdwn
};

void share_files(const Desk& desk, const Record& record, const std::vector<slack::FileInfo>& files,
                 const OtherSide& side, store::Unit& unit);

/// How the files of a message that goes out later are kept, "" for none.
std::string kept_files(const slack::MessageInfo* source);
std::vector<slack::FileInfo> files_kept(std::string_view kept);

}  // namespace deskbell::kernel
