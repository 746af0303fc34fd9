#include "slack/local/workspace.hpp"

#include "slack/local/messages.hpp"
#include "slack/local/scopes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <random>

namespace deskbell::slack::local {

namespace {

std::int64_t unix_seconds(Instant t)
{
    return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
}

Person person_from(const SeedPerson& seed, const std::string& domain)
{
    Person out;
    out.id = seed.id;
    out.name = seed.name;
    out.real_name = seed.real_name;
    out.title = seed.title;
    out.tz = seed.tz.empty() ? "UTC" : seed.tz;
    out.color = seed.color.empty() ? "4a7c59" : seed.color;
    out.is_admin = seed.is_admin;
    out.email = seed.email.empty() ? seed.name + "@" + domain + ".example" : seed.email;
    return out;
}

template <class T>
void keep_newest(std::deque<T>& list, std::size_t most)
{
    while (list.size() > most) list.pop_front();
}

}  // namespace

bool Channel::has(std::string_view person) const
{
    return std::ranges::find(members, person) != members.end();
}

Message* Channel::find(const std::string& ts)
{
    const auto it = messages.find(ts);
    return it == messages.end() ? nullptr : &it->second;
}

const Message* Channel::find(const std::string& ts) const
{
    const auto it = messages.find(ts);
    return it == messages.end() ? nullptr : &it->second;
}

Workspace::Workspace(const Seed& seed, Instant now)
    : team_id(seed.team_id),
      team_name(seed.team_name),
      team_domain(seed.team_domain),
      app(seed.app),
      commands(seed.commands),
      shortcuts(seed.shortcuts),
      subscriptions(seed.events.begin(), seed.events.end())
{
    for (const auto& p : seed.people) people.push_back(person_from(p, team_domain));
    Person robot;
    robot.id = app.user_id;
    robot.name = app.name;
    robot.real_name = app.real_name;
    robot.tz = "UTC";
    robot.color = "1d3c5a";
    robot.is_bot = true;
    people.push_back(robot);

    for (const auto& c : seed.channels) {
        Channel made;
        made.id = c.id;
        made.name = c.name;
        made.topic = c.topic;
        made.kind = c.is_private ? ChannelKind::closed : ChannelKind::open;
        made.members = c.members;
        made.creator = c.members.empty() ? app.user_id : c.members.front();
        made.created = unix_seconds(now);
        channels.emplace(c.id, std::move(made));
    }
    for (const auto& m : seed.messages) post_quietly(*this, m.channel, m.user, m.text, now - m.age);
}

const Person* Workspace::person(std::string_view id) const
{
    const auto it = std::ranges::find(people, id, &Person::id);
    return it == people.end() ? nullptr : &*it;
}

const Person& Workspace::bot() const { return *person(app.user_id); }

bool Workspace::is_ext_shared(const Channel& c) const
{
    return std::ranges::any_of(c.members, [&](const std::string& member) {
        const Person* who = person(member);
        return who != nullptr && who->is_external();
    });
}

std::string Workspace::team_of(std::string_view id) const
{
    const Person* who = person(id);
    return who != nullptr && who->is_external() ? who->team : team_id;
}

Channel* Workspace::channel(std::string_view id)
{
    const auto it = channels.find(id);
    return it == channels.end() ? nullptr : &it->second;
}

const Channel* Workspace::channel(std::string_view id) const
{
    const auto it = channels.find(id);
    return it == channels.end() ? nullptr : &it->second;
}

Channel* Workspace::channel_named(std::string_view name)
{
    for (auto& [id, c] : channels)
        if (c.name == name && !c.name.empty())
            return &c;
    return nullptr;
}

Channel& Workspace::direct(const std::string& one, const std::string& other, Instant now)
{
    for (auto& [id, c] : channels)
        if (c.kind == ChannelKind::im && c.has(one) && c.has(other) &&
            (one != other || c.members.size() == 1))
            return c;
    Channel made;
    made.id = next_id('D');
    made.kind = ChannelKind::im;
    made.members = {one};
    if (one != other)
        made.members.push_back(other);
    made.creator = one;
    made.created = unix_seconds(now);
    Channel& kept = channels.emplace(made.id, std::move(made)).first->second;
    touch(kept);
    return kept;
}

std::string Workspace::next_ts(Instant now)
{
    const auto text = [](Instant t) {
        const auto whole = std::chrono::floor<std::chrono::seconds>(t);
        char out[40];
        std::snprintf(out, sizeof out, "%lld.%06lld",
                      static_cast<long long>(whole.time_since_epoch().count()),
                      static_cast<long long>((t - whole).count()));
        return std::string(out);
    };
    std::string ts = text(now);
    if (!last_ts.empty() && ts <= last_ts) {
        const auto dot = last_ts.find('.');
        const std::chrono::microseconds last{std::stoll(last_ts.substr(0, dot)) * 1'000'000 +
                                             std::stoll(last_ts.substr(dot + 1))};
        ts = text(Instant{last + std::chrono::microseconds{1}});
    }
    last_ts = ts;
    return ts;
}

std::string Workspace::next_id(char prefix)
{
    constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string tail;
    for (auto n = counter++; n > 0; n /= 36) tail.insert(tail.begin(), digits[n % 36]);
    const std::size_t wide = 5;
    return std::string(1, prefix) + "0LOC" + std::string(tail.size() < wide ? wide - tail.size() : 0, '0') +
           tail;
}

std::string Workspace::secret(std::size_t length)
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    static std::random_device source;
    std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
    std::string out;
    while (out.size() < length) out += letters[pick(source)];
    return out;
}

std::string Workspace::uuid()
{
    constexpr std::string_view shape = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    static std::random_device source;
    std::uniform_int_distribution<std::size_t> pick(0, 15);
    std::string out(shape);
    for (char& c : out)
        if (c == 'x')
            c = "0123456789abcdef"[pick(source)];
    return out;
}

std::string Workspace::new_trigger(const std::string& user, const std::string& view_id, Instant now)
{
    Trigger made;
    made.id = std::to_string(unix_seconds(now)) + "." + std::to_string(counter++) + "." + secret(32);
    made.user = user;
    made.view_id = view_id;
    made.issued = now;
    triggers.push_back(made);
    keep_newest(triggers, kTriggersMax);
    return made.id;
}

std::string Workspace::use_trigger(const std::string& id, Instant now, Trigger& out)
{
    const auto it = std::ranges::find(triggers, id, &Trigger::id);
    if (it == triggers.end())
        return "invalid_trigger_id";
    if (it->is_used)
        return "exchanged_trigger_id";
    if (now - it->issued > kTriggerLife)
        return "expired_trigger_id";
    it->is_used = true;
    out = *it;
    return {};
}

ResponseUrl& Workspace::new_response_url(ResponseUrl url, Instant now)
{
    url.id = std::to_string(counter++) + "/" + secret(24);
    url.issued = now;
    response_urls.push_back(std::move(url));
    keep_newest(response_urls, kResponseUrlsMax);
    return response_urls.back();
}

ResponseUrl* Workspace::response_url(const std::string& id)
{
    const auto it = std::ranges::find(response_urls, id, &ResponseUrl::id);
    return it == response_urls.end() ? nullptr : &*it;
}

void Workspace::touch(const std::string& who)
{
    ++version;
    changed_for.insert(who);
}

void Workspace::touch(const Channel& c)
{
    if (c.kind == ChannelKind::open)
        return touch_all();  // everybody may look into a public channel
    ++version;
    changed_for.insert(c.members.begin(), c.members.end());
}

void Workspace::touch_all()
{
    ++version;
    for (const auto& p : people) changed_for.insert(p.id);
}

void Workspace::emit(Json inner, Instant now)
{
    const std::string type = text_of(inner, "type");
    if (!subscriptions.empty() && !subscriptions.contains(type))
        return;
    if (!grants(scope_of_event(inner)))
        return;  // Slack says nothing, and nothing of what it does not say
    if (!inner.contains("event_ts"))
        inner["event_ts"] = next_ts(now);
    const std::string place = text_of(inner, "channel");
    const Channel* shared = channel(place);
    Json outer = {{"token", "local-verification-token"},
                  {"team_id", team_id},
                  {"context_team_id", team_id},
                  {"context_enterprise_id", nullptr},
                  {"api_app_id", app.app_id},
                  {"event", std::move(inner)},
                  {"type", "event_callback"},
                  {"event_id", "Ev0" + secret(10)},
                  {"event_time", unix_seconds(now)},
                  {"authorizations", Json::array({{{"enterprise_id", nullptr},
                                                   {"team_id", team_id},
                                                   {"user_id", app.user_id},
                                                   {"is_bot", true},
                                                   {"is_enterprise_install", false}}})},
                  {"is_ext_shared_channel", shared != nullptr && is_ext_shared(*shared)},
                  {"event_context", "4-" + type + "-" + team_id + "-" + app.app_id + "-" + place}};
    events.push_back(doc(std::move(outer)));
}

}  // namespace deskbell::slack::local
