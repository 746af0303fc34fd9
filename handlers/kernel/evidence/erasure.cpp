#include "handlers/kernel/evidence/erasure.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/voice/survey.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr int kPage = 200;  // rows in memory at a time

bool says_the_same(const Event& a, const Event& b)
{
    const auto same = [](const Change& x, const Change& y) {
        return x.before == y.before && x.after == y.after;
    };
    return a.actor == b.actor && a.text == b.text && std::ranges::equal(a.changes, b.changes, same);
}

bool rewrite_comments(std::int64_t record, const Rewriting& rewriting, store::Unit& unit)
{
    bool is_altered = false;
    std::int64_t last = 0;
    for (auto page = unit.comments.after(record, last, kPage); !page.empty();
         page = unit.comments.after(record, last, kPage))
        for (store::Comment& comment : page) {
            last = comment.id;
            const store::Comment before = comment;
            rewriting.comment(comment);
            if (before.author == comment.author && before.text == comment.text)
                continue;
            unit.comments.erase(comment.id, comment.author, comment.text);
            is_altered = true;
        }
    return is_altered;
}

}  // namespace

bool rewrite_events(store::EventLog& log, std::int64_t record, const std::function<void(Event&)>& change,
                    const std::function<void(const Event&)>& visit)
{
    bool is_altered = false;
    std::int64_t last = 0;
    for (auto page = log.of(record, last, kPage); !page.empty(); page = log.of(record, last, kPage))
        for (Event& event : page) {
            last = event.sequence;
            const Event before = event;
            // An account of an earlier erasure has no words of anybody.
            if (event.kind != store::kErasedKind)
                change(event);
            if (!says_the_same(before, event)) {
                log.erase(event);
                is_altered = true;
            }
            visit(event);
        }
    return is_altered;
}

bool holds_words(const Process& process, std::string_view attribute, std::string_view value)
{
    if (store::is_plain(attribute))
        return false;
    if (attribute == attr::kTags || attribute == attr::kTitle || attribute == "details" ||
        attribute == "origin_link" || attribute == kRatingComment)
        return true;
    if (attribute.starts_with(kAnswerPrefix))
        return true;  // what an inbox asks for is not known here
    const Field* field = process.field(attribute);
    if (parse_number(value) && (field == nullptr || !field->is_sensitive))
        return false;  // a duplicate's original is typed as a text
    if (field == nullptr)
        return value.find(' ') != std::string_view::npos;  // ids, words and times have none
    return field->is_sensitive || field->type == FieldType::text || field->type == FieldType::long_text ||
           field->type == FieldType::file;
}

bool rewrite(const Desk&, Record& record, const Rewriting& rewriting, store::Unit& unit)
{
    Record rebuilt = record;
    rebuilt.attributes.clear();
    const bool has_other_events = rewrite_events(unit.events, record.id, rewriting.event,
                                                 [&](const Event& event) { apply(rebuilt, event); });
    const bool has_other_comments = rewrite_comments(record.id, rewriting, unit);
    const bool is_marked = !rewriting.is_whole || record.has(kErasedAt);
    if (!has_other_events && !has_other_comments && is_marked)
        return false;
    record = std::move(rebuilt);
    if (rewriting.is_whole)
        unit.erasures.blank_texts_about(record.id, rewriting.mark);
    write(
        unit, record, {"system", std::string(rewriting.source), unit.now, rewriting.rule}, store::kErasedKind,
        is_marked ? std::vector<Change>() : changes_to(record, {{std::string(kErasedAt), rfc3339(unit.now)}}),
        unit.events.account(record.id));
    return true;
}

void redraw_erased(const Desk& desk, const Record& record, std::string_view mark,
                   const std::function<bool(std::int64_t twin)>& is_theirs, const store::Traces& left,
                   store::Unit& unit)
{
    Saying instead;
    instead.text = mark;
    instead.blocks.context({std::string(mark)});
    for (store::UndeliveredPost& waiting : unit.erasures.undelivered(record.id)) {
        const bool is_redrawn = waiting.role == "card" || waiting.role == "receipt";
        if (!is_redrawn && !is_theirs(waiting.twin))
            continue;
        waiting.arguments["text"] = mark;
        waiting.arguments["blocks"] = instead.blocks.json();
        unit.erasures.say_instead(waiting.call, waiting.arguments);
    }
    for (const std::string_view role : {"copy", "notice", "resolution", "approval", "survey", "follow_up"}) {
        std::int64_t last = 0;
        for (auto page = unit.messages.in_role(record.id, role, last, kPage); !page.empty();
             page = unit.messages.in_role(record.id, role, last, kPage))
            for (const store::Message& copy : page) {
                last = copy.id;
                if (is_theirs(copy.twin) && std::ranges::find(left, copy.channel) == left.end())
                    edit(unit, copy.id, instead);
            }
    }
    redraw(desk, record, unit);
}

}  // namespace deskbell::kernel
