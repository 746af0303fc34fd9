#include "handlers/kernel/letters.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/thread/confirmation.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kRecordsInMessage = 15;  // each takes two blocks and a few lines
constexpr std::size_t kTitleShown = 80;
constexpr std::size_t kLineShown = 400;  // of what differs from record to record

/// "Ana solved INC-1:" and the words below it.
struct Halves {
    std::string first, rest;
};

Halves halves_of(const std::string& mrkdwn)
{
    const std::size_t end = mrkdwn.find('\n');
    if (end == std::string::npos)
        return {mrkdwn, ""};
    return {mrkdwn.substr(0, end), mrkdwn.substr(end + 1)};
}

void post_to(const std::string& user, const Saying& saying, const std::string& once, store::Unit& unit)
{
    // It belongs to no single record, so that a word under it is no public answer to one of them.
    post(unit, {0, 0, "notice", user, "", 0}, saying, 0, once);
}

void add_line(const Desk& desk, const Record& record, const std::string& line, slack::Blocks& blocks)
{
    const std::string number = desk.number_of(record);
    const bool asks = record.at(attr::kCategory) == to_text(Category::resolved);
    const std::string title = slack::escaped(shortened(record.at(attr::kTitle), kTitleShown));
    blocks.section("told:" + number, line + (line.ends_with(':') ? " " : "\n") + title,
                   slack::button("open", "Open", number));
    if (asks)
        blocks.actions("confirm:" + number, confirm_buttons(number));
}

/// Words that are the same for all are said once.
std::string shared_words(const std::vector<Letters::Line>& lines)
{
    const std::string shared = halves_of(lines.front().mrkdwn).rest;
    const bool is_shared = std::ranges::all_of(
        lines, [&](const Letters::Line& line) { return halves_of(line.mrkdwn).rest == shared; });
    return is_shared ? shared : std::string();
}

void tell_about(const Desk& desk, const std::string& user, const std::vector<Letters::Line>& lines,
                const std::string& once, store::Unit& unit)
{
    const std::string shared = shared_words(lines);
    for (std::size_t at = 0; at < lines.size(); at += kRecordsInMessage) {
        Saying saying;
        saying.text = "News of " + counted(lines.size(), "ticket") + " of yours.";
        saying.blocks.section("*" + saying.text + "*");
        for (std::size_t i = at; i < std::min(lines.size(), at + kRecordsInMessage); ++i) {
            const std::string line = shared.empty() ? lines[i].mrkdwn : halves_of(lines[i].mrkdwn).first;
            add_line(desk, *unit.records.find(lines[i].record_id), shortened(line, kLineShown),
                     saying.blocks);
        }
        add_text(saying.blocks, shared);
        saying.blocks.context({"To answer, write in the thread of the ticket."});
        post_to(user, saying, once + ":" + user + ":" + std::to_string(at), unit);
    }
}

/// Tickets that are somebody's to work on now, or are not any more.
void tell_given(const Desk& desk, const std::string& user, const std::vector<std::int64_t>& records,
                const std::string& text, const std::string& once, store::Unit& unit)
{
    Saying saying;
    saying.text = text;
    saying.blocks.section(":inbox_tray: " + text);
    for (std::size_t i = 0; i < std::min(records.size(), kRecordsInMessage); ++i)
        add_row(desk, saying.blocks, "assigned", *unit.records.find(records[i]), user, unit);
    if (records.size() > kRecordsInMessage)
        saying.blocks.context({"and " + std::to_string(records.size() - kRecordsInMessage) +
                               " more: your Home lists all that you have."});
    post_to(user, saying, once + user, unit);
}

}  // namespace

void Letters::to_requester(const Record& record, std::string mrkdwn)
{
    if (record.has(attr::kRequester))
        requesters_[record.at(attr::kRequester)].push_back({record.id, std::move(mrkdwn)});
}

void Letters::to_assignee(const Record& record)
{
    assignees_[record.at(attr::kAssignee)].push_back(record.id);
}

void Letters::to_former(const std::string& user, const Record& record) { former_[user].push_back(record.id); }

void Letters::send(const Desk& desk, const Act& act, std::string_view batch, store::Unit& unit) const
{
    const std::string once(batch);
    for (const auto& [user, lines] : requesters_) {
        if (lines.size() > 1) {
            tell_about(desk, user, lines, once, unit);
            continue;
        }
        Act alone = act;
        alone.letters = nullptr;
        tell_requester(desk, *unit.records.find(lines[0].record_id), lines[0].mrkdwn, alone, unit);
    }
    for (const auto& [user, records] : assignees_)
        if (!user.empty() && user != act.actor)
            tell_given(desk, user, records,
                       counted(records.size(), "ticket") + (records.size() == 1 ? " is" : " are") +
                           " yours, assigned by " + shown(unit, act.actor) + ".",
                       once + ":to:", unit);
    for (const auto& [user, records] : former_)
        if (!user.empty() && user != act.actor)
            tell_given(desk, user, records,
                       shown(unit, act.actor) + " took that back: " + counted(records.size(), "ticket") +
                           (records.size() == 1 ? " is" : " are") + " not yours any more.",
                       once + ":from:", unit);
}

}  // namespace deskbell::kernel
