#include "handlers/kernel/digest/digest.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/digest/digest_messages.hpp"
#include "handlers/kernel/digest/digest_voice.hpp"
#include "store/sha256.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

// Roles whose work is the whole desk.
constexpr std::array<std::string_view, 4> kOverseers{"manager", "sms_manager", "top_mgmt", "auditor"};

/// Whole seconds without a connection in what has passed of the period.
std::int64_t away_seconds(const DigestBasis& basis, const store::Unit& unit)
{
    const auto [from, until] = counted_span(basis);
    std::int64_t total = 0;
    for (const auto& absence : unit.presence.absences(from, until))
        total += (absence.to - absence.from).count();
    return total;
}

}  // namespace

Result<DigestScope> digest_scope(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    DigestScope scope;
    for (const std::string_view role : kOverseers) scope.is_everything |= has_role(desk, role, user, unit);
    scope.inboxes = inboxes_of(desk, user, unit);
    for (const Process* process : desk.processes())
        if (process->is_ticket() && has_role(desk, "owner:" + std::string(process->key), user, unit))
            scope.processes.emplace_back(process->key);
    if (scope.is_empty())
        return Error(
            Errc::forbidden,
            "The figures are for managers, auditors, process owners, and agents for their own inboxes. "
            "Your own tickets are under `/ticket mine`.");
    return scope;
}

std::string zone_of(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    const auto person = unit.directory.person(user);
    const bool is_known = person && !person->timezone.empty() && is_zone(person->timezone);
    return is_known ? person->timezone : desk.settings().timezone;
}

std::vector<LevelsVersion> versions_of(const Desk& desk, const DigestBasis& basis, const store::Unit& unit)
{
    auto versions = desk.levels(unit);
    while (versions.size() > 1 && versions.back().id > basis.levels) versions.pop_back();
    return versions;
}

Numbers numbers_of(const Desk& desk, const DigestBasis& basis, const store::Unit& unit)
{
    DigestCount count(basis, versions_of(desk, basis, unit));
    unit.events.replay(basis.head, [&](const store::History& history) {
        const Process* process = desk.process(history.process);
        if (process != nullptr && process->is_ticket())
            count.take(life_of(*process, history, count.versions(), basis.as_of, count.clocks_since()));
    });
    Numbers numbers = count.numbers();
    numbers.derived["quality.away_s"] = {away_seconds(basis, unit), ""};
    const auto [from, until] = counted_span(basis);
    numbers.derived[std::string(kRecoveredFigure)] = {unit.readings.recovered(from, until), ""};
    const store::Reconciliation counted = unit.readings.reconciled(from, until);
    numbers.derived["quality.messages"] = {counted.seen(), ""};
    numbers.derived[std::string(kUnexplainedFigure)] = {counted.unexplained, ""};
    add_anonymous_voice(basis, unit, numbers);
    numbers.log = unit.events.anchor(basis.head);
    return numbers;
}

store::Digest make_digest(const Desk& desk, std::string_view reader, const Period& period,
                          const DigestScope& scope, const store::Unit& unit)
{
    const auto versions = desk.levels(unit);
    const DigestBasis basis{period, scope, unit.now, unit.events.head(), versions.back().id};
    store::Digest digest;
    digest.reader = reader;
    digest.period = period.key();
    digest.timezone = period.timezone;
    digest.filter = to_json(scope);
    digest.as_of = basis.as_of;
    digest.head = basis.head;
    digest.levels = basis.levels;
    digest.zone_data = versions.back().levels->zone_data;
    digest.numbers = to_json(numbers_of(desk, basis, unit));
    digest.hash = store::sha256_hex(digest.numbers);
    digest.sent_at = unit.now;
    return digest;
}

DigestBasis basis_of(const store::Digest& digest)
{
    // What was stored was a key: it is read back without looking at the clock.
    const auto period = parse_period(digest.period, digest.timezone, digest.as_of);
    if (!period)
        throw std::runtime_error("digest " + std::to_string(digest.id) + " has no readable period");
    return {*period, scope_from(digest.filter), digest.as_of, digest.head, digest.levels};
}

std::vector<std::string> recompute(const Desk& desk, const store::Digest& digest, const store::Unit& unit)
{
    std::vector<std::string> out;
    if (store::sha256_hex(digest.numbers) != digest.hash)
        out.emplace_back(
            "the stored numbers do not have the stored hash: they were changed after they were sent");
    const int format = format_of(digest.numbers);
    Numbers now = numbers_of(desk, basis_of(digest), unit);
    reduce_to(format, now);
    if (to_json(now, format) != digest.numbers)
        for (std::string& line : differences(numbers_from(digest.numbers), now))
            out.push_back(std::move(line));
    return out;
}

}  // namespace deskbell::kernel
