#include "handlers/domain/settings.hpp"

#include <algorithm>

namespace deskbell {

namespace {

using Ratings = InboxSettings::Ratings;

struct RatingsWord {
    Ratings ratings;
    std::string_view word;
};
constexpr RatingsWord kRatingsWords[] = {
    {Ratings::attributed, "attributed"}, {Ratings::anonymous, "anonymous"}, {Ratings::off, "off"}};

template <class Test>
const InboxSettings* first(const std::vector<InboxSettings>& inboxes, Test test)
{
    const auto it = std::ranges::find_if(inboxes, test);
    return it == inboxes.end() ? nullptr : &*it;
}

bool takes_requests_from(const InboxSettings& inbox, std::string_view channel)
{
    return std::ranges::find(inbox.request_channels, channel) != inbox.request_channels.end();
}

}  // namespace

std::string_view to_text(Ratings ratings)
{
    return std::ranges::find(kRatingsWords, ratings, &RatingsWord::ratings)->word;
}

std::optional<Ratings> parse_ratings(std::string_view word)
{
    const auto row = std::ranges::find(kRatingsWords, word, &RatingsWord::word);
    return row == std::end(kRatingsWords) ? std::nullopt : std::optional(row->ratings);
}

const InboxSettings* Settings::inbox(std::string_view key) const
{
    return first(inboxes, [&](const InboxSettings& i) { return i.key == key; });
}

const InboxSettings* Settings::inbox_of_agent_channel(std::string_view channel) const
{
    return first(inboxes, [&](const InboxSettings& i) { return i.agent_channel == channel; });
}

const InboxSettings* Settings::inbox_for(std::string_view channel) const
{
    const auto* claimed =
        first(inboxes, [&](const InboxSettings& i) { return takes_requests_from(i, channel); });
    if (claimed == nullptr)
        claimed = inbox_of_agent_channel(channel);
    if (claimed == nullptr && !inboxes.empty())
        claimed = &inboxes.front();
    return claimed;
}

const FormDefinition* Settings::form(std::string_view key) const
{
    const auto it = std::ranges::find(forms, key, &FormDefinition::key);
    return it == forms.end() ? nullptr : &*it;
}

std::vector<const FormDefinition*> Settings::forms_for(std::string_view inbox, std::string_view process) const
{
    std::vector<const FormDefinition*> out;
    for (const FormDefinition& form : forms)
        if (form.inbox == inbox && (form.process.empty() || form.process == process))
            out.push_back(&form);
    // With iterators: clang 14 has no subrange, which the ranges' version returns.
    std::stable_partition(out.begin(), out.end(),
                          [](const FormDefinition* form) { return form->is_default; });
    return out;
}

bool Settings::is_request_channel(std::string_view channel) const
{
    return first(inboxes, [&](const InboxSettings& i) { return takes_requests_from(i, channel); }) != nullptr;
}

bool Settings::is_in_use(std::string_view channel) const
{
    return is_request_channel(channel) || inbox_of_agent_channel(channel) != nullptr;
}

}  // namespace deskbell
