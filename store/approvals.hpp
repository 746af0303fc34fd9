#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// Something about a record that named people have to decide. A record has one at most that is pending.
struct Approval {
    std::int64_t id = 0;
    std::int64_t record_id = 0;
    std::string name;  ///< which one of its process, "cab"; "" for one that an agent asked for
    std::string rule;  ///< any, all, majority, sequence
    std::string purpose;
    std::string cost;
    std::string asked_by;
    UtcTime asked_at{};
    bool holds = false;    ///< the record is on hold until it is settled
    Attributes came_from;  ///< how the record stood before
    std::string then_approved, then_rejected;
    std::string state = "pending";  ///< pending, approved, rejected, withdrawn
    std::string settled_by;
    std::optional<UtcTime> settled_at;
    std::string reason;

    bool is_pending() const { return state == "pending"; }
};

/// One of those who are to decide.
struct ApprovalSeat {
    std::int64_t id = 0;
    std::int64_t approval_id = 0;
    std::int64_t record_id = 0;
    std::int64_t position = 1;
    std::string approver;
    std::string state = "waiting";  ///< waiting, asked, approved, rejected, over, withdrawn
    std::optional<UtcTime> asked_at;
    std::string decided_by;  ///< the approver, or who stood in for them
    std::optional<UtcTime> decided_at;
    std::string reason;
    bool has_asked = false;  ///< a question was put from here
};

/// A card about a seat in somebody's direct messages.
struct ApprovalCopy {
    std::int64_t message = 0;  ///< Message row
    std::int64_t seat_id = 0;
    std::string reader;
};

class Approvals {
public:
    static constexpr int kCopiesMost = 200;  ///< of one approval: ten people, who stands in, reminders

    explicit Approvals(Connection& db) : db_(db) {}

    std::int64_t insert(const Approval& approval);
    std::int64_t insert(const ApprovalSeat& seat);
    void insert(const ApprovalCopy& copy);

    std::optional<Approval> find(std::int64_t id) const;
    std::optional<Approval> pending(std::int64_t record_id) const;
    /// The newest of a record, whatever its state.
    std::optional<Approval> latest(std::int64_t record_id) const;
    /// The newest of this name.
    std::optional<Approval> latest(std::int64_t record_id, std::string_view name) const;

    std::optional<ApprovalSeat> seat(std::int64_t id) const;
    /// In their order.
    std::vector<ApprovalSeat> seats(std::int64_t approval_id) const;
    /// What waits for the answer of this person, or will in its sequence, the oldest first; at most `limit`.
    std::vector<ApprovalSeat> open(std::string_view approver, int limit) const;
    std::vector<ApprovalCopy> copies(std::int64_t approval_id) const;
    std::optional<ApprovalCopy> copy(std::int64_t message) const;

    void ask(std::int64_t seat, UtcTime now);
    void mark_question(std::int64_t seat);
    /// False when the seat does not wait for an answer (any more).
    bool answer(const ApprovalSeat& decided);
    /// Ends the approval and the seats that are still open; false when it was settled before.
    bool settle(const Approval& settled);

    /// True for those who are to decide about the record or have decided, unless that was withdrawn.
    bool is_named(std::int64_t record_id, std::string_view user) const;
    /// All of them, those who stood in among them.
    std::vector<std::string> named(std::int64_t record_id) const;
    /// True when the record waits for the answer of this person.
    bool awaits(std::int64_t record_id, std::string_view approver) const;
    /// True for somebody who was ever to decide something.
    bool is_approver(std::string_view user) const;

private:
    Connection& db_;
};

/// Somebody decides for somebody else for a while.
struct Delegation {
    std::int64_t id = 0;
    std::string giver;
    std::string taker;
    UtcTime starts_at{};
    UtcTime ends_at{};  ///< does not belong to it
    std::string reason;
    UtcTime made_at{};

    bool holds_at(UtcTime t) const { return t >= starts_at && t < ends_at; }
};

class Delegations {
public:
    static constexpr int kListedMost = 20;

    explicit Delegations(Connection& db) : db_(db) {}

    std::int64_t insert(const Delegation& delegation);
    std::optional<Delegation> find(std::int64_t id) const;
    /// Ends it now; one that has not begun never begins.
    void end(std::int64_t id, UtcTime now);
    /// Who decides for the person then.
    std::optional<Delegation> of(std::string_view giver, UtcTime at) const;
    /// One of the same giver that touches this stretch of time.
    std::optional<Delegation> overlapping(const Delegation& wished) const;
    /// For whom the person decides then.
    std::vector<Delegation> taken_by(std::string_view taker, UtcTime at) const;
    /// Those given or taken that are not over, in order of time.
    std::vector<Delegation> around(std::string_view user, UtcTime now) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
