#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell::config {

namespace {

/// Which reasons somebody can put a ticket on hold with, as far as the file says: inboxes that are set up in
/// Slack, which the database knows, may have others.
struct Reasons {
    std::vector<std::string> offered;  ///< by some inbox
    std::vector<std::string> known;    ///< those, and every word of the desk

    explicit Reasons(const Settings& settings)
    {
        const auto add = [](std::vector<std::string>& to, std::string_view reason) {
            if (std::ranges::find(to, reason) == to.end())
                to.emplace_back(reason);
        };
        bool has_the_desks = settings.inboxes.empty();
        for (const InboxSettings& inbox : settings.inboxes) {
            for (const std::string& reason : inbox.names.hold_reasons) add(offered, reason);
            has_the_desks |= inbox.names.hold_reasons.empty();
        }
        // The program sets these two itself: after an answer that waits for one, and for an approval.
        for (const NamedWord& one : kHoldReasons)
            if (has_the_desks || one.word == "requester" || one.word == kHeldForApproval)
                add(offered, one.word);
        known = offered;
        for (const NamedWord& one : kHoldReasons) add(known, one.word);
    }
};

/// A slip of the pen is a fault. Anything else is a warning: tickets may still be on hold for a reason that
/// was taken off the list, and their clocks should go on standing still.
void check_reason(const Place& place, const Reasons& reasons)
{
    const auto* text = place.node.as_string();
    if (!text)
        return;
    const std::string typed = trimmed(text->get());
    const NamedWord* word = find_word(kHoldReasons, typed);
    const std::string reason(word == nullptr ? std::string_view(typed) : word->word);
    if (std::ranges::find(reasons.offered, reason) != reasons.offered.end())
        return;
    const bool is_known = std::ranges::find(reasons.known, reason) != reasons.known.end();
    const std::string near = is_known ? std::string() : nearest(reason, reasons.known);
    if (!near.empty())
        return place.fault("no inbox of this file has the hold reason \"" + reason + "\".",
                           "Did you mean \"" + near + "\"?");
    place.reading.loaded.config.warnings.push_back(
        {place.reading.file, static_cast<int>(place.node.source().begin.line), place.key,
         "no inbox of this file has the hold reason \"" +
             cleaned(shortened(reason, InboxNames::kLengthMost)) +
             "\": unless one that is set up in Slack has it, no new ticket is put on hold with it.",
         "Add it to hold_reasons of an [[inbox]], or name one of: " + joined(reasons.offered, ", ") + "."});
}

void check_policy_pauses(const Place& policy, const toml::table& table, const Reasons& reasons)
{
    for (const std::string_view name : {"pauses", "ola_pauses"}) {
        const auto* list = table[name].as_array();
        for (std::size_t i = 0; list && i < list->size(); ++i)
            check_reason(Place{policy.reading, (*list)[i],
                               policy.key + "." + std::string(name) + "[" + std::to_string(i + 1) + "]"},
                         reasons);
    }
}

}  // namespace

void check_pauses(Reading& reading, const toml::table& root)
{
    const auto* sla = root["sla"].as_table();
    if (!sla)
        return;
    const Reasons reasons(reading.loaded.config.settings);
    for (const auto& [name, node] : *sla)
        if (const auto* row = node.as_table())
            check_policy_pauses(Place{reading, node, "sla." + std::string(name.str())}, *row, reasons);
    if (const auto* policies = (*sla)["policy"].as_array())
        for (std::size_t i = 0; i < policies->size(); ++i)
            if (const auto* row = (*policies)[i].as_table())
                check_policy_pauses(Place{reading, *row, "sla.policy[" + std::to_string(i + 1) + "]"}, *row,
                                    reasons);
}

}  // namespace deskbell::config
