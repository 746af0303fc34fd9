#include "store/routing.hpp"

namespace deskbell::store {

void Duty::set_away(std::string_view user, UtcTime until)
{
    db_.run(
        "INSERT INTO away (user_id, until) VALUES (?1, ?2)"
        " ON CONFLICT (user_id) DO UPDATE SET until = excluded.until",
        user, to_unix(until));
}

void Duty::set_back(std::string_view user) { db_.run("DELETE FROM away WHERE user_id = ?1", user); }

std::optional<UtcTime> Duty::away_until(std::string_view user, UtcTime now) const
{
    const auto row =
        db_.query("SELECT until FROM away WHERE user_id = ?1 AND until > ?2", user, to_unix(now));
    return row->step() ? std::optional(from_unix(row->integer(0))) : std::nullopt;
}

std::string Duty::last_turn(std::string_view inbox) const
{
    const auto row = db_.query("SELECT user_id FROM turn WHERE inbox = ?1", inbox);
    return row->step() ? row->text(0) : std::string();
}

void Duty::set_turn(std::string_view inbox, std::string_view user)
{
    db_.run(
        "INSERT INTO turn (inbox, user_id) VALUES (?1, ?2)"
        " ON CONFLICT (inbox) DO UPDATE SET user_id = excluded.user_id",
        inbox, user);
}

std::int64_t Duty::open_of(std::string_view user) const
{
    const auto row = db_.query(
        "SELECT COUNT(*) FROM record WHERE assignee = ?1 AND inbox <> ''"
        " AND category IN ('new', 'active', 'waiting_requester', 'on_hold')",
        user);
    row->step();
    return row->integer(0);
}

std::vector<std::string> Duty::holders(std::string_view inbox, int limit) const
{
    const auto row = db_.query(
        "SELECT DISTINCT assignee FROM record WHERE inbox = ?1 AND assignee <> ''"
        " AND category IN ('new', 'active', 'waiting_requester', 'on_hold') ORDER BY assignee LIMIT ?2",
        inbox, limit);
    std::vector<std::string> out;
    while (row->step()) out.push_back(row->text(0));
    return out;
}

namespace {

constexpr std::string_view kOfferSelect = "SELECT record_id, user_id, message, asked FROM offer";

Offer offer_of(const Statement& s) { return {s.integer(0), s.text(1), s.integer(2), s.text(3)}; }

}  // namespace

std::optional<Offer> Offers::find(std::int64_t record_id) const
{
    const auto row = db_.query(std::string(kOfferSelect) + " WHERE record_id = ?1", record_id);
    return row->step() ? std::optional(offer_of(*row)) : std::nullopt;
}

std::vector<Offer> Offers::of(std::string_view user, int limit) const
{
    const auto row =
        db_.query(std::string(kOfferSelect) + " WHERE user_id = ?1 ORDER BY record_id LIMIT ?2", user, limit);
    std::vector<Offer> out;
    while (row->step()) out.push_back(offer_of(*row));
    return out;
}

void Offers::save(const Offer& offer)
{
    db_.run(
        "INSERT INTO offer (record_id, user_id, message, asked) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (record_id) DO UPDATE SET user_id = excluded.user_id, message = excluded.message,"
        " asked = excluded.asked",
        offer.record_id, offer.user, offer.message, offer.asked);
}

void Offers::remove(std::int64_t record_id) { db_.run("DELETE FROM offer WHERE record_id = ?1", record_id); }

std::int64_t Handovers::insert(const Handover& h)
{
    const auto row =
        db_.query("INSERT INTO handover (giver, taker, offered_at) VALUES (?1, ?2, ?3) RETURNING id", h.giver,
                  h.taker, to_unix(h.offered_at));
    row->step();
    const std::int64_t id = row->integer(0);
    for (const Handover::Item& item : h.items)
        db_.run("INSERT INTO handover_item (handover, record_id) VALUES (?1, ?2)", id, item.record_id);
    return id;
}

void Handovers::set_messages(std::int64_t id, std::int64_t giver_message, std::int64_t taker_message)
{
    db_.run("UPDATE handover SET giver_message = ?2, taker_message = ?3 WHERE id = ?1", id, giver_message,
            taker_message);
}

std::optional<Handover> Handovers::find(std::int64_t id) const
{
    const auto row = db_.query(
        "SELECT giver, taker, giver_message, taker_message, offered_at FROM handover WHERE id = ?1", id);
    if (!row->step())
        return std::nullopt;
    Handover out{id, row->text(0), row->text(1), row->integer(2), row->integer(3), from_unix(row->integer(4)),
                 {}};
    const auto item =
        db_.query("SELECT record_id, state FROM handover_item WHERE handover = ?1 ORDER BY record_id", id);
    while (item->step()) out.items.push_back({item->integer(0), item->text(1) == "accepted"});
    return out;
}

bool Handovers::accept(std::int64_t id, std::int64_t record_id)
{
    return db_.run(
               "UPDATE handover_item SET state = 'accepted'"
               " WHERE handover = ?1 AND record_id = ?2 AND state = 'offered'",
               id, record_id) == 1;
}

void OpenedForms::note(std::int64_t record_id, const Opened& opened, UtcTime expired)
{
    db_.run("DELETE FROM form_opened WHERE opened_at < ?1", to_unix(expired));
    db_.run(
        "INSERT INTO form_opened (record_id, user_id, form, opened_at) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (record_id, user_id) DO UPDATE SET form = excluded.form,"
        " opened_at = excluded.opened_at",
        record_id, opened.user, opened.form, to_unix(opened.at));
}

void OpenedForms::forget(std::int64_t record_id, std::string_view user)
{
    db_.run("DELETE FROM form_opened WHERE record_id = ?1 AND user_id = ?2", record_id, user);
}

std::vector<OpenedForms::Opened> OpenedForms::others(std::int64_t record_id, std::string_view user,
                                                     UtcTime since, int limit) const
{
    const auto row = db_.query(
        "SELECT user_id, form, opened_at FROM form_opened WHERE record_id = ?1 AND user_id <> ?2"
        " AND opened_at >= ?3 ORDER BY opened_at DESC, user_id LIMIT ?4",
        record_id, user, to_unix(since), limit);
    std::vector<Opened> out;
    while (row->step()) out.push_back({row->text(0), row->text(1), from_unix(row->integer(2))});
    return out;
}

}  // namespace deskbell::store
