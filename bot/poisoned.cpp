#include "bot/clock.hpp"
#include "bot/commands.hpp"
#include "bot/poison.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/text.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace deskbell::bot {

namespace {

using nlohmann::ordered_json;

ordered_json to_json(const store::PoisonedMessage& message)
{
    return {{"reference", message.reference}, {"when", rfc3339(message.seen)}, {"kind", message.kind},
            {"error", message.error},         {"attempts", message.attempts},  {"bytes", message.bytes},
            {"state", message.state}};
}

std::string_view in_words(std::string_view state)
{
    return state == "again" ? "  waits for the bot" : state == "handled" ? "  handled after all" : "";
}

void print(const store::PoisonedMessage& message)
{
    std::cout << message.reference << "  " << rfc3339(message.seen) << "  " << message.kind << "  "
              << counted(static_cast<std::size_t>(message.attempts), "attempt") << in_words(message.state)
              << "\n    " << message.error << "\n";
}

/// A look into the database of the environment.
ExitCode look(const std::function<ExitCode(const store::Unit&)>& act)
{
    const auto surroundings = read_surroundings("", {.config = false, .tokens = false});
    if (!surroundings)
        return kUsage;
    const auto connection = store::open_sqlite_connection(surroundings->environment.database, true);
    if (!connection)
        return refuse("DESKBELL_DATABASE: " + connection.error().detail());
    return act(store::Unit(**connection, SystemClock().now()));
}

}  // namespace

ExitCode poisoned_list(const PoisonedOptions& options)
{
    return look([&](const store::Unit& unit) {
        const auto messages = unit.poisoned.list();
        ordered_json all = ordered_json::array();
        for (const auto& message : messages)
            if (options.as_json)
                all.push_back(to_json(message));
            else
                print(message);
        if (options.as_json)
            std::cout << ordered_json{{"poisoned", all}}.dump(-1, ' ', false,
                                                              ordered_json::error_handler_t::replace)
                      << "\n";
        else if (messages.empty())
            std::cout << "Every delivery could be handled.\n";
        return kGood;
    });
}

ExitCode poisoned_show(const PoisonedOptions& options)
{
    return look([&](const store::Unit& unit) {
        const auto message = unit.poisoned.find(options.reference);
        if (!message)
            return refuse("Nothing is kept under this reference. See: deskbell poisoned");
        if (message->state == "handled")
            return refuse("It was handled after all, and its contents were forgotten.");
        if (!message->is_whole())
            std::cerr << "Only the beginning: it had " << message->bytes << " bytes.\n";
        std::cout << without_secrets(message->raw) << "\n";
        return kGood;
    });
}

ExitCode poisoned_retry(const PoisonedOptions& options)
{
    const auto surroundings = read_surroundings("", {.config = false, .tokens = false});
    if (!surroundings)
        return kUsage;
    const SystemClock clock;
    const auto asked = store::run_beside(surroundings->environment.database, clock, [&](store::Unit& unit) {
        return unit.poisoned.ask_again(options.reference);
    });
    if (!asked)
        return refuse(asked.error().detail());
    if (options.as_json)
        std::cout << ordered_json{{"retried", options.reference}}.dump() << "\n";
    else
        std::cout << options.reference
                  << ": handled again by the running bot within 30 s, or at its next start\n";
    return kGood;
}

}  // namespace deskbell::bot
