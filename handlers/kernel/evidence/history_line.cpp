#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approval_timers.hpp"
#include "handlers/kernel/assignment/tags.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/evidence/history.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/naming.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "handlers/kernel/voice/survey.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

struct Word {
    std::string_view key, words;
};

std::string_view look_up(std::span<const Word> words, std::string_view key)
{
    const auto it = std::ranges::find(words, key, &Word::key);
    return it == words.end() ? std::string_view() : it->words;
}

// The program's own arithmetic: worth a line only where a promise moved.
constexpr std::string_view kReckoned = "clock";
// The program completes what it knows, like the address of the first message.
constexpr std::string_view kInnerChange = "changed";

constexpr Word kKinds[] = {
    {"created", "raised it"},
    {kAgentWord, "answered"},
    {kRequesterWord, "wrote"},
    {"note", "wrote a note"},
    {kAnswersChanged, "changed answers"},
    {kTagged, "changed its tags"},
    {"edited", "changed what had been written"},
    {"message_deleted", "deleted what they had written"},
    {"made_private", "made it private"},
    {"made_public", "agreed to make it public"},
    {"kept_private", "wants it to stay private"},
    {"asked_to_publish", "asked whether it may become public"},
    {"followed", "follows it"},
    {"unfollowed", "follows it no longer"},
    {"known_issue", "marked it as a known issue"},
    {"not_known_issue", "marked it as no known issue any more"},
    {store::kErasedKind, "erased texts and names"},
    {"escalated", "called for help"},
    {"reminded", "reminded the requester"},
    {"reminders", "changed the reminders"},
    {"acknowledged", "said that they see to it"},
    {kAsked, "asked how it was"},
    {kAskedAnonymously, "asked how it was, without names"},
    {kRated, "said how it was"},
    {kApprovalReminded, "reminded those who are to approve"},
    {kApprovalEscalated, "told that the approval waits"},
    {kReckoned, "reckoned the promises"},
};
constexpr Word kSources[] = {
    {"slash_command", "a command"}, {"view", "a form"},          {"button", "a button"},
    {"message", "a message"},       {"reaction", "a reaction"},  {"shortcut", "a shortcut"},
    {"timer", "a timer"},           {"cli", "the command line"}, {"clock", "its calendar"},
    {"bulk", "several at once"},    {"slack", "Slack"},
};
constexpr Word kAttributes[] = {
    {attr::kTitle, "Title"},
    {"details", "Details"},
    {attr::kState, "State"},
    {attr::kPriority, "Priority"},
    {attr::kInbox, "Inbox"},
    {attr::kAssignee, "Assignee"},
    {attr::kRequester, "For"},
    {attr::kFollowers, "Followers"},
    {"known_issue", "Known issue"},
    {"me_too_count", "Have it too"},
    {"knowledge_entry", "Knowledge entry"},
    {"self_served", "Solved by the suggestion"},
    {attr::kPrivate, "Private"},
    {attr::kVia, "Raised by"},
    {attr::kResponseDue, "First answer due"},
    {attr::kResolutionDue, "Solution due"},
};
// What the program reckons or remembers for itself; it follows from the rest.
constexpr std::array<std::string_view, 15> kInner{
    kFormVersions,    attr::kCategory, attr::kReceivedAt, attr::kFirstResponseAt, attr::kResolvedAt,
    attr::kClosedAt,  attr::kNextDue,  attr::kTimeLeft,   attr::kSourceChannel,   attr::kSourceTs,
    attr::kCreatedBy, "origin_link",   "requester_zone",  "state_before",         "category_before"};
// Words that everybody reads who may see the record.
constexpr std::array<std::string_view, 3> kPublicWords{"created", kAgentWord, kRequesterWord};

bool is_mine_to_change(std::string_view kind) { return kind == "edited" || kind == "message_deleted"; }

/// A step's label as it stood on its button: "Take it", "Hold".
std::string label_of_step(const Process& process, std::string_view action)
{
    const auto row = std::ranges::find(process.transitions, action, &Transition::action);
    if (row == process.transitions.end())
        return {};
    std::string label(row->label);
    if (label.ends_with("…"))
        label.resize(label.size() - std::string_view("…").size());
    return label;
}

std::string what_of(const Process& process, const Event& event)
{
    if (const auto words = look_up(kKinds, event.kind); !words.empty())
        return std::string(words) + (event.kind == store::kErasedKind ? " (" + event.rule + ")" : "");
    if (const std::string label = label_of_step(process, event.kind); !label.empty())
        return "chose “" + label + "”" + (event.rule.empty() ? "" : " (" + event.rule + ")");
    std::string kind = event.kind;
    std::ranges::replace(kind, '_', ' ');
    return kind;
}

std::string person(const store::Unit& unit, std::string_view user)
{
    const std::string name = name_of(unit, user);
    return name.empty() ? (user == "system" ? "Deskbell" : std::string(user)) : name;
}

std::string person_for(const Desk& desk, const Record& record, const HistoryReader& reader,
                       std::string_view user, const store::Unit& unit)
{
    if (reader.is_agent || user == reader.user || !is_hidden_from_requester(desk, record, user, unit))
        return person(unit, user);
    return desk.settings().inbox(record.at(attr::kInbox))->name;
}

// What an approval leaves on its record.
constexpr std::string_view kApprovers = "approvers";

bool is_user_list(const Field* field, std::string_view attribute)
{
    if (field != nullptr)
        return field->type == FieldType::user || field->type == FieldType::users;
    return attribute == attr::kAssignee || attribute == attr::kRequester || attribute == attr::kFollowers ||
           attribute == kApprovers;
}

/// Values as people read them: names, labels of choices and states, times on the reader's wall clock.
class Values {
public:
    Values(const Desk& desk, const Record& record, const Event& event, const HistoryReader& reader,
           const store::Unit& unit)
        : desk_(desk),
          record_(record),
          event_(event),
          process_(desk.process_of(record)),
          reader_(reader),
          unit_(unit)
    {
    }

    /// "Priority: P3 → P2"; "" when the reader is not told.
    std::string line(const Change& change) const
    {
        if (const auto question = question_of(desk_, record_, change.attribute, unit_))
            return question->agents_only && !reader_.is_agent
                       ? ""
                       : told(question->label, shown_answer(*question, change.before),
                              shown_answer(*question, change.after));
        const std::string label = label_of(change.attribute);
        if (change.attribute == attr::kState && !label.empty())
            return told(label, shown_state(change.before, &Change::before),
                        shown_state(change.after, &Change::after));
        return label.empty() ? ""
                             : told(label, shown_value(change.attribute, change.before),
                                    shown_value(change.attribute, change.after));
    }

private:
    static constexpr std::size_t kValueMost = 200;

    static std::string told(const std::string& label, const std::string& before, const std::string& after)
    {
        if (before == after)
            return {};
        if (before.empty())
            return label + ": " + after;
        return label + ": " + before + " → " + (after.empty() ? "nothing" : after);
    }

    std::string shown_answer(const FormField& question, const std::string& value) const
    {
        if (question.type == FieldType::user || question.type == FieldType::users)
            return value.empty() ? "" : names(value);
        if (const auto instant = parse_rfc3339(value))
            return wall_clock(*instant, reader_.zone);
        return value.empty() ? "" : shortened(answer_label(question, value), kValueMost);
    }

    std::string label_of(std::string_view attribute) const
    {
        if (std::ranges::find(kInner, attribute) != kInner.end())
            return {};
        if (const Field* field = process_.field(attribute))
            return field->agents_only && !reader_.is_agent ? "" : std::string(field->label);
        if (const auto known = look_up(kAttributes, attribute); !known.empty())
            return std::string(known);
        if (!reader_.is_agent)
            return {};
        std::string words(attribute);
        std::ranges::replace(words, '_', ' ');
        return words;
    }

    std::string shown_value(std::string_view attribute, const std::string& value) const
    {
        const Field* field = process_.field(attribute);
        if (is_user_list(field, attribute))
            return names(value);
        if (attribute == attr::kInbox)
            if (const InboxSettings* inbox = desk_.settings().inbox(value))
                return inbox->name;
        if (const auto instant = parse_rfc3339(value))
            return wall_clock(*instant, reader_.zone);
        const bool is_choice = field != nullptr && field->type == FieldType::one_of;
        return shortened(is_choice ? choice_label(desk_, attribute, value) : value, kValueMost);
    }

    /// In the words of the inbox that the record is in now: a state may have been called otherwise then.
    /// `side` says whether it is the one before or after the event, which knows the category if that changed.
    std::string shown_state(const std::string& key, std::string Change::*side) const
    {
        const State* state = process_.state(key);
        if (state == nullptr)
            return shortened(key, kValueMost);
        const auto moved = std::ranges::find(event_.changes, attr::kCategory, &Change::attribute);
        const auto told = moved == event_.changes.end() ? std::nullopt : parse_category((*moved).*side);
        const Category category = told.value_or(state->category);
        return state_name(desk_, record_.at(attr::kInbox), category,
                          reader_.is_agent ? state->label : for_requester(category));
    }

    std::string names(const std::string& list) const
    {
        std::vector<std::string> out;
        for (const std::string& user : split(list, ','))
            out.push_back(person_for(desk_, record_, reader_, user, unit_));
        return joined(out, ", ");
    }

    const Desk& desk_;
    const Record& record_;
    const Event& event_;
    const Process& process_;
    const HistoryReader& reader_;
    const store::Unit& unit_;
};

/// What was said with it. Of those who were told of an approval that waits the event keeps the ids.
std::string words_of(const Desk& desk, const Record& record, const Event& event, const HistoryReader& reader,
                     const store::Unit& unit)
{
    if (event.kind != kApprovalReminded && event.kind != kApprovalEscalated)
        return event.text;
    std::vector<std::string> names;
    for (const std::string& told : split(event.text, ',')) {
        const auto& inboxes = desk.settings().inboxes;
        const auto inbox = std::ranges::find(inboxes, told, &InboxSettings::agent_channel);
        names.push_back(inbox == inboxes.end() ? person_for(desk, record, reader, told, unit) : inbox->name);
    }
    return joined(names, ", ");
}

/// Whether the reader learns that it happened at all.
bool is_told(const Event& event, const HistoryReader& reader)
{
    if (reader.is_agent || event.actor == reader.user)
        return true;
    // What an agent changed or took back may have been a note.
    return event.kind != "note" && !is_mine_to_change(event.kind);
}

}  // namespace

std::string through(std::string_view source)
{
    const auto words = look_up(kSources, source);
    return std::string(words.empty() ? source : words);
}

HistoryReader history_reader(const Desk& desk, const Record& record, std::string_view user,
                             const store::Unit& unit)
{
    return {std::string(user), zone_of(desk, user, unit), learns_agents(desk, record, user, unit)};
}

std::optional<HistoryLine> history_line(const Desk& desk, const Record& record, const Event& event,
                                        const HistoryReader& reader, const store::Unit& unit)
{
    if (!is_told(event, reader))
        return std::nullopt;
    const Process& process = desk.process_of(record);
    HistoryLine line{event.occurred_at,
                     person_for(desk, record, reader, event.actor, unit),
                     what_of(process, event),
                     {},
                     {},
                     {}};
    line.through = through(event.source);
    const Values values(desk, record, event, reader, unit);
    for (const Change& change : event.changes)
        if (std::string words = values.line(change); !words.empty())
            line.changes.push_back(std::move(words));
    // What the reader may not know is not even told to have happened.
    const bool is_about_changes = event.kind == kReckoned || event.kind == kAnswersChanged ||
                                  event.kind == kInnerChange || event.kind == kTagged;
    if (is_about_changes && line.changes.empty() && event.text.empty())
        return std::nullopt;
    const bool may_read = reader.is_agent || event.actor == reader.user ||
                          std::ranges::find(kPublicWords, event.kind) != kPublicWords.end();
    if (may_read && event.kind != store::kErasedKind)
        line.text = words_of(desk, record, event, reader, unit);
    return line;
}

}  // namespace deskbell::kernel
