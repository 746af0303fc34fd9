#pragma once
#include "handlers/domain/chart.hpp"
#include "store/unit.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskbell::kernel {

struct Attachment {
    std::string filename, title, alt_text;
    std::variant<Chart, std::string> content;
};
void attach(store::Unit& unit, std::string_view channel, std::int64_t thread, const std::vector<Attachment>& files,
            std::string_view comment, std::string_view once);

}  // namespace deskbell::kernel
