#include "bot/metrics.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unistd.h>

using namespace deskbell::bot;
using namespace std::chrono_literals;

namespace {

bool has_line(const std::string& text, const std::string& line)
{
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("every metric is described, and counters without labels start at zero", "[bot]")
{
    const std::string text = Metrics().text();
    CHECK(has_line(text, "# TYPE deskbell_duplicates_total counter"));
    CHECK(has_line(text, "deskbell_duplicates_total 0"));
    CHECK(has_line(text, "# TYPE deskbell_ack_seconds histogram"));
    CHECK(has_line(text, "deskbell_ack_seconds_count 0"));
    CHECK(text.find("deskbell_build_info{version=\"") != std::string::npos);
    std::istringstream lines(text);
    std::size_t helps = 0, types = 0;
    for (std::string line; std::getline(lines, line);) {
        helps += line.starts_with("# HELP ");
        types += line.starts_with("# TYPE ");
    }
    CHECK(helps == types);
    CHECK(helps == static_cast<std::size_t>(Metric::count_));
}

TEST_CASE("counting adds to the series of its labels", "[bot]")
{
    Metrics metrics;
    metrics.count(Metric::calls, "chat.postMessage", "ok");
    metrics.count(Metric::calls, "chat.postMessage", "ok");
    metrics.count(Metric::calls, "chat.update", "rate_limited");
    CHECK(metrics.value(Metric::calls, "chat.postMessage", "ok") == 2);
    CHECK(has_line(metrics.text(),
                   "deskbell_slack_calls_total{method=\"chat.update\",class=\"rate_limited\"} 1"));
}

TEST_CASE("a histogram's buckets are cumulative", "[bot]")
{
    Metrics metrics;
    metrics.observe(Metric::ack_seconds, 20ms);
    metrics.observe(Metric::ack_seconds, 2s);
    metrics.observe(Metric::ack_seconds, 10s);
    const std::string text = metrics.text();
    CHECK(has_line(text, "deskbell_ack_seconds_bucket{le=\"0.01\"} 0"));
    CHECK(has_line(text, "deskbell_ack_seconds_bucket{le=\"0.025\"} 1"));
    CHECK(has_line(text, "deskbell_ack_seconds_bucket{le=\"3\"} 2"));
    CHECK(has_line(text, "deskbell_ack_seconds_bucket{le=\"+Inf\"} 3"));
    CHECK(has_line(text, "deskbell_ack_seconds_count 3"));
}

TEST_CASE("no input can grow a metric without end", "[bot]")
{
    Metrics metrics;
    for (int i = 0; i < 1000; ++i)
        metrics.count(Metric::envelopes, "kind" + std::to_string(i));
    CHECK(metrics.value(Metric::envelopes, "kind0") == 1);
    CHECK(metrics.value(Metric::envelopes, "kind999") == 0);
    CHECK(metrics.value(Metric::envelopes, "other") == 1000 - Metrics::kSeriesMax);
}

TEST_CASE("quotes, backslashes and line ends in a label are escaped", "[bot]")
{
    Metrics metrics;
    metrics.count(Metric::envelopes, "a\"b\\c\nd");
    CHECK(has_line(metrics.text(), "deskbell_envelopes_total{type=\"a\\\"b\\\\c\\nd\"} 1"));
}

TEST_CASE("promtool finds nothing to complain about", "[bot]")
{
    const char* tool = std::getenv("PROMTOOL");
    const std::string program = tool ? tool : "promtool";
    if (std::system(("command -v '" + program + "' >/dev/null 2>&1").c_str()) != 0) {
        WARN("promtool is not installed: the metrics are judged by the command line tests instead");
        return;
    }
    Metrics metrics;
    metrics.count(Metric::envelopes, "message");
    metrics.count(Metric::calls, "chat.postMessage", "ok");
    metrics.count(Metric::acks, "sent");
    metrics.set(Metric::sockets, 2, "ready");
    metrics.set(Metric::outbox_rows, 3, "waiting");
    metrics.set(Metric::ratings, 4, "5");
    metrics.set(Metric::ratings, 2, "anonymous");
    metrics.observe(Metric::job_seconds, 1ms);
    const std::string file = "metrics-" + std::to_string(::getpid()) + ".txt";
    std::ofstream(file) << metrics.text();
    CHECK(std::system(("'" + program + "' check metrics < " + file).c_str()) == 0);
    std::remove(file.c_str());
}
