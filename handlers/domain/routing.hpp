#pragma once
#include "handlers/domain/calendar.hpp"
#include "handlers/domain/record.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// Who is given a ticket that nobody has taken.
enum class AssignMethod : std::uint8_t {
    none,          ///< whoever takes it
    fixed,         ///< one person
    least_loaded,  ///< who has the fewest open tickets
    round_robin,   ///< one after the other
    rota,          ///< who is on duty
    offer,         ///< asked one after the other
};

/// One person is on duty after the other, each for the same number of days, handed over at midnight on the
/// wall of the inbox's calendar.
struct Rota {
    std::vector<std::string> people;
    Date from{};   ///< the first day of the first person
    int days = 7;  ///< of one turn
    bool operator==(const Rota&) const = default;
};
inline constexpr std::size_t kRotaMost = 50;
inline constexpr int kRotaDaysMost = 90;

/// Who is on duty on `day`; "" for a rota without people. Before its first day the turns run backwards.
std::string on_duty(const Rota& rota, Date day);

/// "least_loaded", or "fixed:U0ANA" with its person.
struct Assigning {
    AssignMethod method = AssignMethod::none;
    std::string person{};
    bool operator==(const Assigning&) const = default;
};
/// Errors: invalid_input, with what to write.
Result<Assigning> parse_assigning(std::string_view text);
std::string to_text(const Assigning& assigning);

/// Open tickets that one person is given at most, and how long an offer waits for an answer.
inline constexpr int kCapDefault = 20;
inline constexpr int kCapMost = 1000;
inline constexpr std::chrono::minutes kOfferDefault{10};
inline constexpr int kOfferMinutesMost = 24 * 60;

/// What differs for one agent from their inbox.
struct AgentSettings {
    std::string
        calendar{};  ///< own hours, on the calendar's own wall clock; "": the inbox's hours in their zone
    std::optional<int> cap{};
    bool operator==(const AgentSettings&) const = default;
};

/// One row of the ordered rules: which new tickets, and what is decided for them. The first that matches
/// wins.
struct RoutingRule {
    std::string name;
    /// What to look at -> accepted values; all must hold. Known names are in kRoutingConditions.
    std::map<std::string, std::vector<std::string>, std::less<>> when{};
    std::string inbox{};                  ///< "" : stays where it came in
    std::optional<Assigning> assign{};  ///< nothing: as the inbox does
    std::string priority{};               ///< "P1" .. "P4", "" : as derived
    std::vector<std::string> tags{};      ///< that the ticket is given
    bool operator==(const RoutingRule&) const = default;
};
/// "words" is looked for in title and details, "requester" may name user groups.
inline constexpr std::array<std::string_view, 7> kRoutingConditions{
    "words", "category", "priority", "requester", "channel", "process", "inbox"};
inline constexpr std::size_t kRoutingRulesMost = 200;
inline constexpr std::size_t kRoutingValuesMost = 100;

/// A new ticket as the rules see it.
struct RoutingFacts {
    std::string text;                    ///< title and details
    std::vector<std::string> requester;  ///< the person and their user groups
    std::string category, priority, channel, process, inbox;
};

/// True when each condition of the rule holds. A word is found where it stands by itself: "vpn" in
/// "VPN-Client", not in "vpnx".
bool matches(const RoutingRule& rule, const RoutingFacts& facts);
/// The first rule that matches, or null.
const RoutingRule* first_match(const std::vector<RoutingRule>& rules, const RoutingFacts& facts);
/// "words vpn or wlan, inbox it → inbox network, least_loaded, P2".
std::string to_text(const RoutingRule& rule);

}  // namespace deskbell
