#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace deskbell::bot {

/// Everything that is counted or measured. The order is that of the table in metrics.cpp.
enum class Metric : std::uint8_t {
    envelopes,  ///< by type
    acks,       ///< by outcome: sent, lost, late, withheld
    duplicates,
    busy,
    recovered,       ///< by kind
    reconciled,      ///< by outcome: ticket, explained, unexplained
    handler_errors,  ///< by code
    views,           ///< by outcome
    timers,          ///< by outcome
    poisoned,        ///< by type
    poisoned_rows,
    calls,           ///< by method and class
    outbox_rows,     ///< by state
    outbox_results,  ///< by result
    sockets,         ///< by state
    socket_connects,
    socket_disconnects,
    bad_frames,
    store_up,
    ack_seconds,
    job_seconds,
    ratings,  ///< by score: 1 to 5, anonymous
    start_time,
    build_info,
    count_,
};

/// Numbers for the operator, in the text form that Prometheus reads. Use from the I/O thread.
class Metrics {
public:
    /// Distinct label values of one metric; further ones are counted as "other", so that no input can grow
    /// it.
    static constexpr std::size_t kSeriesMax = 96;

    Metrics();

    /// Adds to a counter. `second` is the second label where the table has one.
    void count(Metric metric, std::string_view label = {}, std::string_view second = {}, std::uint64_t n = 1);
    /// Sets a gauge, or a counter whose total is kept elsewhere.
    void set(Metric metric, double value, std::string_view label = {});
    /// Puts a duration into its histogram.
    void observe(Metric metric, std::chrono::duration<double> span);

    double value(Metric metric, std::string_view label = {}, std::string_view second = {}) const;
    /// Text format 0.0.4.
    std::string text() const;

private:
    /// Upper bounds in seconds: around 0.5 s (what we aim at) and 3 s (what Slack allows) for acks.
    static constexpr std::array<double, 10> kBuckets{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 3};
    struct Histogram {
        std::array<std::uint64_t, kBuckets.size()> buckets{};
        std::uint64_t count = 0;
        double sum = 0;
    };
    static constexpr std::size_t kMetrics = static_cast<std::size_t>(Metric::count_);
    using Series = std::map<std::string, double, std::less<>>;  ///< rendered labels -> value

    double& series(Metric metric, std::string_view label, std::string_view second);

    std::array<Series, kMetrics> series_;
    std::map<Metric, Histogram> histograms_;
};

}  // namespace deskbell::bot
