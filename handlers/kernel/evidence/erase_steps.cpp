#include "handlers/kernel/evidence/erase_steps.hpp"

#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/evidence/erase_person.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr int kRoundsMost = 5;

class Erasing {
public:
    Erasing(const Desk& desk, const ErasureOrder& order, const ErasureSteps& steps)
        : desk_(desk), order_(order), steps_(steps)
    {
    }

    Result<ErasureReport> run()
    {
        auto begun = steps_.write([&](store::Unit& unit) {
            erased_ = unit.erasures.begin(order_.keyed, unit.now);
            person_ = person_to_erase(order_.user, erased_.pseudonym(), order_.names, unit);
            columns_ = unit.erasures.other_columns();
        });
        if (!begun)
            return begun.error();
        report_.pseudonym = person_.pseudonym;
        report_.names = person_.traces.size() - 1;
        for (int round = 0; round < kRoundsMost; ++round) {
            const auto replaced = one_round();
            if (!replaced)
                return replaced.error();
            if (*replaced == 0)
                break;
        }
        // Last, because the directory is what the person is known by.
        auto left = steps_.write([&](store::Unit& unit) {
            unit.knowledge.index_again();
            unit.erasures.leave(person_.user, person_.pseudonym);
            unit.erasures.finish(erased_.id, unit.now);
            log_act(
                unit, {std::string(kOperator), "cli", unit.now}, kPersonErased,
                {detail("pseudonym", person_.pseudonym), detail("records", std::to_string(report_.records))});
        });
        if (!left)
            return left.error();
        return report_;
    }

private:
    /// Everything once; how much there was to replace.
    Result<std::int64_t> one_round()
    {
        std::int64_t replaced = 0;
        if (auto done = records(replaced); !done)
            return done.error();
        if (auto done = steps_.write([&](store::Unit& unit) { erase_in_traffic(person_, unit); }); !done)
            return done.error();
        bool is_logged = false;
        if (auto done =
                steps_.write([&](store::Unit& unit) { is_logged = erase_in_desk_log(person_, unit); });
            !done)
            return done.error();
        replaced += is_logged ? 1 : 0;
        for (const store::TextColumn& column : columns_)
            if (auto done = values(column, replaced); !done)
                return done.error();
        return replaced;
    }

    Result<void> records(std::int64_t& replaced)
    {
        std::vector<std::int64_t> ids;
        if (auto found =
                steps_.read([&](store::Unit& unit) { ids = unit.erasures.records_with(person_.traces); });
            !found)
            return found;
        for (std::size_t at = 0; at < ids.size(); at += kRecordsAtOnce) {
            std::int64_t here = 0;
            const auto done = steps_.write([&](store::Unit& unit) {
                const Desk desk = desk_.as_of(unit);
                here = 0;
                for (std::size_t i = at; i < std::min(ids.size(), at + kRecordsAtOnce); ++i)
                    here += erase_in_record(desk, ids[i], person_, unit) ? 1 : 0;
                unit.erasures.count(erased_.id, here);
            });
            if (!done)
                return done;
            report_.records += here;
            replaced += here;
            if (steps_.progress)
                steps_.progress(static_cast<std::int64_t>(at), static_cast<std::int64_t>(ids.size()));
        }
        return {};
    }

    Result<void> values(const store::TextColumn& column, std::int64_t& replaced)
    {
        std::string after;
        std::int64_t all = 0;
        for (bool more = true; more;) {
            std::string next;
            std::int64_t here = 0;
            const auto done = steps_.write([&](store::Unit& unit) {
                next = after;
                here = 0;
                more = erase_in_column(column, person_, next, here, unit);
            });
            if (!done)
                return done;
            after = next;
            all += here;
        }
        if (all > 0)
            report_.others[column.table + "." + column.name] += all;
        replaced += all;
        return {};
    }

    const Desk& desk_;
    const ErasureOrder& order_;
    const ErasureSteps& steps_;
    store::ErasedPerson erased_;
    PersonToErase person_;
    std::vector<store::TextColumn> columns_;
    ErasureReport report_;
};

}  // namespace

Result<ErasureReport> erase_person(const Desk& desk, const ErasureOrder& order, const ErasureSteps& steps)
{
    return Erasing(desk, order, steps).run();
}

}  // namespace deskbell::kernel
