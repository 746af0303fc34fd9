#include "store/approvals.hpp"

#include "store/json_text.hpp"

namespace deskbell::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, record_id, name, rule, purpose, cost, asked_by, asked_at, holds, came_from, then_approved,"
    " then_rejected, state, settled_by, settled_at, reason FROM approval";
constexpr std::string_view kSeatSelect =
    "SELECT id, approval_id, record_id, position, approver, state, asked_at, decided_by, decided_at, reason,"
    " has_asked FROM approval_seat";
constexpr std::string_view kDelegationSelect =
    "SELECT id, giver, taker, starts_at, ends_at, reason, made_at FROM delegation";

std::optional<UtcTime> time_of(const Statement& s, int column)
{
    return s.is_null(column) ? std::nullopt : std::optional(from_unix(s.integer(column)));
}

std::optional<Approval> approval_of(const std::unique_ptr<Statement>& s)
{
    if (!s->step())
        return std::nullopt;
    Approval out;
    out.id = s->integer(0);
    out.record_id = s->integer(1);
    out.name = s->text(2);
    out.rule = s->text(3);
    out.purpose = s->text(4);
    out.cost = s->text(5);
    out.asked_by = s->text(6);
    out.asked_at = from_unix(s->integer(7));
    out.holds = s->integer(8) != 0;
    out.came_from = attributes_from(s->text(9));
    out.then_approved = s->text(10);
    out.then_rejected = s->text(11);
    out.state = s->text(12);
    out.settled_by = s->text(13);
    out.settled_at = time_of(*s, 14);
    out.reason = s->text(15);
    return out;
}

std::vector<ApprovalSeat> seats_of(const std::unique_ptr<Statement>& s)
{
    std::vector<ApprovalSeat> out;
    while (s->step())
        out.push_back({s->integer(0), s->integer(1), s->integer(2), s->integer(3), s->text(4), s->text(5),
                       time_of(*s, 6), s->text(7), time_of(*s, 8), s->text(9), s->integer(10) != 0});
    return out;
}

std::vector<Delegation> delegations_of(const std::unique_ptr<Statement>& s)
{
    std::vector<Delegation> out;
    while (s->step())
        out.push_back({s->integer(0), s->text(1), s->text(2), from_unix(s->integer(3)),
                       from_unix(s->integer(4)), s->text(5), from_unix(s->integer(6))});
    return out;
}

template <class Row>
std::optional<Row> first(std::vector<Row> rows)
{
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

std::int64_t id_of(const std::unique_ptr<Statement>& inserted)
{
    inserted->step();
    return inserted->integer(0);
}

}  // namespace

std::int64_t Approvals::insert(const Approval& a)
{
    return id_of(db_.query(
        "INSERT INTO approval (record_id, name, rule, purpose, cost, asked_by, asked_at, holds, came_from,"
        " then_approved, then_rejected) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id",
        a.record_id, a.name, a.rule, a.purpose, a.cost, a.asked_by, to_unix(a.asked_at),
        std::int64_t{a.holds}, to_json(a.came_from), a.then_approved, a.then_rejected));
}

std::int64_t Approvals::insert(const ApprovalSeat& seat)
{
    return id_of(
        db_.query("INSERT INTO approval_seat (approval_id, record_id, position, approver)"
                  " VALUES (?1, ?2, ?3, ?4) RETURNING id",
                  seat.approval_id, seat.record_id, seat.position, seat.approver));
}

void Approvals::insert(const ApprovalCopy& copy)
{
    db_.run("INSERT INTO approval_copy (message, seat_id, reader) VALUES (?1, ?2, ?3)", copy.message,
            copy.seat_id, copy.reader);
}

std::optional<Approval> Approvals::find(std::int64_t id) const
{
    return approval_of(db_.query(std::string(kSelect) + " WHERE id = ?1", id));
}

std::optional<Approval> Approvals::pending(std::int64_t record_id) const
{
    return approval_of(
        db_.query(std::string(kSelect) + " WHERE record_id = ?1 AND state = 'pending'", record_id));
}

std::optional<Approval> Approvals::latest(std::int64_t record_id) const
{
    return approval_of(
        db_.query(std::string(kSelect) + " WHERE record_id = ?1 ORDER BY id DESC LIMIT 1", record_id));
}

std::optional<Approval> Approvals::latest(std::int64_t record_id, std::string_view name) const
{
    return approval_of(
        db_.query(std::string(kSelect) + " WHERE record_id = ?1 AND name = ?2 ORDER BY id DESC LIMIT 1",
                  record_id, name));
}

std::optional<ApprovalSeat> Approvals::seat(std::int64_t id) const
{
    return first(seats_of(db_.query(std::string(kSeatSelect) + " WHERE id = ?1", id)));
}

std::vector<ApprovalSeat> Approvals::seats(std::int64_t approval_id) const
{
    return seats_of(
        db_.query(std::string(kSeatSelect) + " WHERE approval_id = ?1 ORDER BY position, id", approval_id));
}

std::vector<ApprovalSeat> Approvals::open(std::string_view approver, int limit) const
{
    return seats_of(
        db_.query(std::string(kSeatSelect) +
                      " WHERE approver = ?1 AND state IN ('waiting', 'asked') ORDER BY id LIMIT ?2",
                  approver, limit));
}

std::vector<ApprovalCopy> Approvals::copies(std::int64_t approval_id) const
{
    const auto s = db_.query(
        "SELECT c.message, c.seat_id, c.reader FROM approval_copy AS c JOIN approval_seat AS s"
        " ON s.id = c.seat_id WHERE s.approval_id = ?1 ORDER BY c.message LIMIT ?2",
        approval_id, kCopiesMost);
    std::vector<ApprovalCopy> out;
    while (s->step()) out.push_back({s->integer(0), s->integer(1), s->text(2)});
    return out;
}

std::optional<ApprovalCopy> Approvals::copy(std::int64_t message) const
{
    const auto s =
        db_.query("SELECT message, seat_id, reader FROM approval_copy WHERE message = ?1", message);
    if (!s->step())
        return std::nullopt;
    return ApprovalCopy{s->integer(0), s->integer(1), s->text(2)};
}

void Approvals::ask(std::int64_t seat, UtcTime now)
{
    db_.run("UPDATE approval_seat SET state = 'asked', asked_at = ?2 WHERE id = ?1", seat, to_unix(now));
}

void Approvals::mark_question(std::int64_t seat)
{
    db_.run("UPDATE approval_seat SET has_asked = 1 WHERE id = ?1", seat);
}

bool Approvals::answer(const ApprovalSeat& d)
{
    return db_.run(
               "UPDATE approval_seat SET state = ?2, decided_by = ?3, decided_at = ?4, reason = ?5"
               " WHERE id = ?1 AND state = 'asked'",
               d.id, d.state, d.decided_by, to_unix(d.decided_at.value_or(UtcTime{})), d.reason) == 1;
}

bool Approvals::settle(const Approval& s)
{
    if (db_.run("UPDATE approval SET state = ?2, settled_by = ?3, settled_at = ?4, reason = ?5"
                " WHERE id = ?1 AND state = 'pending'",
                s.id, s.state, s.settled_by, to_unix(s.settled_at.value_or(UtcTime{})), s.reason) == 0)
        return false;
    if (s.state == "withdrawn")
        db_.run("UPDATE approval_seat SET state = 'withdrawn' WHERE approval_id = ?1", s.id);
    else
        db_.run(
            "UPDATE approval_seat SET state = 'over' WHERE approval_id = ?1 AND state IN ('waiting', "
            "'asked')",
            s.id);
    return true;
}

bool Approvals::is_named(std::int64_t record_id, std::string_view user) const
{
    return db_
        .query(
            "SELECT 1 FROM approval_seat WHERE record_id = ?1 AND (approver = ?2 OR decided_by = ?2)"
            " AND state <> 'withdrawn' ORDER BY id LIMIT 1",
            record_id, user)
        ->step();
}

std::vector<std::string> Approvals::named(std::int64_t record_id) const
{
    const auto row = db_.query(
        "SELECT approver FROM approval_seat WHERE record_id = ?1 AND state <> 'withdrawn'"
        " UNION SELECT decided_by FROM approval_seat"
        " WHERE record_id = ?1 AND state <> 'withdrawn' AND decided_by <> '' ORDER BY 1",
        record_id);
    std::vector<std::string> out;
    while (row->step()) out.push_back(row->text(0));
    return out;
}

bool Approvals::awaits(std::int64_t record_id, std::string_view approver) const
{
    return db_
        .query(
            "SELECT 1 FROM approval_seat WHERE record_id = ?1 AND approver = ?2 AND state = 'asked'"
            " ORDER BY id LIMIT 1",
            record_id, approver)
        ->step();
}

bool Approvals::is_approver(std::string_view user) const
{
    return db_.query("SELECT 1 FROM approval_seat WHERE approver = ?1 ORDER BY id LIMIT 1", user)->step();
}

std::int64_t Delegations::insert(const Delegation& d)
{
    return id_of(
        db_.query("INSERT INTO delegation (giver, taker, starts_at, ends_at, reason, made_at)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
                  d.giver, d.taker, to_unix(d.starts_at), to_unix(d.ends_at), d.reason, to_unix(d.made_at)));
}

std::optional<Delegation> Delegations::find(std::int64_t id) const
{
    return first(delegations_of(db_.query(std::string(kDelegationSelect) + " WHERE id = ?1", id)));
}

void Delegations::end(std::int64_t id, UtcTime now)
{
    db_.run(
        "UPDATE delegation SET ends_at = CASE WHEN starts_at > ?2 THEN starts_at ELSE ?2 END"
        " WHERE id = ?1 AND ends_at > ?2",
        id, to_unix(now));
}

std::optional<Delegation> Delegations::of(std::string_view giver, UtcTime at) const
{
    return first(delegations_of(
        db_.query(std::string(kDelegationSelect) +
                      " WHERE giver = ?1 AND starts_at <= ?2 AND ends_at > ?2 ORDER BY id LIMIT 1",
                  giver, to_unix(at))));
}

std::optional<Delegation> Delegations::overlapping(const Delegation& d) const
{
    return first(delegations_of(db_.query(std::string(kDelegationSelect) +
                                              " WHERE giver = ?1 AND starts_at < ?3 AND ends_at > ?2"
                                              " AND ends_at > starts_at ORDER BY id LIMIT 1",
                                          d.giver, to_unix(d.starts_at), to_unix(d.ends_at))));
}

std::vector<Delegation> Delegations::taken_by(std::string_view taker, UtcTime at) const
{
    return delegations_of(
        db_.query(std::string(kDelegationSelect) +
                      " WHERE taker = ?1 AND starts_at <= ?2 AND ends_at > ?2 ORDER BY id LIMIT ?3",
                  taker, to_unix(at), kListedMost));
}

std::vector<Delegation> Delegations::around(std::string_view user, UtcTime now) const
{
    return delegations_of(db_.query(std::string(kDelegationSelect) +
                                        " WHERE (giver = ?1 OR taker = ?1) AND ends_at > ?2"
                                        " AND ends_at > starts_at ORDER BY starts_at, id LIMIT ?3",
                                    user, to_unix(now), kListedMost));
}

}  // namespace deskbell::store
