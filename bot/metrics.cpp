#include "bot/metrics.hpp"

#include "bot/version.hpp"

#include <charconv>

namespace deskbell::bot {

namespace {

enum class Kind : std::uint8_t { counter, gauge, histogram };

/// What a metric is called and means. Names keep their form for ever: dashboards depend on them.
struct Row {
    Metric metric;
    Kind kind;
    std::string_view name;
    std::string_view label;   ///< "" for none
    std::string_view second;  ///< "" for none
    std::string_view help;
};

constexpr Row kRows[] = {
    {Metric::envelopes, Kind::counter, "deskbell_envelopes_total", "type", "",
     "Deliveries from Slack by payload type."},
    {Metric::acks, Kind::counter, "deskbell_acks_total", "outcome", "",
     "Acknowledgements: sent, late (sent after 2.5 s), lost (connection gone), withheld (nothing stored, "
     "Slack delivers again)."},
    {Metric::duplicates, Kind::counter, "deskbell_duplicates_total", "", "",
     "Deliveries that had been handled before."},
    {Metric::busy, Kind::counter, "deskbell_busy_total", "", "",
     "Jobs refused because the store's queue was full or closed, or did not move in time."},
    {Metric::recovered, Kind::counter, "deskbell_recovered_total", "kind", "",
     "What no event had told us and was found in Slack's histories, by kind."},
    {Metric::reconciled, Kind::counter, "deskbell_reconciled_messages_total", "outcome", "",
     "Messages of request channels, counted a day later: ticket, explained (a reason why none), "
     "unexplained."},
    {Metric::handler_errors, Kind::counter, "deskbell_handler_errors_total", "code", "",
     "Refused deliveries by error code."},
    {Metric::views, Kind::counter, "deskbell_views_total", "outcome", "", "Forms shown at once, by outcome."},
    {Metric::timers, Kind::counter, "deskbell_timers_total", "outcome", "", "Timers run, by outcome."},
    {Metric::poisoned, Kind::counter, "deskbell_poisoned_total", "type", "",
     "Deliveries that no handler could deal with, acknowledged and kept, by payload type."},
    {Metric::poisoned_rows, Kind::gauge, "deskbell_poisoned_rows", "", "",
     "Kept deliveries that were not handled since."},
    {Metric::calls, Kind::counter, "deskbell_slack_calls_total", "method", "class",
     "Web API calls by method and result class."},
    {Metric::outbox_rows, Kind::gauge, "deskbell_outbox_rows", "state", "",
     "Outbox rows that are not delivered, by state."},
    {Metric::outbox_results, Kind::counter, "deskbell_outbox_results_total", "result", "",
     "Deliveries from the outbox: sent, adopted (found by metadata after a lost answer), retried, parked."},
    {Metric::sockets, Kind::gauge, "deskbell_sockets", "state", "",
     "Socket Mode connections: wanted, ready, and counted by Slack."},
    {Metric::socket_connects, Kind::counter, "deskbell_socket_connects_total", "", "",
     "Socket Mode connections that said hello."},
    {Metric::socket_disconnects, Kind::counter, "deskbell_socket_disconnects_total", "", "",
     "Socket Mode connections that ended."},
    {Metric::bad_frames, Kind::counter, "deskbell_bad_frames_total", "", "",
     "Frames that could not be read."},
    {Metric::store_up, Kind::gauge, "deskbell_store_up", "", "",
     "1 when the last probe of the database could write."},
    {Metric::ack_seconds, Kind::histogram, "deskbell_ack_seconds", "", "",
     "Time from a delivery to its acknowledgement."},
    {Metric::job_seconds, Kind::histogram, "deskbell_store_job_seconds", "", "",
     "Time from queueing a job to its commit."},
    {Metric::ratings, Kind::counter, "deskbell_ratings_total", "score", "",
     "Answers to \"How was it?\" that cannot be changed any more, by score 1 to 5; anonymous ones are counted "
     "together, without their score."},
    {Metric::start_time, Kind::gauge, "process_start_time_seconds", "", "",
     "Start of the process, Unix time."},
    {Metric::build_info, Kind::gauge, "deskbell_build_info", "version", "",
     "Always 1; the label is the version."},
};

consteval bool in_order()
{
    for (std::size_t i = 0; i < std::size(kRows); ++i)
        if (static_cast<std::size_t>(kRows[i].metric) != i)
            return false;
    return std::size(kRows) == static_cast<std::size_t>(Metric::count_);
}
static_assert(in_order(), "the table has one row per metric, in the order of the enumeration");

constexpr const Row& row_of(Metric metric) { return kRows[static_cast<std::size_t>(metric)]; }

std::string number(double value)
{
    std::array<char, 32> text{};
    const auto [end, ec] = std::to_chars(text.data(), text.data() + text.size(), value);
    return std::string(text.data(), end);
}

/// name="value" with the three characters escaped that the format names.
std::string pair(std::string_view name, std::string_view value)
{
    std::string out = std::string(name) + "=\"";
    for (const char c : value) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || c == '"')
            (out += '\\') += c;
        else
            out += c;
    }
    return out + "\"";
}

std::string labels(const Row& row, std::string_view label, std::string_view second)
{
    if (row.label.empty())
        return "";
    std::string out = "{" + pair(row.label, label);
    if (!row.second.empty())
        out += "," + pair(row.second, second);
    return out + "}";
}

}  // namespace

Metrics::Metrics()
{
    set(Metric::start_time,
        static_cast<double>(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
    set(Metric::build_info, 1, version());
    for (const Row& row : kRows) {
        if (row.kind == Kind::histogram)
            histograms_[row.metric] = {};
        else if (row.label.empty())
            series(row.metric, "", "");  // a zero from the start: rate() needs it
    }
}

double& Metrics::series(Metric metric, std::string_view label, std::string_view second)
{
    const Row& row = row_of(metric);
    Series& all = series_[static_cast<std::size_t>(metric)];
    const std::string key = labels(row, label, second);
    if (const auto it = all.find(key); it != all.end())
        return it->second;
    if (all.size() >= kSeriesMax)
        return all[labels(row, "other", "other")];
    return all[key];
}

void Metrics::count(Metric metric, std::string_view label, std::string_view second, std::uint64_t n)
{
    series(metric, label, second) += static_cast<double>(n);
}

void Metrics::set(Metric metric, double value, std::string_view label) { series(metric, label, "") = value; }

void Metrics::observe(Metric metric, std::chrono::duration<double> span)
{
    Histogram& histogram = histograms_[metric];
    for (std::size_t i = 0; i < kBuckets.size(); ++i)
        if (span.count() <= kBuckets[i])
            ++histogram.buckets[i];
    ++histogram.count;
    histogram.sum += span.count();
}

double Metrics::value(Metric metric, std::string_view label, std::string_view second) const
{
    if (const auto histogram = histograms_.find(metric); histogram != histograms_.end())
        return static_cast<double>(histogram->second.count);
    const Series& all = series_[static_cast<std::size_t>(metric)];
    const auto it = all.find(labels(row_of(metric), label, second));
    return it == all.end() ? 0 : it->second;
}

std::string Metrics::text() const
{
    static constexpr std::string_view kKinds[] = {"counter", "gauge", "histogram"};
    std::string out;
    for (const Row& row : kRows) {
        const std::string name(row.name);
        out += "# HELP " + name + " " + std::string(row.help) + "\n";
        out += "# TYPE " + name + " " + std::string(kKinds[static_cast<std::size_t>(row.kind)]) + "\n";
        for (const auto& [label, value] : series_[static_cast<std::size_t>(row.metric)])
            out += name + label + " " + number(value) + "\n";
        const auto histogram = histograms_.find(row.metric);
        if (histogram == histograms_.end())
            continue;
        for (std::size_t i = 0; i < kBuckets.size(); ++i)
            out += name + "_bucket{le=\"" + number(kBuckets[i]) + "\"} " +
                   std::to_string(histogram->second.buckets[i]) + "\n";
        const std::string count = std::to_string(histogram->second.count);
        out += name + "_bucket{le=\"+Inf\"} " + count + "\n";
        out += name + "_sum " + number(histogram->second.sum) + "\n" + name + "_count " + count + "\n";
    }
    return out;
}

}  // namespace deskbell::bot
