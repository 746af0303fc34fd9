#pragma once
#include "handlers/domain/settings.hpp"
#include "handlers/kernel/journal.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

/// Inboxes that were set up in Slack. They stand beside those of the configuration, which have precedence.
namespace deskbell::kernel {

/// Inboxes that one desk can hold, those of the configuration included.
inline constexpr std::size_t kInboxesMost = 50;

/// A form that was written in Slack.
struct WrittenForm {
    FormDefinition form;
    std::string text;  ///< as it was written, for who changes it
};

/// What was set up in Slack.
struct SetUp {
    std::vector<InboxSettings> inboxes;  ///< without their request channels: those are in `channels`
    std::map<std::string, std::string, std::less<>> channels;  ///< request channel -> key of any inbox
    std::vector<WrittenForm> forms{};
};

SetUp set_up_in_slack(const store::Unit& unit);

/// Stores it as a new version, which is in force at once.
void store_set_up(const SetUp& setup, const Act& act, store::Unit& unit);

/// The configuration with what was set up in Slack, read again only when that has changed. Used by several
/// threads.
class SettingsCache {
public:
    explicit SettingsCache(Settings configured);
    std::shared_ptr<const Settings> configured() const { return configured_; }
    std::shared_ptr<const Settings> in_force(const store::Unit& unit);

private:
    std::shared_ptr<const Settings> configured_;
    std::mutex mutex_;
    std::string body_;
    std::shared_ptr<const Settings> merged_;
};

}  // namespace deskbell::kernel
