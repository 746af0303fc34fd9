#pragma once
#include "handlers/domain/number.hpp"
#include "handlers/domain/settings.hpp"
#include "handlers/kernel/clock/levels.hpp"
#include "handlers/kernel/declaration.hpp"
#include "handlers/kernel/setup/inbox_setup.hpp"
#include "slack/wire/call.hpp"
#include "slack/wire/frame.hpp"
#include "slack/wire/reply.hpp"
#include "store/unit.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// Who we are in the workspace: from auth.test and hello. Immutable once known.
struct Self {
    std::string user;  ///< the bot's user id
    std::string bot;   ///< its bot id
    std::string team;
    std::string app;  ///< "" until hello said it
    std::string url;  ///< "https://example.slack.com/"
};

/// The short second half of a timer's work: it only writes down what was worked out before.
using Writes = std::function<Result<void>(store::Unit&)>;

/// The whole desk as one synchronous function over a transaction: what came in, to what is answered.
/// Immutable, so that every store thread may use it; a copy is cheap. Its settings are those of the
/// configuration until `as_of` looked up what was set up in Slack; what is handled here sees both.
class Desk {
public:
    /// @throws std::logic_error when two processes share a key or a prefix, or one is malformed.
    Desk(std::vector<const Process*> processes, Settings settings, Self self);

    /// The same desk with the settings that are in force in this transaction.
    Desk as_of(const store::Unit& unit) const;

    /// True for what only reads (lists, forms, Home): it runs on a reading thread.
    bool only_reads(const slack::Payload& payload) const;

    /// Does what the person asked for and says what to answer. On an Error nothing has happened.
    Result<slack::Reply> handle(const slack::Envelope& envelope, store::Unit& unit) const;

    /// True when `note_reading` has something to do after this was read, and `shown` was what `handle` left
    /// in the unit.
    bool is_noted(const slack::Payload& payload, const std::set<store::Sighting>& shown) const;
    /// What is worth noting of something that only read. A job of its own, after the ack: nobody waits for
    /// it.
    void note_reading(const slack::Envelope& envelope, const std::set<store::Sighting>& shown,
                      store::Unit& unit) const;

    /// Tells the person that `error` happened, where they look: command answer, form field, or a private
    /// message. `reference` is printed for internal errors. Runs in a transaction of its own.
    slack::Reply refuse(const slack::Envelope& envelope, const Error& error, const std::string& reference,
                        store::Unit& unit) const;
    /// The same without a database, for what an ack can carry (commands, submissions).
    slack::Reply refuse_without_store(const slack::Envelope& envelope, const Error& error,
                                      const std::string& reference) const;

    /// To be called once when the program starts, before anything else is handled: what the configuration or
    /// the zone data changed comes into force, and open clocks are reckoned anew, bit by bit.
    void adopt(store::Unit& unit) const;
    /// Every version of the service levels, oldest first; never empty.
    std::vector<LevelsVersion> levels(const store::Unit& unit) const;

    /// True when `prepare` has something to do for this kind of timer.
    bool prepares(const store::Timer& timer) const;
    /// The long first half of what a timer is for, where there is one: it reads and works out, on a reading
    /// thread, so that nobody who writes waits for it. An empty function when this kind of timer has none.
    /// The second half belongs into the transaction that takes the timer.
    Result<Writes> prepare(const store::Timer& timer, const store::Unit& unit) const;
    /// Runs what a timer is for, both halves.
    Result<void> on_timer(const store::Timer& timer, store::Unit& unit) const;

    /// The answer to a delivered row whose `then` is not empty: a person's profile, a message that was
    /// reacted to, a permanent link. Runs in the transaction that marks the row done. Called for refused
    /// calls as well.
    Result<void> on_answer(const store::Outgoing& sent, const slack::CallResult& answer,
                           store::Unit& unit) const;

    /// A person's name or zone became known (users.info, user_change).
    void on_person(const store::Person& person, store::Unit& unit) const;

    /// The app manifest (JSON) for exactly what this build handles.
    std::string manifest() const;
    /// Bot scopes and event names that the manifest asks for.
    std::vector<std::string> scopes() const;

    const Process* process(std::string_view key) const;
    const Process* process_of_prefix(std::string_view prefix) const;
    const Process& process_of(const Record& record) const;
    /// "INC-12".
    std::string number_of(const Record& record) const;
    /// The record with this number, whoever asks: check may_see before showing anything of it.
    std::optional<Record> find(const RecordNumber& number, const store::Unit& unit) const;

    const Settings& settings() const { return *settings_; }
    const Self& self() const { return fixed_->self; }
    const std::vector<const Process*>& processes() const { return fixed_->processes; }

private:
    /// What never changes.
    struct Fixed {
        std::vector<const Process*> processes;
        Self self;
    };
    std::shared_ptr<const Fixed> fixed_;
    std::shared_ptr<SettingsCache> settings_cache_;
    std::shared_ptr<const Settings> settings_;
    std::shared_ptr<LevelsCache> levels_cache_;
};

}  // namespace deskbell::kernel

namespace deskbell {
/// Every process of this build, in the order of their folders. Generated by handlers/CMakeLists.txt.
std::vector<const kernel::Process*> all_processes();
}  // namespace deskbell
