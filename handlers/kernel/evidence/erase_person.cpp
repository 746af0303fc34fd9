#include "handlers/kernel/evidence/erase_person.hpp"

#include "handlers/domain/pseudonym.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/evidence/erasure.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "slack/wire/reply.hpp"

#include <set>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTraceLeast = 2;  // letters; a shorter name would be found everywhere
constexpr int kCallsAtOnce = 500;
constexpr std::string_view kGivenUp = "the person was erased";

void add_trace(store::Traces& traces, const std::string& text)
{
    for (const std::string& form : {text, slack::escaped(text)})
        if (form.size() >= kTraceLeast && std::ranges::find(traces, form) == traces.end())
            traces.push_back(form);
}

/// Direct messages in which they asked: the directory knows only the one that the desk opened itself.
void add_conversations(PersonToErase& person, const store::Unit& unit)
{
    std::int64_t last = 0;
    for (auto page = unit.records.asked_by(person.user, last, kValuesAtOnce); !page.empty();
         page = unit.records.asked_by(person.user, last, kValuesAtOnce))
        for (const Record& record : page) {
            last = record.id;
            if (record.at(attr::kSourceChannel).starts_with('D'))
                add_trace(person.traces, record.at(attr::kSourceChannel));
        }
}

/// The records that are theirs lose title and details whoever typed them; in others they lose their own
/// words.
class Blanking {
public:
    Blanking(const Process& process, const Record& record, const PersonToErase& person)
        : process_(process),
          person_(person),
          is_subject_(record.at(attr::kRequester) == person.user ||
                      record.at(attr::kCreatedBy) == person.user)
    {
    }

    bool is_subject() const { return is_subject_; }

    void event(Event& event) const
    {
        const bool is_own = event.actor == person_.user;
        for (Change& change : event.changes)
            if (!store::is_plain(change.attribute))
                for (std::string* value : {&change.before, &change.after})
                    *value = rewritten(
                        *value, (is_own || is_subject_) && holds_words(process_, change.attribute, *value));
        event.text = rewritten(event.text, is_own);
        event.actor = named(event.actor);
    }

    void comment(store::Comment& comment) const
    {
        comment.text = rewritten(comment.text, comment.author == person_.user);
        comment.author = named(comment.author);
    }

private:
    std::string rewritten(const std::string& text, bool is_blank) const
    {
        if (text.empty() || text == kErasedWords)
            return text;
        return is_blank ? std::string(kErasedWords) : named(text);
    }
    std::string named(const std::string& text) const
    {
        return without_traces(text, person_.traces, person_.pseudonym);
    }

    const Process& process_;
    const PersonToErase& person_;
    const bool is_subject_;
};

/// The messages whose words are theirs, by the rows in which they were typed.
std::set<std::int64_t> typed_by(std::int64_t record, const std::string& user, const store::Unit& unit)
{
    std::set<std::int64_t> out;
    std::int64_t last = 0;
    for (auto page = unit.comments.after(record, last, kValuesAtOnce); !page.empty();
         page = unit.comments.after(record, last, kValuesAtOnce))
        for (const store::Comment& comment : page) {
            last = comment.id;
            if (comment.author == user && comment.message != 0)
                out.insert(comment.message);
        }
    return out;
}

}  // namespace

PersonToErase person_to_erase(std::string_view user, std::string_view pseudonym,
                              const std::vector<std::string>& also, const store::Unit& unit)
{
    PersonToErase out{std::string(user), std::string(pseudonym), {}};
    out.traces.emplace_back(user);
    if (const auto person = unit.directory.person(user)) {
        add_trace(out.traces, person->dm_channel);
        add_trace(out.traces, person->name);
    }
    add_conversations(out, unit);
    for (const std::string& name : also) add_trace(out.traces, name);
    return out;
}

bool erase_in_record(const Desk& desk, std::int64_t id, const PersonToErase& person, store::Unit& unit)
{
    auto record = unit.records.find(id);
    if (!record)
        return false;
    const Blanking blanking(desk.process_of(*record), *record, person);
    const auto theirs = typed_by(id, person.user, unit);
    const Rewriting rewriting{"cli",
                              "erasure of " + person.pseudonym,
                              std::string(kErasedWords),
                              blanking.is_subject(),
                              [&](Event& event) { blanking.event(event); },
                              [&](store::Comment& comment) { blanking.comment(comment); }};
    if (!rewrite(desk, *record, rewriting, unit))
        return false;
    redraw_erased(
        desk, *record, ":wastebasket: " + std::string(kErasedWords),
        [&](std::int64_t twin) { return blanking.is_subject() || theirs.contains(twin); }, person.traces,
        unit);
    return true;
}

bool erase_in_desk_log(const PersonToErase& person, store::Unit& unit)
{
    const auto named = [&](std::string& text) {
        text = without_traces(text, person.traces, person.pseudonym);
    };
    return rewrite_desk_log(
        [&](Event& event) {
            named(event.actor);
            for (Change& change : event.changes)
                if (!store::is_plain(change.attribute)) {
                    named(change.before);
                    named(change.after);
                }
        },
        {std::string(kOperator), "cli", unit.now, "erasure of " + person.pseudonym}, unit);
}

void erase_in_traffic(const PersonToErase& person, store::Unit& unit)
{
    for (const std::int64_t call : unit.erasures.calls_to(person.traces, kCallsAtOnce)) {
        unit.outbox.park(call, kGivenUp, unit.now);
        // What was dropped along with an earlier one is no longer there to be dropped.
        static_cast<void>(unit.parked.drop(call, unit.now));
    }
    unit.erasures.forget_traffic(person.traces, slack::encode(slack::Reply::nothing()));
}

bool erase_in_column(const store::TextColumn& column, const PersonToErase& person, std::string& after,
                     std::int64_t& replaced, store::Unit& unit)
{
    if (after.empty())
        unit.erasures.blank_rows_of(column, person.user, kErasedWords);
    const auto values = unit.erasures.values_with(column, person.traces, after, kValuesAtOnce);
    for (const std::string& value : values) {
        after = value;
        const std::string named = without_traces(value, person.traces, person.pseudonym);
        if (named == value)
            continue;  // U1 in U12
        unit.erasures.replace(column, value, named);
        ++replaced;
    }
    return !values.empty();
}

}  // namespace deskbell::kernel
