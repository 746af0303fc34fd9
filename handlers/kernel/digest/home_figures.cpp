#include "handlers/kernel/digest/home_figures.hpp"

#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_home.hpp"
#include "handlers/kernel/home.hpp"
#include "handlers/kernel/say.hpp"
#include "store/home_figures.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::chrono::days kDaysCounted{7};  // today is one of them

Period counted_days(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    const std::string zone = zone_of(desk, user, unit);
    const Date today = date_in(zone, unit.now);
    return {Period::Kind::dates, today - kDaysCounted + std::chrono::days{1}, today, zone};
}

/// Who is to see them, and what their Home carries.
struct Ordered {
    std::string user, pages;
};
Ordered ordered_in(const store::Timer& timer)
{
    const std::string rest = timer.key.substr(kHomeFiguresTimer.size() + 1);
    const std::size_t colon = rest.find(':');
    return {rest.substr(0, colon), colon == std::string::npos ? std::string() : rest.substr(colon + 1)};
}

}  // namespace

void order_home_figures(const Desk& desk, std::string_view user, std::string_view pages, store::Unit& unit)
{
    if (!oversees(desk, user, unit))
        return;
    const auto known = store::HomeFiguresTable(unit.db).of(user);
    if (known && known->head == unit.events.head() && unit.now - known->as_of < kFiguresFreshFor)
        return;
    unit.timers.arm({0, std::string(kHomeFiguresTimer) + ":" + std::string(user) + ":" + std::string(pages),
                     std::string(kHomeFiguresTimer), 0, unit.now});
}

Numbers home_numbers(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    DigestBasis basis{
        counted_days(desk, user, unit), {}, unit.now, unit.events.head(), desk.levels(unit).back().id};
    basis.scope.is_everything = true;
    DigestCount count(basis, versions_of(desk, basis, unit));
    const UtcTime since = previous(basis.period).span().from;
    for (const std::int64_t id : store::HomeFiguresTable(unit.db).records_since(since)) {
        const auto history = unit.events.history(id, basis.head);
        const Process* process = history ? desk.process(history->process) : nullptr;
        if (process != nullptr && process->is_ticket())
            count.take(life_of(*process, *history, count.versions(), basis.as_of, count.clocks_since()));
    }
    return shown_at_home(count.numbers());
}

Result<Writes> prepare_home_figures(const Desk& desk, const store::Timer& timer, const store::Unit& unit)
{
    const Ordered ordered = ordered_in(timer);
    if (!oversees(desk, ordered.user, unit))  // not any more
        return Writes([](store::Unit&) -> Result<void> { return {}; });
    const store::HomeFigures figures{ordered.user, unit.now, unit.events.head(),
                                     to_json(home_numbers(desk, ordered.user, unit))};
    return Writes([desk, figures, pages = ordered.pages](store::Unit& writing) -> Result<void> {
        store::HomeFiguresTable(writing.db).keep(figures);
        publish_home(writing, figures.reader, home_of(desk, figures.reader, writing, pages));
        return {};
    });
}

}  // namespace deskbell::kernel
