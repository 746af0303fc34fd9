#include "handlers/kernel/intake/thread_copy.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "slack/wire/frame.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kThen = "thread:";
constexpr int kPagesMost = 2;
constexpr int kPage = kCopiedMost / kPagesMost + 1;  // each page repeats the root
/// So many replies of a page are copied one by one, so that a later edit is shown there; more are put
/// together. Slack may give a short page before the last.
constexpr std::size_t kApartMost = 20;
constexpr std::size_t kTogetherMost = 2500;  // bytes of one post, below Slack's 3,000

struct Said {
    std::string author, text;
    UtcTime at{};
    std::int64_t message = 0;  ///< row of the message
};

void ask_page(const Record& record, int page, const std::string& cursor, store::Unit& unit)
{
    Attributes arguments{{"channel", record.at(attr::kSourceChannel)},
                         {"ts", record.at(attr::kSourceTs)},
                         {"limit", std::to_string(kPage)}};
    if (!cursor.empty())
        arguments["cursor"] = cursor;
    const std::string then =
        std::string(kThen) + pack({{"record", std::to_string(record.id)}, {"page", std::to_string(page)}});
    ask(unit, "conversations.replies", arguments, then,
        "thread:" + std::to_string(record.id) + ":" + std::to_string(record.version) + ":" +
            std::to_string(page));
}

/// The replies of a page that people wrote and nobody has kept yet.
std::vector<Said> keep(const Desk& desk, Record& record, const slack::CallResult& answer, store::Unit& unit)
{
    std::vector<Said> out;
    const std::string channel = record.at(attr::kSourceChannel), root = record.at(attr::kSourceTs);
    for (const std::string& json : answer.objects("/messages")) {
        const slack::MessageInfo message = slack::parse_message(json, channel);
        if (message.ts == root || !is_personal(desk, message) || unit.messages.find(channel, message.ts))
            continue;
        const std::string text = with_files(readable(unit, message.text), &message);
        if (trimmed(text).empty())
            continue;
        const auto written = from_slack_ts(message.ts);
        const UtcTime at = written ? unit.when(*written) : unit.now;
        get_to_know(unit, message.user);
        // Nothing happens to a record before it is there: the event is of now, the comment of then.
        write(unit, record, {message.user, "thread", unit.now, "said before the ticket"}, "copied", {}, text);
        const std::int64_t row = unit.messages.insert({0, record.id, "typed", channel, message.ts, 0, root});
        unit.comments.insert({0, record.id, message.user, "public", text, at, row});
        out.push_back({message.user, text, at, row});
    }
    return out;
}

void post_apart(const Desk& desk, const Record& record, const store::Message& card, const Said& said,
                store::Unit& unit)
{
    const bool is_answer = said.author != record.at(attr::kRequester) &&
                           is_agent(desk, record.at(attr::kInbox), said.author, unit);
    post(unit, {0, record.id, "copy", card.channel, "", said.message},
         copied_words(said.text, label_for_agents(said.author, is_answer, unit) + " · from the thread, " +
                                     slack::date(said.at, desk.settings().timezone)),
         card.id, "before:" + std::to_string(said.message));
}

void post_together(const Desk& desk, const Record& record, const store::Message& card,
                   const std::vector<Said>& all, store::Unit& unit)
{
    std::string text;
    std::int64_t first = 0;
    const auto flush = [&] {
        if (text.empty())
            return;
        Saying saying;
        saying.text = text;
        saying.blocks.context({":speech_balloon: From the thread"});
        add_text(saying.blocks, text);
        post(unit, {0, record.id, "notice", card.channel, "", 0}, saying, card.id,
             "before:" + std::to_string(first));
        text.clear();
    };
    for (const Said& said : all) {
        const std::string line = "*" + shown(unit, said.author) + "* (" +
                                 slack::date(said.at, desk.settings().timezone) +
                                 "): " + slack::escaped(said.text) + "\n";
        if (text.size() + line.size() > kTogetherMost)
            flush();
        if (text.empty())
            first = said.message;
        text += line;
    }
    flush();
}

void show(const Desk& desk, const Record& record, const std::vector<Said>& all, store::Unit& unit)
{
    const auto card = unit.messages.find(record.id, "card");
    if (!card || is_one_thread(desk, record, unit))
        return;
    if (all.size() > kApartMost)
        return post_together(desk, record, *card, all, unit);
    for (const Said& said : all) post_apart(desk, record, *card, said, unit);
}

Result<void> take_page(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                       store::Unit& unit)
{
    Attributes noted = unpack(std::string_view(sent.then).substr(kThen.size()));
    auto record = unit.records.find(whole_number(noted["record"]));
    if (!record)
        return {};
    const int page = static_cast<int>(whole_number(noted["page"]));
    if (!answer.ok) {
        // A message without replies is no thread to Slack; anything else is said, so that nobody relies on
        // it.
        if (answer.error != "thread_not_found")
            tell_agents(*record,
                        ":warning: What was said in the thread before could not be read. Please look there.",
                        "unread:" + std::to_string(record->id), unit);
        return {};
    }
    const std::string cursor = answer.at("/response_metadata/next_cursor");
    show(desk, *record, keep(desk, *record, answer, unit), unit);
    if (cursor.empty())
        return {};
    if (page < kPagesMost)
        ask_page(*record, page + 1, cursor, unit);
    else
        tell_agents(*record, ":information_source: The thread is longer than what is copied here.",
                    "longer:" + std::to_string(record->id), unit);
    return {};
}

constexpr std::array kAwaited{Awaited{kThen, take_page}};

}  // namespace

void copy_thread(const Record& record, store::Unit& unit)
{
    if (!record.at(attr::kSourceTs).empty())
        ask_page(record, 1, "", unit);
}

extern const Feature kThreadCopy;
const Feature kThreadCopy{.key = "thread_copy", .awaited = kAwaited};

}  // namespace deskbell::kernel
