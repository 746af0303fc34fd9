#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/letters.hpp"
#include "handlers/kernel/say.hpp"
#include "store/batch_results.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// For how long a batch can be taken back.
inline constexpr std::chrono::minutes kUndoBatchFor{10};
/// The timer at whose end the button goes away; its key ends in the number of the batch.
inline constexpr std::string_view kUndoOverTimer = "bulk_undo_over";
std::string undo_over_key(std::int64_t batch);
/// Before the number of a batch in the `rule` of its events.
inline constexpr std::string_view kBatchRule = "batch ";

/// A ticket that was left as it is, and why.
struct LeftOut {
    std::string number, why;
};

/// "REQ-4: It is away." a line each.
std::string lines_of(const std::vector<LeftOut>& left_out);

/// What the actor reads: what was done, what was left as it is, and until when it can be taken back.
Saying batch_message(const store::BatchResult& result);

/// One order over several records: each goes through its own checks, and the events of all name the batch.
/// What people are told of it is collected; the actor reads one message, from which it can be taken back.
class BatchRun {
public:
    BatchRun(const Desk& desk, std::string_view action, const Act& act, store::Unit& unit);

    using Deed = std::function<Result<void>(Record& record, const Act& act)>;
    /// Does it to one record, or notes why not. An Error only when it failed halfway: then all must be
    /// undone.
    Result<void> take(Record& record, const Deed& deed);
    void leave_out(std::string number, std::string why);

    std::size_t done() const { return done_; }
    const std::vector<LeftOut>& left_out() const { return left_out_; }

    /// Tells everybody. `label` names the action, "Resolve".
    void finish(std::string_view label);

private:
    const Desk& desk_;
    store::Unit& unit_;
    Letters letters_;
    std::int64_t id_;
    Act act_;
    std::size_t done_ = 0;
    std::vector<LeftOut> left_out_;
};

}  // namespace deskbell::kernel
