#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/ticket_steps.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace deskbell;
using namespace deskbell::kernel;

namespace {

Record in_state(const Process& process, const State& state)
{
    Record record;
    record.process = process.key;
    record.attributes["state"] = state.key;
    record.attributes["category"] = to_text(state.category);
    return record;
}

/// States that can be reached from `start` by steps that one of `who` may take.
std::set<std::string_view> reached(const Process& process, std::string_view start, unsigned who)
{
    std::set<std::string_view> seen{start};
    std::vector<std::string_view> todo{start};
    while (!todo.empty()) {
        const Record record = in_state(process, *process.state(todo.back()));
        todo.pop_back();
        for (const Transition* row : process.transitions_from(record))
            if ((row->who & who) != 0 && row->to != "=" && seen.insert(row->to).second)
                todo.push_back(row->to);
    }
    return seen;
}

}  // namespace

TEST_CASE("every declaration of this build is sound", "[processes]")
{
    REQUIRE_FALSE(all_processes().empty());
    for (const Process* process : all_processes()) {
        CHECK(fault_of(*process).empty());
        CHECK_FALSE(process->purpose.empty());
        CHECK_FALSE(process->clauses.empty());
    }
}

TEST_CASE("what is final stays final, but for \"Not a request\", which is guarded and can be taken back",
          "[processes]")
{
    for (const Process* process : all_processes())
        for (const State& state : process->states)
            if (is_final(state.category))
                for (const Transition* row : process->transitions_from(in_state(*process, state))) {
                    INFO(process->key << " " << state.key << " " << row->action);
                    CHECK(row->action == "request_again");
                    CHECK(state.category == Category::void_);
                    CHECK(row->guard == may_put_back);
                    CHECK(row->place == Place::hidden);
                }
}

TEST_CASE("agents and the program together can bring every ticket to an end from every state", "[processes]")
{
    for (const Process* process : all_processes()) {
        if (!process->is_ticket())
            continue;
        for (const State& state : process->states) {
            bool ends = false;
            for (const std::string_view key : reached(*process, state.key, kAgent | kSystem))
                ends = ends || is_final(process->state(key)->category);
            INFO(process->key << " in " << state.key);
            CHECK(ends);
        }
    }
}

TEST_CASE("an employee who is nothing to a ticket can take no step at all", "[processes][authority]")
{
    for (const Process* process : all_processes())
        for (const State& state : process->states)
            for (const Transition* row : process->transitions_from(in_state(*process, state)))
                CHECK((row->who & kEveryone) == 0);
}

TEST_CASE("every label fits its button and every form fits a modal", "[processes][limits]")
{
    constexpr std::size_t kButtonText = 75, kModalTitle = 24;
    for (const Process* process : all_processes()) {
        for (const Transition& row : process->transitions) {
            CHECK(row.label.size() <= kButtonText);
            if (!row.asks.empty())
                CHECK(row.label.size() <= kModalTitle);
        }
        for (const Field& field : process->fields)
            for (const Option& option : field.options)
                CHECK((!option.value.empty() && option.label.size() <= kButtonText));
    }
}
