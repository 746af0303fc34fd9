#pragma once
#include "slack/net/server.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace deskbell::slack::local {

/// Tells open pages that there is something new to see, at most twenty times a second each.
class Live {
public:
    static constexpr std::size_t kPagesMax = 100;

    Live(boost::asio::any_io_executor executor, std::function<std::uint64_t()> version);
    ~Live();

    /// False when too many pages are open.
    bool accept(const std::string& person, std::shared_ptr<ServerSocket> socket);
    void changed(const std::set<std::string>& people);
    /// A line that pops up on the pages of this person.
    void toast(const std::string& person, const std::string& text);
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace deskbell::slack::local
