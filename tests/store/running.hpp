#pragma once
#include "store/sqlite/sqlite_store.hpp"
#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>

#include <csignal>
#include <future>

namespace deskbell::store {

inline const FixedClock kClock;

inline Work raising(std::string title)
{
    return [title](Unit& unit) -> Result<void> {
        raise(unit, "incident", {{"title", title}});
        return {};
    };
}

/// A store, and what became of the jobs given to it. Used on its threads too, where Catch cannot check
/// anything: what goes wrong in here is thrown. Whatever a job refers to is declared before it.
struct Running {
    Folder folder;
    std::string path = folder.file("desk.db");
    std::unique_ptr<Store> store;
    std::vector<std::future<Result<void>>> outcomes;

    Running()
    {
        auto opened = open_sqlite_store(path, kClock);
        if (!opened)
            throw std::runtime_error(opened.error().detail());
        store = *std::move(opened);
    }

    static Done keep(std::future<Result<void>>& outcome)
    {
        auto promise = std::make_shared<std::promise<Result<void>>>();
        outcome = promise->get_future();
        return [promise](Result<void> result) { promise->set_value(std::move(result)); };
    }

    void submit(Work work)
    {
        Done done = keep(outcomes.emplace_back());
        REQUIRE(store->submit(std::move(work), std::move(done)));
    }

    Result<void> run(Work work)
    {
        std::future<Result<void>> outcome;
        if (!store->submit(std::move(work), keep(outcome)))
            throw std::logic_error("not accepted");
        return outcome.get();
    }

    Result<void> look(Work work)
    {
        std::future<Result<void>> outcome;
        if (!store->read(std::move(work), keep(outcome)))
            throw std::logic_error("not accepted");
        return outcome.get();
    }

    /// Keeps the writer busy while `more` queues jobs, so that they all fall into one group.
    void as_one_group(const std::function<void()>& more)
    {
        std::promise<void> entered, go;
        submit([&](Unit&) -> Result<void> {
            entered.set_value();
            go.get_future().wait();
            return {};
        });
        entered.get_future().wait();
        more();
        go.set_value();
        CHECK(outcomes.front().get());
        outcomes.erase(outcomes.begin());
    }

    /// What another program would see in the file right now.
    std::string stored()
    {
        const auto other = open_sqlite_connection(path, true);
        if (!other)
            throw std::runtime_error(other.error().detail());
        RecordFilter filter;
        filter.visible.everything = true;
        filter.order = RecordFilter::Order::oldest;
        filter.limit = 200;
        return titles(Records(**other).list(filter).records);
    }
};

inline bool has_code(const Result<void>& result, Errc code)
{
    return !result && result.error().code() == code;
}

/// Lets no file of this process grow beyond `bytes`: a disk that is full at the next write.
class FileLimit {
public:
    explicit FileLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    void (*handler_)(int);
    rlimit before_{};
};

}  // namespace deskbell::store
