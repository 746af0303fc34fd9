#include "handlers/kernel/assignment/tags.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/tags.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/evidence/erasure.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

using Tags = std::vector<std::string>;

constexpr std::string_view kForm = "tags";
constexpr std::size_t kOffered = 100;  ///< options of a menu, Slack's limit

constexpr Field kNew{.name = kNewTags,
                     .label = "New tags",
                     .help = "One or several, with blanks between them: vpn vip. Requesters never see them.",
                     .max_length = kTagsMost * (kTagMost + 2)};

/// The menu of the tags that the inbox knows; `options` must outlive it.
Field menu_of(const std::vector<Option>& options)
{
    return {.name = "known_tags",
            .label = "Tags",
            .type = FieldType::many_of,
            .help = "Take away what no longer fits.",
            .options = options};
}

Tags besides(const Tags& tags, const Tags& others)
{
    Tags out;
    std::ranges::copy_if(tags, std::back_inserter(out), [&](const std::string& tag) {
        return std::ranges::find(others, tag) == others.end();
    });
    return out;
}

/// Those of the ticket first, then what others in its inbox have.
Tags offered_for(const Record& record, const store::Unit& unit)
{
    Tags out = tags_of(record);
    for (std::string& tag : besides(unit.records.tags_in(record.at(attr::kInbox), kOffered), out))
        if (out.size() < kOffered)
            out.push_back(std::move(tag));
    return out;
}

Result<void> must_be_allowed(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    if (!is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        return Error(Errc::forbidden, "Only the agents of its inbox can tag a ticket.");
    if (record.has(kErasedAt))
        return Error(Errc::conflict,
                     desk.number_of(record) + " was erased: no words are added to it any more.");
    return {};
}

/// What the ticket has after it. Errors: invalid_input for too many.
Result<Tags> tags_after(const Record& record, const TagChange& wished)
{
    Tags now = besides(tags_of(record), wished.removed);
    for (const std::string& tag : besides(wished.added, now)) now.push_back(tag);
    auto tags = parse_tags(joined(now, ","));
    if (!tags)
        return Error(Errc::invalid_input, tags.error().detail(), std::string(kNewTags));
    return tags;
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                 store::Unit& unit)
{
    if (auto allowed = must_be_allowed(desk, record, act, unit); !allowed)
        return allowed.error();
    slack::Modal modal;
    modal.callback_id = kForm;
    modal.title = "Tags";
    modal.submit = "Save";
    modal.private_metadata =
        pack({{"record", desk.number_of(record)}, {"before", joined(tags_of(record), ",")}});
    modal.blocks.context({headline(desk, record)});
    const Tags offered = offered_for(record, unit);
    std::vector<Option> options;
    for (const std::string& tag : offered) options.push_back({tag, tag});
    if (!options.empty())
        add_input(modal.blocks, menu_of(options), false, joined(tags_of(record), ","));
    add_input(modal.blocks, kNew, false, "");
    return show_modal(click, modal);
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    auto record = record_in(desk, submission.view, act.actor, unit);
    if (!record)
        return record.error();
    const auto fresh = parse_tags(read_input(kNew, submission.view.values));
    if (!fresh)
        return Error(Errc::invalid_input, fresh.error().detail(), std::string(kNew.name));
    const auto chosen = parse_tags(read_input(menu_of({}), submission.view.values));
    if (!chosen)
        return Error(Errc::invalid_input, chosen.error().detail(), "known_tags");
    // Against what the form showed: what a colleague put on meanwhile stays.
    const Tags before = tags_in_list(unpack(submission.view.private_metadata)["before"]);
    TagChange wished{besides(*chosen, before), besides(besides(before, *chosen), *fresh)};
    wished.added.insert(wished.added.end(), fresh->begin(), fresh->end());
    if (auto done = retag(desk, *record, wished, act, unit); !done)
        return done.error();
    return slack::Reply::clear();
}

std::string tags_text(const Desk& desk, const Record& record)
{
    const Tags tags = tags_of(record);
    return tags.empty()
               ? desk.number_of(record) + " has no tags."
               : desk.number_of(record) + " has the tags " + slack::escaped(joined(tags, ", ")) + ".";
}

/// `/ticket tag REQ-12 vpn -printer`: puts one on, takes the other off.
Answer tag_by_command(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act& act,
                      store::Unit& unit)
{
    const std::size_t end = std::min(said.rest.find_first_of(" \n\t"), said.rest.size());
    const auto number = parse_number(said.rest.substr(0, end));
    if (!number)  // "/ticket tag for my suitcase" is a request
        return raise_from_command(desk, command, command.text, act, unit);
    auto record = named_record(desk, *number, act.actor, unit);
    if (!record)
        return record.error();
    if (auto allowed = must_be_allowed(desk, *record, act, unit); !allowed)
        return allowed.error();
    TagChange wished;
    for (const std::string& word : words(said.rest.substr(end))) {
        const bool is_off = word.starts_with('-');
        auto tag = parse_tag(is_off ? word.substr(1) : word);
        if (!tag)
            return Error(tag.error().code(), slack::escaped(tag.error().detail()));
        (is_off ? wished.removed : wished.added).push_back(*std::move(tag));
    }
    if (auto done = retag(desk, *record, wished, act, unit); !done)
        return Error(done.error().code(), done.error().detail());
    return slack::Reply::message(tags_text(desk, *record));
}

bool is_offered(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return desk.process_of(record).is_ticket() && (roles & kAgent) != 0 && !record.has(kErasedAt);
}

std::string card_line(const Desk&, const Record& record, const store::Unit&)
{
    const Tags tags = tags_of(record);
    return tags.empty() ? "" : ":label: " + slack::escaped(joined(tags, " · "));
}

constexpr std::array kEntries{Entry{"tags", "Tags…", true, is_offered, open_form}};
constexpr std::array kForms{Form{kForm, submit}};
constexpr std::array kVerbs{
    Verb{"/ticket", "tag", "tag REQ-12 vpn -printer",
         "for agents: puts tags on a ticket, or takes them off with a minus; requesters "
         "never see them",
         tag_by_command, true, false}};

}  // namespace

Result<void> may_retag(const Desk& desk, const Record& record, const TagChange& wished, const Act& act,
                       const store::Unit& unit)
{
    if (auto allowed = must_be_allowed(desk, record, act, unit); !allowed)
        return allowed;
    const auto tags = tags_after(record, wished);
    return tags ? Result<void>() : tags.error();
}

Result<void> retag(const Desk& desk, Record& record, const TagChange& wished, const Act& act,
                   store::Unit& unit)
{
    if (auto allowed = may_retag(desk, record, wished, act, unit); !allowed)
        return allowed;
    auto made = change(record, attr::kTags, joined(*tags_after(record, wished), ","));
    if (!made)
        return {};
    write(unit, record, act, kTagged, {*std::move(made)});
    settle_clocks(desk, record, kTagged, unit);  // service levels may ask for a tag
    redraw(desk, record, unit);
    return {};
}

extern const Feature kTagsFeature;
const Feature kTagsFeature{
    .key = "tags", .forms = kForms, .verbs = kVerbs, .entries = kEntries, .card_line = card_line};

}  // namespace deskbell::kernel
