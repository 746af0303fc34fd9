#include "handlers/kernel/digest/digest_home.hpp"

#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_blocks.hpp"
#include "handlers/kernel/digest/digest_text.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "store/home_figures.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

/// A number of the Home: a count, or a share when `missed` names what else was decided. Its list is that of
/// the count, or of what was missed.
struct HomeNumber {
    std::string_view label, figure, missed, list;
};
constexpr std::array kNumbers{
    HomeNumber{"Opened", "flow.opened", "", "Opened"},
    HomeNumber{"Solved", "flow.solved", "", "Solved"},
    HomeNumber{"Open now", "flow.backlog", "", "Open"},
    HomeNumber{"Solved the first time", kFirstTime, kNotFirstTime, "Reopened first"},
    HomeNumber{"First answers in time", "kept.response.all.met", "kept.response.all.missed", "Late answers"},
    HomeNumber{"Incidents solved in time", "kept.resolution.all.met", "kept.resolution.all.missed",
               "Late solutions"},
};

std::size_t count(const Numbers& numbers, std::string_view prefix, std::string_view figure)
{
    return figure.empty() ? 0 : numbers.count(std::string(prefix) + std::string(figure));
}

/// What grows and shrinks: a share where there is one, in thousandths, else the count itself.
std::size_t measure(std::size_t met, std::size_t missed, bool is_share)
{
    if (!is_share)
        return met;
    return met + missed == 0 ? 0 : met * 1000 / (met + missed);
}

std::string line_of(const HomeNumber& number, const Numbers& numbers)
{
    const bool is_share = !number.missed.empty();
    const std::size_t met = count(numbers, "", number.figure), missed = count(numbers, "", number.missed);
    const std::size_t met_before = count(numbers, kBefore, number.figure);
    const std::size_t missed_before = count(numbers, kBefore, number.missed);
    const auto text = [&](std::size_t yes, std::size_t no) {
        if (is_share && yes + no == 0)
            return std::string("none");
        return is_share ? share_text(yes, no) : std::to_string(yes);
    };
    const std::size_t now = measure(met, missed, is_share);
    const std::size_t before = measure(met_before, missed_before, is_share);
    // A share of nothing is no share that rose or fell.
    const bool is_known = !is_share || (met + missed > 0 && met_before + missed_before > 0);
    const std::string_view arrow = !is_known ? "·" : now > before ? "▲" : now < before ? "▼" : "▶";
    return "*" + std::string(number.label) + "*\n" + text(met, missed) + " " + std::string(arrow) +
           " before: " + text(met_before, missed_before);
}

}  // namespace

bool oversees(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    const auto scope = digest_scope(desk, user, unit);
    return scope && scope->is_everything;
}

Numbers shown_at_home(const Numbers& numbers)
{
    Numbers out;
    for (const HomeNumber& number : kNumbers)
        for (const std::string_view figure : {number.figure, number.missed})
            for (const std::string& key : {std::string(figure), std::string(kBefore) + std::string(figure)})
                if (const auto& records = numbers.records(key); !records.empty())
                    out.figures[key] = records;
    return out;
}

void add_six_numbers(const Desk& desk, slack::Blocks& blocks, std::string_view user, const store::Unit& unit)
{
    blocks.divider();
    const auto counted = store::HomeFiguresTable(unit.db).of(user);
    if (!counted) {
        blocks.section("*How it goes* · the figures are being counted, and stand here in a moment.");
        return;
    }
    const Numbers numbers = numbers_from(counted->numbers);
    std::vector<std::string> fields;
    std::vector<slack::Element> lists;
    for (const HomeNumber& number : kNumbers) {
        fields.push_back(line_of(number, numbers));
        const std::string figure(number.missed.empty() ? number.figure : number.missed);
        if (const std::size_t n = numbers.count(figure); n > 0)
            lists.push_back(slack::button("figure:" + std::to_string(lists.size()),
                                          std::string(number.list) + " " + std::to_string(n),
                                          to_text(FigureQuery{kOfHome, figure, 0})));
    }
    blocks.section("*How it goes* · the last 7 days, against the 7 days before\nAs of " +
                   slack::date(counted->as_of, zone_of(desk, user, unit)) + ". Refresh counts them anew.");
    blocks.fields(fields);
    blocks.actions("six_numbers", lists);
}

}  // namespace deskbell::kernel
