#include "store/sqlite/sqlite_store.hpp"

#include "store/job.hpp"
#include "store/sqlite/database_file.hpp"

#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

namespace deskbell::store {

namespace {

/// Threads that read. Two, because a form has three seconds to open and a digest may read for as long.
constexpr std::size_t kReaders = 2;

using Readers = std::vector<std::unique_ptr<SqliteConnection>>;

void roll_back(SqliteConnection& db)
{
    try {
        if (db.in_transaction())
            db.run("ROLLBACK");
    } catch (const DatabaseError&) {
        // The transaction is gone either way; the next BEGIN says whether the database still works.
    }
}

/// One thread writes, some read; each has its connection, the readers share a queue.
class SqliteStore final : public Store {
public:
    SqliteStore(std::unique_ptr<SqliteConnection> writer, Readers readers, const Clock& clock)
        : clock_(clock),
          writer_(std::move(writer)),
          readers_(std::move(readers)),
          write_thread_([this] { write_all(); })
    {
        for (const auto& reader : readers_)
            read_threads_.emplace_back([this, &reader] { read_all(*reader); });
    }
    ~SqliteStore() override { stop(); }

    bool submit(Work work, Done done) override { return writes_.push({std::move(work), std::move(done)}); }
    bool read(Work work, Done done) override { return reads_.push({std::move(work), std::move(done)}); }

    void stop() override
    {
        std::call_once(stopped_, [this] {
            writes_.close();
            reads_.close();
            write_thread_.join();
            for (std::thread& thread : read_threads_) thread.join();
        });
    }

private:
    using Outcomes = std::vector<Result<void>>;

    void write_all()
    {
        for (auto batch = writes_.take(kBatchBound); !batch.empty(); batch = writes_.take(kBatchBound))
            for (std::size_t next = 0; next < batch.size();) next = commit(batch, next);
    }

    /// Group commit: runs the jobs from `first` on in one transaction and tells each its outcome.
    /// Returns the first job that did not run, because a failure before it ended the transaction, or because
    /// those before it took long.
    std::size_t commit(const std::vector<Job>& batch, std::size_t first)
    {
        Outcomes outcomes;
        const auto begun = std::chrono::steady_clock::now();
        const auto is_late = [&] { return std::chrono::steady_clock::now() - begun > kBatchTime; };
        try {
            writer_->run("BEGIN IMMEDIATE");
            std::size_t next = first;
            do {
                outcomes.push_back(run_apart(batch[next++]));
            } while (next < batch.size() && writer_->in_transaction() && !is_late());
            if (!writer_->in_transaction())
                throw DatabaseError(DatabaseError::Kind::full, "the database ended the transaction");
            writer_->run("COMMIT");
        } catch (const DatabaseError& e) {
            roll_back(*writer_);
            refuse(outcomes, e, outcomes.empty() ? batch.size() - first : outcomes.size());
        }
        const bool is_stuck = std::ranges::any_of(outcomes, is_away);
        for (std::size_t i = 0; i < outcomes.size(); ++i) tell(batch[first + i], std::move(outcomes[i]));
        if (is_stuck)
            make_room();
        return first + outcomes.size();
    }

    static bool is_away(const Result<void>& outcome)
    {
        return !outcome && outcome.error().code() == Errc::unavailable;
    }

    /// Moves the log into the database and cuts it. SQLite does so after a commit, but with a full disk there
    /// is none: a log that a long reader made grow would keep the disk full after the reader is gone.
    void make_room()
    {
        try {
            writer_->prepare("PRAGMA busy_timeout = 0")->step();  // readers are not waited for
            writer_->prepare("PRAGMA wal_checkpoint(TRUNCATE)")->step();
        } catch (const DatabaseError&) {
            // Not yet: the next refused job tries again.
        }
        restore_patience();
    }

    void restore_patience()
    {
        try {
            writer_->prepare("PRAGMA busy_timeout = " + std::to_string(SqliteConnection::kBusyTimeout))
                ->step();
        } catch (const DatabaseError&) {
            // Then jobs are refused at once instead of after a while, until it works again.
        }
    }

    /// One job within the group: its failure takes back its own effects and nobody else's.
    Result<void> run_apart(const Job& job)
    {
        writer_->run("SAVEPOINT job");
        Unit unit(*writer_, clock_.now(), &clock_);
        Result<void> outcome = attempt(job, unit);
        if (!writer_->in_transaction())
            return outcome ? Error(Errc::internal, "the job ended its transaction") : outcome;
        if (!outcome)
            writer_->run("ROLLBACK TO job");
        writer_->run("RELEASE job");
        return outcome;
    }

    /// Nothing of the group was stored. Jobs that failed on their own keep their reason.
    static void refuse(Outcomes& outcomes, const DatabaseError& failure, std::size_t count)
    {
        const Error told = to_error(failure);
        const Error reason = told.code() == Errc::unavailable ? told : not_stored(failure);
        for (Result<void>& outcome : outcomes)
            if (outcome)
                outcome = reason;
        outcomes.resize(count, reason);
    }

    static Error not_stored(const DatabaseError& failure)
    {
        return Error(Errc::unavailable, "The desk could not store this (" + std::string(failure.what()) +
                                            "). Nothing was changed; please try again later.");
    }

    void read_all(SqliteConnection& reader)
    {
        for (auto batch = reads_.take(1); !batch.empty(); batch = reads_.take(1))
            tell(batch.front(), look(batch.front(), reader));
    }

    /// The work over one snapshot.
    Result<void> look(const Job& job, SqliteConnection& reader)
    {
        try {
            reader.run("BEGIN");
        } catch (const DatabaseError& e) {
            return to_error(e);
        }
        Unit unit(reader, clock_.now(), &clock_);
        Result<void> outcome = attempt(job, unit);
        roll_back(reader);
        return outcome;
    }

    const Clock& clock_;
    std::unique_ptr<SqliteConnection> writer_;
    const Readers readers_;
    JobQueue writes_{kQueueBound};
    JobQueue reads_{kQueueBound};
    std::once_flag stopped_;
    std::thread write_thread_;  // last: they use all of the above
    std::vector<std::thread> read_threads_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, const Clock& clock)
{
    if (path == ":memory:")
        return Error(Errc::invalid_input,
                     "The desk needs a file, because reading has a connection of its own.");
    auto writer = open_writer(path);
    if (!writer)
        return writer.error();
    Readers readers;
    for (std::size_t i = 0; i < kReaders; ++i) {
        auto reader = open_reader(path);
        if (!reader)
            return reader.error();
        readers.push_back(*std::move(reader));
    }
    return std::unique_ptr<Store>(new SqliteStore(*std::move(writer), std::move(readers), clock));
}

Result<std::unique_ptr<Connection>> open_sqlite_connection(const std::string& path, bool read_only)
{
    auto opened = read_only ? open_reader(path) : open_writer(path);
    if (!opened)
        return opened.error();
    if (read_only)
        (*opened)->execute("BEGIN");
    return std::unique_ptr<Connection>(*std::move(opened));
}

Result<void> run_beside(const std::string& path, const Clock& clock, const Work& work)
{
    auto db = open_beside(path);
    if (!db)
        return db.error();
    Result<void> outcome;
    try {
        (*db)->run("BEGIN IMMEDIATE");
        Unit unit(**db, clock.now(), &clock);
        outcome = attempt({work, {}}, unit);
        if (outcome)
            (*db)->run("COMMIT");
    } catch (const DatabaseError& e) {
        outcome = to_open_error(e, path);
    }
    roll_back(**db);
    return outcome;
}

}  // namespace deskbell::store
