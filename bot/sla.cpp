#include "bot/commands.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/local_time.hpp"
#include "handlers/domain/open_time.hpp"
#include "handlers/domain/text.hpp"

#include <iostream>
#include <optional>

namespace deskbell::bot {

using namespace std::chrono;

namespace {

/// The words of the command line as values; faults are printed when they are read.
struct Question {
    Calendar calendar;
    UtcTime start;
    std::vector<Span> pauses;
};

std::nullopt_t refuse(const std::string& option, const std::string& detail)
{
    std::cerr << option << ": " << detail << "\n";
    return std::nullopt;
}

std::optional<Calendar> find_calendar(const ServiceLevels& levels, const std::string& name)
{
    if (const Calendar* calendar = levels.calendar(name))
        return *calendar;
    std::vector<std::string> known;
    for (const auto& [key, calendar] : levels.calendars) known.push_back(key);
    const std::string near = nearest(name, known);
    return refuse("--calendar", "there is no calendar \"" + cleaned(shortened(name, 60)) + "\". " +
                                    (near.empty() ? "" : "Did you mean \"" + near + "\"? ") +
                                    "Known are: " + joined(known, ", ") + ".");
}

std::optional<UtcTime> read_time(const std::string& option, std::string_view text, const Calendar& calendar)
{
    const auto t = parse_time(text, calendar.timezone);
    return t ? std::optional(*t) : refuse(option, t.error().detail());
}

std::optional<Span> read_pause(const std::string& text, const Calendar& calendar)
{
    const auto slash = text.find('/');
    if (slash == std::string::npos)
        return refuse(
            "--pause",
            "\"" + cleaned(shortened(text, 60)) +
                "\" is not a pause. Write its begin and its end, 2026-11-23T10:00/2026-11-23T11:30.");
    const auto from = read_time("--pause", std::string_view(text).substr(0, slash), calendar);
    const auto to =
        from ? read_time("--pause", std::string_view(text).substr(slash + 1), calendar) : std::nullopt;
    if (!to)
        return std::nullopt;
    if (*to < *from)
        return refuse("--pause", "\"" + text + "\" ends before it begins. Write the earlier time first.");
    return Span{*from, *to};
}

std::optional<Question> read_question(const SlaOptions& options)
{
    const auto config = read_configuration(options.config_file);
    const auto calendar = config ? find_calendar(config->settings.levels, options.calendar) : std::nullopt;
    const auto start = calendar ? read_time("--start", options.start, *calendar) : std::nullopt;
    if (!start)
        return std::nullopt;
    Question question{*calendar, *start, {}};
    for (const std::string& text : options.pauses) {
        const auto pause = read_pause(text, *calendar);
        if (!pause)
            return std::nullopt;
        question.pauses.push_back(*pause);
    }
    return question;
}

/// When the goal is due. The end of a business day becomes the open time until then, so that pauses move it.
std::optional<UtcTime> due_of(const Question& question, const Goal& goal)
{
    const Schedule schedule = schedule_of(question.calendar);
    seconds target = goal.span;
    if (goal.business_days >= 0) {
        const auto end = end_of_business_day(question.calendar, question.start, goal.business_days);
        if (!end || question.pauses.empty())
            return end;
        target = elapsed(schedule, {question.start, *end});
    }
    return due(schedule, question.start, target, question.pauses);
}

}  // namespace

ExitCode sla_due(const SlaOptions& options)
{
    const auto goal = parse_goal(options.target);
    if (!goal) {
        refuse("--target", goal.error().detail());
        return kUsage;
    }
    const auto question = read_question(options);
    if (!question)
        return kUsage;
    const auto at = due_of(*question, *goal);
    if (!at) {
        std::cerr << "Never due: the calendar \"" << question->calendar.name << "\" does not have "
                  << to_text(*goal) << " of open time, without the pauses, within "
                  << (goal->business_days >= 0 ? kOpensWithin.count() : kHorizon.count()) << " days.\n";
        return kCheckFailed;
    }
    const std::string& zone = question->calendar.timezone;
    if (options.as_json)
        std::cout << "{\"due\":\"" << rfc3339(*at) << "\",\"due_local\":\"" << local_rfc3339(*at, zone)
                  << "\"}\n";
    else
        std::cout << long_wall_clock(*at, zone) << " (" << rfc3339(*at) << ")\n";
    return kGood;
}

ExitCode sla_elapsed(const SlaOptions& options)
{
    const auto question = read_question(options);
    const auto end = question ? read_time("--end", options.end, question->calendar) : std::nullopt;
    if (!end)
        return kUsage;
    if (*end < question->start) {
        refuse("--end", "lies before --start. Write the earlier time as --start.");
        return kUsage;
    }
    if (*end - question->start > kHorizon) {
        refuse("--end", "lies more than 60 years after --start. Write a nearer one.");
        return kUsage;
    }
    const seconds open = elapsed(schedule_of(question->calendar), {question->start, *end}, question->pauses);
    if (options.as_json)
        std::cout << "{\"elapsed_s\":" << open.count() << "}\n";
    else
        std::cout << (open.count() == 0 ? "0s" : to_text(Goal{open, -1})) << " of open time (" << open.count()
                  << " s)\n";
    return kGood;
}

}  // namespace deskbell::bot
