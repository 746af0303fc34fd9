#pragma once
#include "handlers/domain/error.hpp"
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// A delivery whose handler failed with a bug: acknowledged, so that it holds up nothing, and kept.
struct PoisonedMessage {
    std::int64_t id = 0;
    std::string reference;  ///< what the person and the log were told
    UtcTime seen{};
    std::string kind;   ///< "slash_command", "message" ...
    std::string error;  ///< of the last attempt
    std::string raw;  ///< the frame from Slack; only its beginning when it is larger than Poisoned::kRawMost
    std::int64_t bytes = 0;      ///< of the whole frame
    std::string state = "kept";  ///< kept, again (the running desk takes it next), handled
    int attempts = 1;
    /// False when the frame was too large to be kept whole: it can be looked at, not handled again.
    bool is_whole() const { return bytes == static_cast<std::int64_t>(raw.size()); }
};

/// What no handler could deal with, for diagnosis and for another attempt after an upgrade.
class Poisoned {
public:
    /// Slack's largest payloads hold a view, which may have 250 KB. Source: views.open, "view_too_large".
    static constexpr std::size_t kRawMost = 256 * 1024;
    static constexpr std::size_t kErrorMost = 500;
    /// The oldest give way to newer ones: a bug that strikes at every message must not fill the disk.
    static constexpr int kRowsMost = 200;
    static constexpr std::chrono::hours kKept{24 * 30};

    explicit Poisoned(Connection& db) : db_(db) {}

    /// Reference, time, kind, error and raw are kept, the rest follows from them.
    void keep(const PoisonedMessage& message);
    /// Newest first, without `raw`.
    std::vector<PoisonedMessage> list(int limit = kRowsMost) const;
    std::optional<PoisonedMessage> find(std::string_view reference) const;
    /// Hands it to the running desk, or to the next one that runs.
    /// @errors not_found      nothing is kept under this reference
    ///         conflict       it was handled, or waits for it already
    ///         invalid_input  it was too large to be kept whole
    Result<void> ask_again(std::string_view reference);
    /// The oldest message that is to be handled again.
    std::optional<PoisonedMessage> next_again() const;
    /// Claims it in the transaction that handles it, and forgets its words. False when somebody else did.
    bool handled(std::int64_t id);
    /// The attempt failed as well.
    void failed_again(std::int64_t id, std::string_view error);
    /// Those that were not handled.
    std::int64_t count() const;
    std::int64_t prune(UtcTime before);

private:
    Connection& db_;
};

}  // namespace deskbell::store
