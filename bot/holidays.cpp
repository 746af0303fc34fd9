#include "bot/commands.hpp"
#include "config/review.hpp"
#include "handlers/domain/calendar.hpp"
#include "handlers/domain/text.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

namespace deskbell::bot {

namespace {

/// Writes beside the old file and takes its place: who is cut off keeps the decisions.
bool write_review(const std::string& path, const std::string& text)
{
    const std::string fresh = path + ".new";
    std::error_code ec;
    {
        std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
        if (!(out << text).flush())
            return false;
    }
    std::filesystem::rename(fresh, path, ec);
    return !ec;
}

void print(const config::Review& review)
{
    std::map<config::Verdict, std::size_t> counts;
    for (const auto& [date, decision] : review) {
        ++counts[decision.verdict];
        std::cout << to_text(decision.verdict) << "\t" << long_date(date) << "\t" << decision.name << "\n";
    }
    std::cout << counted(review.size(), "date") << ": " << counts[config::Verdict::on] << " on, "
              << counts[config::Verdict::off] << " off, " << counts[config::Verdict::fresh] << " new\n";
}

}  // namespace

ExitCode holidays(const std::string& file)
{
    const config::LoadedFeed loaded = config::load_feed(file);
    const auto earlier = config::load_review(file);
    std::vector<config::Fault> faults = loaded.faults;
    if (earlier)
        faults.insert(faults.end(), earlier->faults.begin(), earlier->faults.end());
    if (!faults.empty()) {
        std::cerr << config::to_text(faults);
        return kUsage;
    }
    const config::Review review =
        config::reviewed(loaded.feed, earlier ? std::optional(earlier->review) : std::nullopt);
    print(review);
    if (loaded.feed.timed > 0)
        std::cout << counted(loaded.feed.timed, "event") << " with a time of day left out: no days off\n";
    const std::string path = config::review_path(file);
    if (!write_review(path, config::to_text(review, file))) {
        std::cerr << path << ": cannot be written. Check that this user may write into that folder.\n";
        return kCheckFailed;
    }
    std::cout << "Written to " << path
              << ". Set to \"off\" there what is no day off, and \"new\" to on or off.\n";
    return kGood;
}

}  // namespace deskbell::bot
