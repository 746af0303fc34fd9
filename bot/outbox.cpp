#include "bot/clock.hpp"
#include "bot/commands.hpp"
#include "bot/parked_reason.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/desk.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace deskbell::bot {

namespace {

using Ids = std::vector<std::int64_t>;
using nlohmann::ordered_json;

/// A parked call with everything that is said of it.
struct Line {
    store::ParkedCall call;
    std::string ticket;  ///< "REQ-12"; "" when nobody knows
    ParkedReason reason;
};

std::vector<Line> lines_of(const store::Unit& unit)
{
    const kernel::Desk desk(all_processes(), {}, {});
    std::vector<Line> out;
    for (const store::ParkedCall& call : unit.parked.list()) {
        const auto record = unit.records.find(call.record_id);
        out.push_back({call, record ? desk.number_of(*record) : "", reason_of(call)});
    }
    return out;
}

ordered_json to_json(const Line& line)
{
    const store::ParkedCall& call = line.call;
    return {{"id", call.id},
            {"since", rfc3339(call.since)},
            {"method", call.method},
            {"channel", call.channel},
            {"ticket", line.ticket},
            {"attempts", call.attempts},
            {"code", line.reason.code},
            {"reason", line.reason.why},
            {"advice", line.reason.advice},
            {"waits_for", call.awaits}};
}

std::string to_text(const Line& line)
{
    const store::ParkedCall& call = line.call;
    std::string head = std::to_string(call.id) + "  since " + rfc3339(call.since) + "  " + call.method;
    for (const std::string& part : {call.channel, line.ticket})
        if (!part.empty())
            head += "  " + part;
    return head + "\n    " + to_text(line.reason) + "\n";
}

void print(const std::vector<Line>& lines, const store::Outbox::Counts& counts, bool as_json)
{
    if (as_json) {
        ordered_json parked = ordered_json::array();
        for (const Line& line : lines) parked.push_back(to_json(line));
        const ordered_json out{{"waiting", counts.waiting},
                               {"under_way", counts.leased},
                               {"parked_count", counts.parked},
                               {"parked", parked}};
        std::cout << out.dump() << "\n";
        return;
    }
    for (const Line& line : lines) std::cout << to_text(line);
    if (std::cmp_greater(counts.parked, lines.size()))
        std::cout << "... and " << counts.parked - static_cast<std::int64_t>(lines.size()) << " more\n";
    std::cout << counts.parked << " parked, " << counts.waiting << " waiting, " << counts.leased
              << " under way\n";
}

/// What retry and drop say when they have done something. `what` ends as "12, 13 are sent again".
ExitCode report(const Ids& ids, const char* key, const std::string& what, bool as_json)
{
    std::vector<std::string> numbers;
    for (const std::int64_t id : ids) numbers.push_back(std::to_string(id));
    if (as_json)
        std::cout << ordered_json{{key, ids}}.dump() << "\n";
    else if (ids.empty())
        std::cout << "Nothing is parked.\n";
    else
        std::cout << (ids.size() == 1 ? "call " : "calls ") << joined(numbers, ", ") << ": " << what << "\n";
    return kGood;
}

/// Runs `act` on the database of the environment, beside a running bot or without one.
Result<Ids> change(const std::function<Result<Ids>(store::Unit&)>& act)
{
    const auto surroundings = read_surroundings("", {.config = false, .tokens = false});
    if (!surroundings)
        return Error(Errc::invalid_input, "The environment is not complete.");
    Ids ids;
    const SystemClock clock;
    const auto done =
        store::run_beside(surroundings->environment.database, clock, [&](store::Unit& unit) -> Result<void> {
            auto result = act(unit);
            if (!result)
                return result.error();
            ids = *std::move(result);
            return {};
        });
    return done ? Result<Ids>(ids) : Result<Ids>(done.error());
}

}  // namespace

ExitCode outbox_list(const OutboxOptions& options)
{
    const auto surroundings = read_surroundings("", {.config = false, .tokens = false});
    if (!surroundings)
        return kUsage;
    const auto connection = store::open_sqlite_connection(surroundings->environment.database, true);
    if (!connection)
        return refuse("DESKBELL_DATABASE: " + connection.error().detail());
    const store::Unit unit(**connection, SystemClock().now());
    print(lines_of(unit), unit.outbox.counts(), options.as_json);
    return kGood;
}

ExitCode outbox_retry(const OutboxOptions& options)
{
    if (!options.is_all && options.id <= 0)
        return refuse("Give the number of a call, or --all. See: deskbell outbox");
    const auto ids = change([&](store::Unit& unit) -> Result<Ids> {
        return options.is_all ? Result<Ids>(unit.parked.retry_all(unit.now))
                              : unit.parked.retry(options.id, unit.now);
    });
    return ids ? report(*ids, "retried", "sent again by the running bot within 30 s, or at its next start",
                        options.as_json)
               : refuse(ids.error().detail());
}

ExitCode outbox_drop(const OutboxOptions& options)
{
    const auto ids = change([&](store::Unit& unit) { return unit.parked.drop(options.id, unit.now); });
    return ids ? report(*ids, "dropped", "given up", options.as_json) : refuse(ids.error().detail());
}

}  // namespace deskbell::bot
