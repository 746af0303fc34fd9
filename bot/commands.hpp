#pragma once
#include "bot/exit_code.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace deskbell::bot {

// One function per command; each lives in a file of its name. They print for people and return what the shell
// gets.

struct RunOptions {
    std::string config_file;
};
ExitCode run(const RunOptions& options);

struct DemoOptions {
    std::uint16_t port = 8065;
    bool is_fresh = false;
    int speed = 1;
    std::string folder = "./deskbell-demo";
};
ExitCode demo(const DemoOptions& options);

struct WorkspaceOptions {
    std::uint16_t port = 8065;
};
ExitCode workspace(const WorkspaceOptions& options);

struct CheckOptions {
    std::string config_file;
    bool is_offline = false;
};
ExitCode check(const CheckOptions& options);

struct DigestOptions {
    std::string config_file;
    std::string user;  ///< Slack user id, or a name in the directory
    std::string period = "this-week";
    std::string out;             ///< .txt, .md, .json or .csv; "" is text on stdout
    std::int64_t recompute = 0;  ///< id of a stored digest; 0 for none
};
ExitCode digest(const DigestOptions& options);

struct ExportOptions {
    std::string config_file;
    std::string process;
    std::string from, to;  ///< as they were typed; "" for no bound
    std::string filter;    ///< as `/desk find` takes it
    std::string format = "csv";
    std::string out;   ///< file to write; "" is stdout
    std::string with;  ///< events, comments, joined by ","
    bool has_sensitive = false;
};
ExitCode export_data(const ExportOptions& options);

struct EraseOptions {
    std::string config_file;
    std::string user;                ///< Slack user id
    std::vector<std::string> names;  ///< what else the person is called in texts
    bool is_sure = false;            ///< does not ask
};
ExitCode erase(const EraseOptions& options);

ExitCode manifest(bool is_smallest);
ExitCode verify();
ExitCode backup(const std::string& target);

struct RestoreOptions {
    std::string source;
    bool is_forced = false;
};
ExitCode restore(const RestoreOptions& options);

/// `deskbell outbox`: what cannot be delivered, and what the operator does about it.
struct OutboxOptions {
    std::int64_t id = 0;  ///< of retry and drop
    bool is_all = false;  ///< retry everything
    bool as_json = false;
};
ExitCode outbox_list(const OutboxOptions& options);
ExitCode outbox_retry(const OutboxOptions& options);
ExitCode outbox_drop(const OutboxOptions& options);

/// `deskbell poisoned`: deliveries that no handler could deal with.
struct PoisonedOptions {
    std::string reference;
    bool as_json = false;
};
ExitCode poisoned_list(const PoisonedOptions& options);
ExitCode poisoned_show(const PoisonedOptions& options);
ExitCode poisoned_retry(const PoisonedOptions& options);

/// What both questions about a calendar ask with; times and durations as they were typed.
struct SlaOptions {
    std::string config_file;
    std::string calendar;
    std::string start;
    std::string target;  ///< of sla_due
    std::string end;     ///< of sla_elapsed
    std::vector<std::string> pauses;
    bool as_json = false;
};
ExitCode sla_due(const SlaOptions& options);
ExitCode sla_elapsed(const SlaOptions& options);

/// `deskbell sla what-if`: the past of the database under the service levels of another configuration.
struct WhatIfOptions {
    std::string config_file;
    std::string period = "last-month";
    bool as_json = false;
};
ExitCode what_if(const WhatIfOptions& options);

/// `deskbell routing`: which rule a new ticket would meet. Without a match the exit code is 1.
struct RoutingOptions {
    std::string config_file;
    std::string words;
    std::string inbox, channel, process, category, priority;
    std::vector<std::string> requester;  ///< a member id, and the ids of user groups
};
ExitCode routing_test(const RoutingOptions& options);

/// Shows the dates of an iCalendar file, and keeps beside it which of them are days off.
ExitCode holidays(const std::string& file);

}  // namespace deskbell::bot
