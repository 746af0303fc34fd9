#include "bot/logging.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/domain/time.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

namespace deskbell::bot {

namespace {

constexpr std::size_t kLineMax = 4000;  // a line, not a dump: bodies do not belong into logs

bool& as_json_lines()
{
    static bool as_json = false;
    return as_json;
}

spdlog::logger& logger()
{
    static spdlog::logger the_logger("deskbell", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    return the_logger;
}

spdlog::level::level_enum level_of(std::string_view word)
{
    struct Row {
        std::string_view word;
        spdlog::level::level_enum level;
    };
    static constexpr Row kLevels[] = {{"error", spdlog::level::err},
                                      {"warn", spdlog::level::warn},
                                      {"info", spdlog::level::info},
                                      {"debug", spdlog::level::debug}};
    const auto row = std::ranges::find(kLevels, word, &Row::word);
    return row == std::end(kLevels) ? spdlog::level::info : row->level;
}

}  // namespace

void start_logging(const std::string& level, bool as_json)
{
    as_json_lines() = as_json;
    logger().set_level(level_of(level));
    logger().set_pattern("%v");
    logger().flush_on(spdlog::level::debug);
}

void log(std::string_view level, std::string_view text)
{
    const auto wanted = level_of(level);
    if (!logger().should_log(wanted))
        return;
    const std::string line = shortened(cleaned(slack::redacted(text)), kLineMax);
    const std::string time =
        rfc3339(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    if (as_json_lines())
        logger().log(wanted, json_line(time, level, line));
    else
        logger().log(wanted, time + " " + std::string(level) + " " + line);
}

std::string json_line(std::string_view time, std::string_view level, std::string_view text)
{
    const nlohmann::ordered_json line{{"time", time}, {"level", level}, {"message", text}};
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace deskbell::bot
