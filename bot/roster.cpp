#include "bot/roster.hpp"

#include "bot/logging.hpp"
#include "handlers/kernel/assignment/leaving.hpp"
#include "handlers/kernel/setup/channel_state.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

namespace deskbell::bot {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

Roster::Roster(asio::any_io_executor io, StoreBridge& store, SlackPort& slack, const kernel::Desk& desk,
               std::function<void()> on_commit)
    : io_(io), store_(store), slack_(slack), desk_(desk), on_commit_(std::move(on_commit)), signal_(io)
{
}

void Roster::start() { asio::co_spawn(io_, run(), asio::detached); }

void Roster::refresh()
{
    is_wanted_ = may_have_missed_ = true;
    signal_.notify();
}

void Roster::stop()
{
    is_stopped_ = true;
    signal_.notify();
}

asio::awaitable<void> Roster::run()
{
    while (!is_stopped_) {
        const auto now = Clock::now();
        const bool may_read = !read_ || now - *read_ >= kAtMostEvery;
        const bool is_due = is_wanted_ || (read_ && now - *read_ >= kEvery);
        if (is_due && may_read) {
            is_wanted_ = false;
            if (std::exchange(may_have_missed_, false))
                co_await look_at_channels();
            const bool is_whole = co_await read_all();
            if (is_whole)
                read_ = Clock::now();
            is_wanted_ = is_wanted_ || !is_whole;
        }
        if (is_stopped_)
            co_return;
        const Clock::duration wait = is_wanted_ ? Clock::duration(kAtMostEvery) : Clock::duration(kEvery);
        co_await signal_.wait_until(Clock::now() + wait);
    }
}

namespace {

/// Agent channels, and the user groups that roles are given to.
std::vector<std::string> places_in(const Settings& settings)
{
    std::vector<std::string> out;
    for (const InboxSettings& inbox : settings.inboxes) out.push_back(inbox.agent_channel);
    for (const auto& [role, holders] : settings.roles)
        for (const std::string& holder : holders)
            if (holder.starts_with('S'))
                out.push_back(holder);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

asio::awaitable<std::vector<std::string>> Roster::places()
{
    auto out = std::make_shared<std::vector<std::string>>();
    store::Work work = [this, out](store::Unit& unit) -> Result<void> {
        *out = places_in(desk_.as_of(unit).settings());
        return {};
    };
    const Result<void> looked = co_await store_.look(std::move(work));
    if (!looked)
        *out = places_in(desk_.settings());
    co_return *out;
}

asio::awaitable<bool> Roster::read_all()
{
    bool is_whole = true;
    const std::vector<std::string> all = co_await places();
    for (const std::string& place : all) {
        std::optional<std::vector<std::string>> users;
        if (place.starts_with('S'))
            users = co_await members_of_group(place);
        else
            users = co_await members_of(place);
        bool is_kept = false;
        if (users)
            is_kept = co_await keep(place, std::move(*users));
        is_whole = is_whole && is_kept;
    }
    co_return is_whole;
}

asio::awaitable<void> Roster::look_at_channels()
{
    store::Work work = [this](store::Unit& unit) -> Result<void> {
        kernel::look_at_channels(desk_.as_of(unit), unit);
        return {};
    };
    const Result<void> asked = co_await store_.write(std::move(work));
    may_have_missed_ = may_have_missed_ || !asked;
    if (asked)
        on_commit_();
}

void Roster::note_reading(const std::string& place, const std::string& what, const std::string& error)
{
    if (error.empty())
        told_.erase(place);
    else if (std::exchange(told_[place], error) != error)
        log("warn", "the members of " + what + " could not be read: " + error);
}

asio::awaitable<std::optional<std::vector<std::string>>> Roster::members_of(std::string channel)
{
    std::optional<std::vector<std::string>> users(std::in_place);
    slack::Call page("conversations.members", {{"channel", channel}, {"limit", std::to_string(kPageSize)}});
    for (int i = 0; i < kPagesMost; ++i) {
        slack::Call call = page;
        const slack::CallResult result = co_await slack_.call(std::move(call));
        note_reading(channel, channel, result.ok ? "" : result.error);
        if (!result.ok) {
            users.reset();
            co_return users;
        }
        const auto some = result.texts("/members");
        users->insert(users->end(), some.begin(), some.end());
        const std::string cursor = result.at("/response_metadata/next_cursor");
        if (cursor.empty())
            break;
        page.arguments["cursor"] = cursor;
    }
    co_return users;
}

asio::awaitable<std::optional<std::vector<std::string>>> Roster::members_of_group(std::string group)
{
    std::optional<std::vector<std::string>> users;
    slack::Call call("usergroups.users.list", {{"usergroup", group}});
    const slack::CallResult result = co_await slack_.call(std::move(call));
    note_reading(group, "the user group " + group, result.ok ? "" : result.error);
    if (result.ok)
        users = result.texts("/users");
    co_return users;
}

asio::awaitable<bool> Roster::keep(std::string place, std::vector<std::string> users)
{
    std::erase(users, desk_.self().user);  // the bot sits in its channels, but is no agent
    store::Work work = [this, place, users](store::Unit& unit) -> Result<void> {
        kernel::keep_members(desk_.as_of(unit), place, users, unit);
        return {};
    };
    const Result<void> stored = co_await store_.write(std::move(work));
    if (stored)
        on_commit_();
    else
        log("warn", "the members of " + place + " could not be stored: " + stored.error().detail());
    co_return static_cast<bool>(stored);
}

}  // namespace deskbell::bot
