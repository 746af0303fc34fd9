#include "store/event_hash.hpp"

#include "store/sha256.hpp"

#include <algorithm>
#include <array>

namespace deskbell::store {

namespace {

// Attributes that say nothing about a person. Part of format 2, so this list never changes: what is not in it
// is sealed.
constexpr std::array<std::string_view, 20> kPlain{
    "category",    "closed_at",    "erased_at",      "first_response_at", "impact",
    "inbox",       "next_due",     "pending_reason", "pending_until",     "priority",
    "private",     "promised_at",  "received_at",    "reported_via",      "resolution_due",
    "resolved_at", "response_due", "state",          "time_left",         "urgency"};
static_assert(std::ranges::is_sorted(kPlain));

void add_head(Canonical& c, const Event& event)
{
    c.add(event.record_id).add(event.sequence);
    c.add(to_unix(event.occurred_at)).add(to_unix(event.recorded_at));
}

void add_content(Canonical& c, const Event& event)
{
    c.add(event.actor).add(event.source).add(event.rule).add(event.kind);
    c.add(static_cast<std::int64_t>(event.changes.size()));
    for (const Change& change : event.changes) c.add(change.attribute).add(change.before).add(change.after);
    c.add(event.text);
}

std::string seal_of(const Event& event)
{
    Canonical c;
    c.add("deskbell seal 2").add(event.salt).add(event.actor);
    for (const Change& change : event.changes)
        if (!is_plain(change.attribute))
            c.add(change.before).add(change.after);
    c.add(event.text);
    return sha256_hex(c.bytes());
}

std::string open_hash(const Event& event)
{
    Canonical c;
    c.add("deskbell event 1");  // the encoding, so that a later one can be told apart
    add_head(c, event);
    add_content(c, event);
    c.add(event.previous_hash);
    return sha256_hex(c.bytes());
}

std::string sealed_hash(const Event& event)
{
    Canonical c;
    c.add("deskbell event 2");
    add_head(c, event);
    c.add(event.source).add(event.rule).add(event.kind);
    c.add(static_cast<std::int64_t>(event.changes.size()));
    for (const Change& change : event.changes) {
        c.add(change.attribute);
        if (is_plain(change.attribute))
            c.add(change.before).add(change.after);
    }
    c.add(event.is_erased() ? event.seal : seal_of(event)).add(event.previous_hash);
    return sha256_hex(c.bytes());
}

}  // namespace

bool is_plain(std::string_view attribute) { return std::ranges::binary_search(kPlain, attribute); }

std::string hash_of(const Event& event)
{
    if (event.format == kSealed)
        return sealed_hash(event);
    return event.is_erased() ? event.hash : open_hash(event);
}

void seal(Event& event)
{
    if (event.is_erased())
        return;
    event.seal = event.format == kSealed ? seal_of(event) : std::string("unsalted");
    event.salt.clear();
}

std::string account_of(std::string_view previous, const Event& event)
{
    Canonical c;
    c.add("deskbell erased 1").add(previous).add(event.format).add(event.seal).add(event.hash);
    add_head(c, event);
    add_content(c, event);
    return sha256_hex(c.bytes());
}

}  // namespace deskbell::store
