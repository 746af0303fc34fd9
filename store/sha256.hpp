#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace deskbell::store {

/// SHA-256 of `bytes`, 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// Fields strung together so that no two different lists give the same bytes: "5:hello" for each.
class Canonical {
public:
    Canonical& add(std::string_view field);
    Canonical& add(std::int64_t field) { return add(std::to_string(field)); }
    const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

}  // namespace deskbell::store
