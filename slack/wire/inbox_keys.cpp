#include "slack/wire/frame.hpp"

#include <cstdint>
#include <initializer_list>

namespace deskbell::slack {

namespace {

/// Several overloads as one visitor.
template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

// "kind:a:b", or nothing when a part is missing: half a key would make strangers look alike.
void add_key(std::vector<std::string>& keys, std::string_view kind,
             std::initializer_list<std::string_view> parts)
{
    std::string key(kind);
    for (const std::string_view part : parts) {
        if (part.empty())
            return;
        key += ':';
        key += part;
    }
    keys.push_back(std::move(key));
}

/// What was entered, as a number. A form that came back with an error is sent again under the same view hash,
/// but with other values: that is another act. FNV-1a, because std::hash may differ after an upgrade.
std::string fingerprint(const Values& values)
{
    std::uint64_t h = 0xcbf29ce484222325;
    const auto mix = [&h](std::string_view text) {
        for (const char c : text)
            h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        h = (h ^ 0xFF) * 0x100000001b3;  // a border, so that "ab","c" differs from "a","bc"
    };
    for (const auto& [block_id, value] : values) {
        mix(block_id);
        mix(value.text);
        for (const std::string& one : value.many)
            mix(one);
    }
    return std::to_string(h);
}

std::optional<UtcTime> time_of(std::string_view slack_ts)
{
    const auto t = from_slack_ts(slack_ts);
    return t ? std::optional{*t} : std::nullopt;
}

}  // namespace

std::vector<std::string> inbox_keys(const Envelope& envelope)
{
    std::vector<std::string> keys;
    add_key(keys, "event", {envelope.event_id});
    std::visit(
        Overloaded{
            [&](const SlashCommand& p) { add_key(keys, "trigger", {p.actor.trigger}); },
            [&](const GlobalShortcut& p) { add_key(keys, "trigger", {p.actor.trigger}); },
            [&](const MessageShortcut& p) { add_key(keys, "trigger", {p.actor.trigger}); },
            [&](const BlockAction& p) {
                add_key(keys, "click", {p.actor.user, p.action_ts, p.action_id});
            },
            [&](const ViewSubmission& p) {
                add_key(keys, "view", {p.view.id, p.view.hash, p.actor.user, fingerprint(p.view.values)});
            },
            // A mention of the bot in its own channel comes twice: as app_mention and as message.
            [&](const MessageEvent& p) {
                if (p.kind == MessageEvent::Kind::posted)
                    add_key(keys, "message", {p.message.channel, p.message.ts});
            },
            [](const auto&) {},
        },
        envelope.payload);
    add_key(keys, "envelope", {envelope.id});
    return keys;
}

std::optional<UtcTime> occurred_at(const Payload& payload)
{
    const std::string* ts =
        std::visit(Overloaded{
                       [](const BlockAction& p) { return &p.action_ts; },
                       [](const GlobalShortcut& p) { return &p.action_ts; },
                       [](const MessageShortcut& p) { return &p.action_ts; },
                       [](const ReactionEvent& p) { return &p.event_ts; },
                       // The time of a changed or deleted message is that of its first writing.
                       [](const MessageEvent& p) {
                           return p.kind == MessageEvent::Kind::posted ? &p.message.ts : nullptr;
                       },
                       [](const auto&) -> const std::string* { return nullptr; },
                   },
                   payload);
    return ts ? time_of(*ts) : std::nullopt;
}

std::string actor_of(const Payload& payload)
{
    return std::visit(Overloaded{
                          [](const SlashCommand& p) { return p.actor.user; },
                          [](const BlockAction& p) { return p.actor.user; },
                          [](const ViewSubmission& p) { return p.actor.user; },
                          [](const ViewClosed& p) { return p.actor.user; },
                          [](const GlobalShortcut& p) { return p.actor.user; },
                          [](const MessageShortcut& p) { return p.actor.user; },
                          [](const Suggestion& p) { return p.actor.user; },
                          [](const MessageEvent& p) { return p.message.user; },
                          [](const ReactionEvent& p) { return p.user; },
                          [](const MembershipEvent& p) { return p.user; },
                          [](const HomeOpened& p) { return p.user; },
                          [](const auto&) { return std::string{}; },
                      },
                      payload);
}

}  // namespace deskbell::slack
