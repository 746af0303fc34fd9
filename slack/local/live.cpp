#include "slack/local/live.hpp"

#include "slack/local/json.hpp"

#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <list>

namespace deskbell::slack::local {

namespace asio = boost::asio;

namespace {

/// Changes within this time are told of once.
constexpr std::chrono::milliseconds kPause{50};

struct Page {
    std::string person;
    std::shared_ptr<ServerSocket> socket;
    bool is_stale = false;
};

}  // namespace

struct Live::Impl : std::enable_shared_from_this<Live::Impl> {
    Impl(asio::any_io_executor executor, std::function<std::uint64_t()> v)
        : timer(std::move(executor)), version(std::move(v))
    {
    }

    void flush_later()
    {
        if (is_waiting)
            return;
        is_waiting = true;
        timer.expires_after(kPause);
        timer.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
            if (const auto self = weak.lock(); self && !ec)
                self->flush();
        });
    }

    void flush()
    {
        is_waiting = false;
        const std::string text = dumped({{"type", "changed"}, {"version", version()}});
        for (auto& page : pages)
            if (page.is_stale) {
                page.is_stale = false;
                page.socket->send(text);
            }
    }

    asio::steady_timer timer;
    std::function<std::uint64_t()> version;
    std::list<Page> pages;
    bool is_waiting = false;
};

Live::Live(asio::any_io_executor executor, std::function<std::uint64_t()> version)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(version)))
{
}

Live::~Live() { stop(); }

bool Live::accept(const std::string& person, std::shared_ptr<ServerSocket> socket)
{
    if (impl_->pages.size() >= kPagesMax)
        return false;
    impl_->pages.push_back({person, std::move(socket), true});
    Page* const page = &impl_->pages.back();
    page->socket->on_close = [weak = std::weak_ptr(impl_), page] {
        if (const auto impl = weak.lock())
            impl->pages.remove_if([page](const Page& p) { return &p == page; });
    };
    impl_->flush_later();
    return true;
}

void Live::changed(const std::set<std::string>& people)
{
    bool any = false;
    for (auto& page : impl_->pages)
        if (people.contains(page.person))
            any = page.is_stale = true;
    if (any)
        impl_->flush_later();
}

void Live::toast(const std::string& person, const std::string& text)
{
    for (auto& page : impl_->pages)
        if (page.person == person)
            page.socket->send(dumped({{"type", "toast"}, {"text", text}}));
}

void Live::stop()
{
    impl_->timer.cancel();
    for (auto& page : impl_->pages) {
        page.socket->on_close = nullptr;
        page.socket->close();
    }
    impl_->pages.clear();
}

}  // namespace deskbell::slack::local
