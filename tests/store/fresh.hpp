#pragma once
#include "handlers/domain/clock.hpp"
#include "store/unit.hpp"

#include <filesystem>
#include <memory>

namespace deskbell::store {

/// Monday, 23 November 2026, 09:00 UTC: "now" of the tests, moved by seconds.
inline UtcTime at(std::int64_t seconds) { return from_unix(1'795'424'400 + seconds); }

/// Stands still.
class FixedClock final : public Clock {
public:
    UtcTime now() const override { return at(0); }
};

/// A temporary folder of one test, removed with everything in it.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(std::string_view name) const { return (path_ / name).string(); }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// An empty database with the newest schema. The conformance tests know it only through the interfaces:
/// `connect` in fresh.cpp is the one place that names a driver.
class Fresh {
public:
    Fresh();
    Connection& db() { return *db_; }

private:
    std::unique_ptr<Connection> db_;

public:
    Unit unit;
};

/// Raises a record as the kernel does: record, "created" event, projection.
Record raise(Unit& unit, std::string_view process, const Attributes& attributes);

/// Sets attributes of a record by an event of its own.
void alter(Unit& unit, Record& record, const Attributes& attributes);

/// A call to Slack in its lane, which is a channel here.
inline Outgoing call(std::string_view method, std::string_view lane, std::int64_t message = 0,
                     std::int64_t thread = 0)
{
    Outgoing o;
    o.method = method;
    o.lane = o.channel = lane;
    o.message = message;
    o.thread = thread;
    return o;
}

/// Titles of the records, joined by blanks.
std::string titles(const std::vector<Record>& records);

}  // namespace deskbell::store
