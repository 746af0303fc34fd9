#pragma once
#include "handlers/domain/settings.hpp"
#include "handlers/kernel/desk.hpp"
#include "slack/local/seed.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace deskbell::bot {

/// A ticket of Fernwood's past, as its requester wrote it.
struct DemoTicket {
    std::string_view title;
    std::string_view details;
    std::string_view requester;
    std::string_view channel;  ///< where it stands as a message; "" when it was raised by the form
    std::string_view process;
    std::string_view inbox;
    std::string_view impact;   ///< "" for processes that do not ask
    std::string_view urgency;
    bool is_private = false;
    std::chrono::minutes age{0};  ///< before the first start of the demo
};

/// What somebody did with one of the tickets.
struct DemoStep {
    enum class What { take, reply, note, resolve, complete, hold_requester, hold_supplier, confirm };
    std::size_t ticket;
    What what;
    std::string_view who;
    std::chrono::minutes age{0};
    std::string_view text = {};
};

std::span<const DemoTicket> demo_tickets();
std::span<const DemoStep> demo_steps();

/// Fernwood's people and channels. `manifest` tells which commands and shortcuts the page offers.
slack::local::Seed demo_seed(const std::string& manifest);

/// Two inboxes, IT help and Facilities, and who manages them.
Settings demo_settings();

}  // namespace deskbell::bot
