#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// Who can be given work: who is away, whose turn it was, how much somebody holds.
class Duty {
public:
    explicit Duty(Connection& db) : db_(db) {}

    void set_away(std::string_view user, UtcTime until);
    void set_back(std::string_view user);
    /// Until when the person is away at `now`; nothing when they are there.
    std::optional<UtcTime> away_until(std::string_view user, UtcTime now) const;

    /// The person whose turn it was last in the inbox, or "".
    std::string last_turn(std::string_view inbox) const;
    void set_turn(std::string_view inbox, std::string_view user);

    /// Open tickets of all inboxes that the person holds.
    std::int64_t open_of(std::string_view user) const;
    /// Everybody who holds an open ticket of the inbox; at most `limit`.
    std::vector<std::string> holders(std::string_view inbox, int limit) const;

private:
    Connection& db_;
};

/// A ticket that one agent after the other is asked to accept.
struct Offer {
    std::int64_t record_id = 0;
    std::string user;          ///< who is asked now
    std::int64_t message = 0;  ///< the card in their direct messages
    std::string asked;         ///< everybody who was asked, "U1,U2"
};

class Offers {
public:
    explicit Offers(Connection& db) : db_(db) {}
    std::optional<Offer> find(std::int64_t record_id) const;
    /// What the person is being asked for; at most `limit`.
    std::vector<Offer> of(std::string_view user, int limit) const;
    void save(const Offer& offer);
    void remove(std::int64_t record_id);

private:
    Connection& db_;
};

/// What one agent offers a colleague at the end of a shift.
struct Handover {
    struct Item {
        std::int64_t record_id = 0;
        bool is_accepted = false;
    };
    std::int64_t id = 0;
    std::string giver, taker;
    std::int64_t giver_message = 0, taker_message = 0;
    UtcTime offered_at{};
    std::vector<Item> items;
};

class Handovers {
public:
    explicit Handovers(Connection& db) : db_(db) {}
    /// Without the messages: they show what is in it.
    std::int64_t insert(const Handover& handover);
    void set_messages(std::int64_t id, std::int64_t giver_message, std::int64_t taker_message);
    std::optional<Handover> find(std::int64_t id) const;
    /// False when it was accepted before, or is no part of the hand-over.
    bool accept(std::int64_t id, std::int64_t record_id);

private:
    Connection& db_;
};

/// Who opened which form on a record a moment ago.
class OpenedForms {
public:
    struct Opened {
        std::string user, form;
        UtcTime at{};
    };

    explicit OpenedForms(Connection& db) : db_(db) {}
    /// Forgets all that was opened before `expired`.
    void note(std::int64_t record_id, const Opened& opened, UtcTime expired);
    void forget(std::int64_t record_id, std::string_view user);
    /// The others, the newest first; at most `limit`.
    std::vector<Opened> others(std::int64_t record_id, std::string_view user, UtcTime since, int limit) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
