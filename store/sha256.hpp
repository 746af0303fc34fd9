#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace deskbell::store {

/// SHA-256 of `bytes`, 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// The same over bytes that come one after the other.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    void add(std::string_view bytes);
    /// To be called once, at the end.
    std::string hex();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

/// 128 random bits that nobody can guess, 32 lower-case hex digits.
std::string random_hex();

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
