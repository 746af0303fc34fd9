#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// What we know of a person in the workspace.
struct Person {
    std::string id;
    std::string name;        ///< real name: a desk addresses people, not handles
    std::string timezone;    ///< IANA, "" when unknown
    std::string dm_channel;  ///< D… once opened
    bool is_bot = false;
    bool is_deleted = false;
    bool is_external = false;
    bool is_admin = false;  ///< or owner of the workspace
    std::string picture{};  ///< address of their picture, "" when unknown
};

/// People, and who is a member of which channel. A cache of Slack's truth, kept by events and re-reads.
class Directory {
public:
    explicit Directory(Connection& db) : db_(db) {}

    std::optional<Person> person(std::string_view id) const;
    /// Ids of the people with exactly this name, in whatever case of ASCII letters; at most `limit`.
    std::vector<std::string> named(std::string_view name, int limit = 10) const;
    /// Keeps a known dm_channel or picture when the new one is empty.
    void save(const Person& person);
    void set_dm_channel(std::string_view user, std::string_view channel);

    /// Whose direct messages these are; "" when we do not know (yet).
    std::string person_of_dm(std::string_view channel) const;
    /// Channels of direct messages with people, at most `limit`.
    std::vector<std::string> dm_channels(int limit) const;

    bool is_member(std::string_view channel, std::string_view user) const;
    std::vector<std::string> members(std::string_view channel) const;
    std::vector<std::string> channels_of(std::string_view user) const;
    void join(std::string_view channel, std::string_view user);
    void leave(std::string_view channel, std::string_view user);
    /// Replaces the whole membership of a channel after a re-read.
    void set_members(std::string_view channel, const std::vector<std::string>& users);

private:
    Connection& db_;
};

}  // namespace deskbell::store
