#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"

#include <array>

/// `/ticket note REQ-12 words`: a note from wherever an agent is, above all from the requester's own thread.
namespace deskbell::kernel {

namespace {

Answer write_note(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act& act,
                  store::Unit& unit)
{
    const std::size_t end = std::min(said.rest.find_first_of(" \n\t"), said.rest.size());
    const auto number = parse_number(said.rest.substr(0, end));
    if (!number)  // "/ticket note taking app, please" is a request
        return raise_from_command(desk, command, command.text, act, unit);
    auto record = named_record(desk, *number, act.actor, unit);
    if (!record)
        return record.error();
    const std::string words = readable(unit, said.rest.substr(end));
    if (auto noted = note(desk, *record, trimmed(words), act, unit); !noted)
        return noted.error();
    get_to_know(unit, act.actor);
    return slack::Reply::message("Noted on " + to_text(*number) +
                                 ". Only agents read it, under the ticket's card.");
}

constexpr std::array kVerbs{Verb{"/ticket", "note", "note REQ-12 words",
                                 "for agents: a note on a ticket, which the requester never sees", write_note,
                                 true, false}};

}  // namespace

extern const Feature kNoteCommand;
const Feature kNoteCommand{.key = "note_command", .verbs = kVerbs};

}  // namespace deskbell::kernel
