#include "store/directory.hpp"

namespace deskbell::store {

namespace {

// Above the largest channel anybody should make a request channel; `is_member` is exact beyond it.
constexpr int kMemberBound = 50'000;

std::vector<std::string> texts_of(const std::unique_ptr<Statement>& row)
{
    std::vector<std::string> out;
    while (row->step()) out.push_back(row->text(0));
    return out;
}

}  // namespace

std::optional<Person> Directory::person(std::string_view id) const
{
    const auto row = db_.query(
        "SELECT id, name, timezone, dm_channel, is_bot, is_deleted, is_external, is_admin,"
        " picture FROM person"
        " WHERE id = ?1",
        id);
    if (!row->step())
        return std::nullopt;
    Person p;
    p.id = row->text(0);
    p.name = row->text(1);
    p.timezone = row->text(2);
    p.dm_channel = row->text(3);
    p.is_bot = row->integer(4) != 0;
    p.is_deleted = row->integer(5) != 0;
    p.is_external = row->integer(6) != 0;
    p.is_admin = row->integer(7) != 0;
    p.picture = row->text(8);
    return p;
}

std::vector<std::string> Directory::named(std::string_view name, int limit) const
{
    return texts_of(
        db_.query("SELECT id FROM person WHERE lower(name) = lower(?1) ORDER BY id LIMIT ?2", name, limit));
}

void Directory::save(const Person& person)
{
    db_.run(
        "INSERT INTO person (id, name, timezone, dm_channel, is_bot, is_deleted, is_external, is_admin,"
        " picture) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, timezone = excluded.timezone,"
        " dm_channel = COALESCE(NULLIF(excluded.dm_channel, ''), person.dm_channel),"
        " is_bot = excluded.is_bot, is_deleted = excluded.is_deleted, is_external = excluded.is_external,"
        " is_admin = excluded.is_admin,"
        " picture = COALESCE(NULLIF(excluded.picture, ''), person.picture)",
        person.id, person.name, person.timezone, person.dm_channel, person.is_bot, person.is_deleted,
        person.is_external, person.is_admin, person.picture);
}

void Directory::set_dm_channel(std::string_view user, std::string_view channel)
{
    // The channel can be known before the person's name is.
    db_.run(
        "INSERT INTO person (id, name, timezone, dm_channel, is_bot, is_deleted, is_external)"
        " VALUES (?1, '', '', ?2, 0, 0, 0) ON CONFLICT (id) DO UPDATE SET dm_channel = excluded.dm_channel",
        user, channel);
}

std::string Directory::person_of_dm(std::string_view channel) const
{
    const auto row = db_.query("SELECT id FROM person WHERE dm_channel = ?1 AND dm_channel <> ''", channel);
    return row->step() ? row->text(0) : std::string();
}

std::vector<std::string> Directory::dm_channels(int limit) const
{
    const auto row =
        db_.query("SELECT dm_channel FROM person WHERE dm_channel <> '' ORDER BY dm_channel LIMIT ?1", limit);
    std::vector<std::string> out;
    while (row->step()) out.push_back(row->text(0));
    return out;
}

bool Directory::is_member(std::string_view channel, std::string_view user) const
{
    return db_.query("SELECT 1 FROM membership WHERE channel = ?1 AND user_id = ?2", channel, user)->step();
}

std::vector<std::string> Directory::members(std::string_view channel) const
{
    return texts_of(db_.query("SELECT user_id FROM membership WHERE channel = ?1 ORDER BY user_id LIMIT ?2",
                              channel, kMemberBound));
}

std::vector<std::string> Directory::channels_of(std::string_view user) const
{
    return texts_of(db_.query("SELECT channel FROM membership WHERE user_id = ?1 ORDER BY channel LIMIT ?2",
                              user, kMemberBound));
}

void Directory::join(std::string_view channel, std::string_view user)
{
    db_.run(
        "INSERT INTO membership (channel, user_id) VALUES (?1, ?2) ON CONFLICT (channel, user_id) DO NOTHING",
        channel, user);
}

void Directory::leave(std::string_view channel, std::string_view user)
{
    db_.run("DELETE FROM membership WHERE channel = ?1 AND user_id = ?2", channel, user);
}

void Directory::set_members(std::string_view channel, const std::vector<std::string>& users)
{
    db_.run("DELETE FROM membership WHERE channel = ?1", channel);
    for (const std::string& user : users) join(channel, user);
}

}  // namespace deskbell::store
