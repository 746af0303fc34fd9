#pragma once
#include "handlers/kernel/desk.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the desk asks Slack to be allowed, why, and what it does without.
namespace deskbell::kernel {

struct ScopeUse {
    std::string_view name;
    std::string_view why;
    /// What is off without it, as the end of a sentence; "" for what nothing works without.
    std::string_view off_without;

    bool is_optional() const { return !off_without.empty(); }
};

/// All of them, in the order of the manifest.
std::span<const ScopeUse> scope_uses();

/// The app manifest (JSON); the smallest one asks for no optional scope, and for no event that needs one.
std::string manifest_of(bool is_smallest);

/// "requests and words in direct messages to the bot (needs the scope im:history)" for each that is missing.
std::vector<std::string> features_off(const std::vector<std::string>& missing);

}  // namespace deskbell::kernel
