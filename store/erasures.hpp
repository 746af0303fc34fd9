#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// A person who is, or was, replaced by a pseudonym. Who it was cannot be read from it.
struct ErasedPerson {
    std::int64_t id = 0;
    std::optional<UtcTime> finished;
    std::int64_t records = 0;  ///< rewritten so far

    std::string pseudonym() const { return "ERASED-" + std::to_string(id); }
};

/// What names a person in texts: first the user id, then the channel of direct messages, the full name.
using Traces = std::vector<std::string>;

/// A message about a record that is not in Slack yet, or not as it shall be.
struct UndeliveredPost {
    std::int64_t call = 0;
    std::int64_t twin = 0;  ///< message that it is a copy of
    std::string role;
    Attributes arguments;
};

/// Everything in the database that may name a person, and how it is replaced outside of records.
class Erasures {
public:
    explicit Erasures(Connection& db) : db_(db) {}

    /// The pseudonym of the person whose keyed digest this is: the same one however often it is asked for.
    ErasedPerson begin(std::string_view keyed, UtcTime now);
    void count(std::int64_t id, std::int64_t records);
    void finish(std::int64_t id, UtcTime now);

    /// Records whose history, words or attributes hold one of the traces, in whatever case; by id.
    std::vector<std::int64_t> records_with(const Traces& traces) const;

    /// Columns outside of records and their history, which are rewritten event by event, and of the
    /// directory, which is what a person is known by until the end.
    std::vector<TextColumn> other_columns() const;
    /// Different values of a column that hold one of the traces, after `after` in their order; at most
    /// `limit`.
    std::vector<std::string> values_with(const TextColumn& column, const Traces& traces,
                                         std::string_view after, int limit) const;
    /// One value for another, in all rows. Where the new one is there already and may be only once, the rows
    /// go.
    void replace(const TextColumn& column, std::string_view value, std::string_view replacement);

    /// What was only kept to deliver it, or to give the same answer twice: answers become `empty_answer`,
    /// delivered calls lose their words, and of deliveries that no handler could deal with those with a
    /// trace.
    void forget_traffic(const Traces& traces, std::string_view empty_answer);
    /// At most `kUndeliveredMost` of a record.
    static constexpr int kUndeliveredMost = 500;
    std::vector<UndeliveredPost> undelivered(std::int64_t record_id) const;
    void say_instead(std::int64_t call, const Attributes& arguments);
    /// Calls that are going to reach the person's own channels, or are about this person alone.
    std::vector<std::int64_t> calls_to(const Traces& traces, int limit) const;
    /// Memberships, subscriptions, timers and notices that are the person's own, and who they are.
    void leave(std::string_view user, std::string_view pseudonym);
    /// Texts about a record that stand in tables of their own become `mark`.
    void blank_texts_about(std::int64_t record_id, std::string_view mark);
    /// Rows of a table that name the person in a column of their own: what has blanks in their other columns
    /// is text, and becomes `mark`.
    void blank_rows_of(const TextColumn& column, std::string_view user, std::string_view mark);

private:
    Connection& db_;
};

}  // namespace deskbell::store
