#include "handlers/domain/routing.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <cctype>

namespace deskbell {

namespace {

constexpr std::string_view kFixed = "fixed:";

struct MethodWord {
    AssignMethod method;
    std::string_view word;
};
constexpr MethodWord kMethods[] = {
    {AssignMethod::none, "none"},
    {AssignMethod::least_loaded, "least_loaded"},
    {AssignMethod::round_robin, "round_robin"},
    {AssignMethod::rota, "rota"},
    {AssignMethod::offer, "offer"},
};

/// Bytes of other alphabets count as letters: there is no word's end inside "Straße".
bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || (c & 0x80) != 0; }

bool has_word(std::string_view text, std::string_view word)
{
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool begins = at == 0 || !is_letter(text[at - 1]) || !is_letter(word.front());
        const bool ends = end == text.size() || !is_letter(text[end]) || !is_letter(word.back());
        if (begins && ends)
            return true;
    }
    return false;
}

const std::string& fact(const RoutingFacts& facts, std::string_view name)
{
    static const std::string kNone;
    if (name == "category")
        return facts.category;
    if (name == "priority")
        return facts.priority;
    if (name == "channel")
        return facts.channel;
    if (name == "process")
        return facts.process;
    return name == "inbox" ? facts.inbox : kNone;
}

bool holds(std::string_view name, const std::vector<std::string>& values, const RoutingFacts& facts)
{
    if (name == "words") {
        const std::string text = lower(facts.text);
        return std::ranges::any_of(
            values, [&](const std::string& word) { return !word.empty() && has_word(text, lower(word)); });
    }
    if (name == "requester")
        return std::ranges::any_of(values, [&](const std::string& id) {
            return std::ranges::find(facts.requester, id) != facts.requester.end();
        });
    return std::ranges::find(values, fact(facts, name)) != values.end();
}

}  // namespace

std::string on_duty(const Rota& rota, Date day)
{
    const auto people = static_cast<long>(rota.people.size());
    if (people == 0 || rota.days < 1)
        return {};
    const long days = (day - rota.from).count();
    const long turn = days >= 0 ? days / rota.days : -((-days + rota.days - 1) / rota.days);
    return rota.people[static_cast<std::size_t>(((turn % people) + people) % people)];
}

Result<Assigning> parse_assigning(std::string_view text)
{
    if (text.starts_with(kFixed)) {
        const std::string person(text.substr(kFixed.size()));
        const bool is_user = person.size() > 1 && (person.front() == 'U' || person.front() == 'W') &&
                             std::ranges::all_of(person, [](unsigned char c) {
                                 return std::isdigit(c) || (c >= 'A' && c <= 'Z');
                             });
        if (is_user)
            return Assigning{AssignMethod::fixed, person};
        return Error(
            Errc::invalid_input,
            "\"" + person + "\" is not a member id. Write \"fixed:U0ANA\" (profile, ⋮, Copy member ID).");
    }
    std::vector<std::string> known{"fixed:U0ANA"};
    for (const auto& [method, word] : kMethods) {
        if (word == text)
            return Assigning{method, {}};
        known.emplace_back(word);
    }
    const std::string near = nearest(text, known);
    return Error(Errc::invalid_input, "\"" + std::string(text) + "\" is not a way to assign. " +
                                          (near.empty() ? "Write one of " + joined(known, ", ") + "."
                                                        : "Did you mean \"" + near + "\"?"));
}

std::string to_text(const Assigning& assigning)
{
    if (assigning.method == AssignMethod::fixed)
        return std::string(kFixed) + assigning.person;
    return std::string(std::ranges::find(kMethods, assigning.method, &MethodWord::method)->word);
}

bool matches(const RoutingRule& rule, const RoutingFacts& facts)
{
    return std::ranges::all_of(
        rule.when, [&](const auto& condition) { return holds(condition.first, condition.second, facts); });
}

const RoutingRule* first_match(const std::vector<RoutingRule>& rules, const RoutingFacts& facts)
{
    const auto it =
        std::ranges::find_if(rules, [&](const RoutingRule& rule) { return matches(rule, facts); });
    return it == rules.end() ? nullptr : &*it;
}

std::string to_text(const RoutingRule& rule)
{
    std::vector<std::string> when, then;
    for (const auto& [name, values] : rule.when) when.push_back(name + " " + joined(values, " or "));
    if (!rule.inbox.empty())
        then.push_back("inbox " + rule.inbox);
    if (rule.assign)
        then.push_back("assign " + to_text(*rule.assign));
    if (!rule.priority.empty())
        then.push_back("priority " + rule.priority);
    if (!rule.tags.empty())
        then.push_back("tags " + joined(rule.tags, " and "));
    return (when.empty() ? "everything" : joined(when, ", ")) + " → " + joined(then, ", ");
}

}  // namespace deskbell
