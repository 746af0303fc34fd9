#pragma once
#include <span>
#include <string_view>

namespace deskbell::slack::local {

/// One file of the page, built into the program (see embed.cmake).
struct PageFile {
    std::string_view name;  ///< "index.html"
    std::string_view content;
};

std::span<const PageFile> page_files();

}  // namespace deskbell::slack::local
