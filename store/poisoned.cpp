#include "store/poisoned.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, reference, seen_at, kind, error, bytes, state, attempts, raw FROM poisoned";
constexpr std::string_view kSelectWithoutRaw =
    "SELECT id, reference, seen_at, kind, error, bytes, state, attempts FROM poisoned";

PoisonedMessage message_of(const Statement& s)
{
    PoisonedMessage m;
    m.id = s.integer(0);
    m.reference = s.text(1);
    m.seen = from_unix(s.integer(2));
    m.kind = s.text(3);
    m.error = s.text(4);
    m.bytes = s.integer(5);
    m.state = s.text(6);
    m.attempts = static_cast<int>(s.integer(7));
    return m;
}

std::optional<PoisonedMessage> first_of(const std::unique_ptr<Statement>& row)
{
    if (!row->step())
        return std::nullopt;
    PoisonedMessage m = message_of(*row);
    m.raw = row->text(8);
    return m;
}

/// Cut where a character ends: half of one is no text.
std::string beginning(const std::string& raw)
{
    std::size_t end = std::min(raw.size(), Poisoned::kRawMost);
    while (end > 0 && end < raw.size() && (static_cast<unsigned char>(raw[end]) & 0xC0) == 0x80) --end;
    return raw.substr(0, end);
}

}  // namespace

void Poisoned::keep(const PoisonedMessage& m)
{
    db_.run(
        "INSERT INTO poisoned (reference, seen_at, kind, error, raw, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        m.reference, to_unix(m.seen), m.kind, shortened(m.error, kErrorMost), beginning(m.raw),
        static_cast<std::int64_t>(m.raw.size()));
    db_.run("DELETE FROM poisoned WHERE id <= (SELECT id FROM poisoned ORDER BY id DESC LIMIT 1 OFFSET ?1)",
            kRowsMost);
}

std::vector<PoisonedMessage> Poisoned::list(int limit) const
{
    std::vector<PoisonedMessage> out;
    const auto row = db_.query(std::string(kSelectWithoutRaw) + " ORDER BY id DESC LIMIT ?1", limit);
    while (row->step()) out.push_back(message_of(*row));
    return out;
}

std::optional<PoisonedMessage> Poisoned::find(std::string_view reference) const
{
    return first_of(
        db_.query(std::string(kSelect) + " WHERE reference = ?1 ORDER BY id DESC LIMIT 1", reference));
}

Result<void> Poisoned::ask_again(std::string_view reference)
{
    const auto found = find(reference);
    const std::string name(shortened(reference, 20));
    if (!found)
        return Error(Errc::not_found,
                     "Nothing is kept under the reference " + name + ". See: deskbell poisoned");
    if (found->state == "handled")
        return Error(Errc::conflict, name + " was handled already; it is not done twice.");
    if (found->state == "again")
        return Error(Errc::conflict, name + " waits already for the running desk, or for its next start.");
    if (!found->is_whole())
        return Error(Errc::invalid_input,
                     name + " had " + std::to_string(found->bytes) +
                         " bytes, too many to be kept whole. It cannot be handled again.");
    db_.run("UPDATE poisoned SET state = 'again' WHERE id = ?1", found->id);
    return {};
}

std::optional<PoisonedMessage> Poisoned::next_again() const
{
    return first_of(db_.prepare(std::string(kSelect) + " WHERE state = 'again' ORDER BY id LIMIT 1"));
}

bool Poisoned::handled(std::int64_t id)
{
    return db_.run("UPDATE poisoned SET state = 'handled', raw = '' WHERE id = ?1 AND state = 'again'", id) ==
           1;
}

void Poisoned::failed_again(std::int64_t id, std::string_view error)
{
    db_.run("UPDATE poisoned SET state = 'kept', error = ?2, attempts = attempts + 1 WHERE id = ?1", id,
            shortened(error, kErrorMost));
}

std::int64_t Poisoned::count() const
{
    const auto row = db_.prepare("SELECT COUNT(*) FROM poisoned WHERE state <> 'handled'");
    row->step();
    return row->integer(0);
}

std::int64_t Poisoned::prune(UtcTime before)
{
    return db_.run("DELETE FROM poisoned WHERE seen_at < ?1", to_unix(before));
}

}  // namespace deskbell::store
