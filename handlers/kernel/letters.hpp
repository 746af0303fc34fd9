#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// What people are to be told about several records, collected: each of them reads one message for all.
class Letters {
public:
    /// A line for the requester of the record.
    void to_requester(const Record& record, std::string mrkdwn);
    /// The record is somebody's to work on now.
    void to_assignee(const Record& record);
    /// It was `user`'s and is no more.
    void to_former(const std::string& user, const Record& record);

    /// Sends them; `batch` makes sure that nothing is sent twice. What is about one record only goes into
    /// that record's own thread.
    void send(const Desk& desk, const Act& act, std::string_view batch, store::Unit& unit) const;

    struct Line {
        std::int64_t record_id;
        std::string mrkdwn;
    };

private:
    std::map<std::string, std::vector<Line>, std::less<>> requesters_;
    using ByPerson = std::map<std::string, std::vector<std::int64_t>, std::less<>>;
    ByPerson assignees_, former_;
};

}  // namespace deskbell::kernel
