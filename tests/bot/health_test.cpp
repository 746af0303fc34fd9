#include "bot/health.hpp"

#include "slack/wire/call.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;

namespace {

HealthSource source(std::vector<std::string> sick, std::vector<std::string> not_ready)
{
    return {[sick] { return sick; }, [not_ready] { return not_ready; },
            [] { return std::string("metric 1\n"); }};
}

}  // namespace

TEST_CASE("healthy and ready are two questions", "[bot]")
{
    const HealthSource starting = source({}, {"slack: not yet connected"});
    CHECK(health_answer("GET", "/healthz", starting).status == 200);
    const auto ready = health_answer("GET", "/readyz", starting);
    CHECK(ready.status == 503);
    CHECK(ready.content_type == "application/json");
    CHECK(slack::text_at(ready.body, "/reasons/0") == "slack: not yet connected");
    CHECK(health_answer("GET", "/readyz", source({}, {})).status == 200);
    CHECK(health_answer("GET", "/healthz", source({"database: full"}, {})).status == 503);
}

TEST_CASE("metrics come in the text form that Prometheus names", "[bot]")
{
    const auto answer = health_answer("GET", "/metrics", source({}, {}));
    CHECK(answer.content_type == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(answer.body == "metric 1\n");
}

TEST_CASE("other paths and methods are refused", "[bot]")
{
    CHECK(health_answer("GET", "/", source({}, {})).status == 404);
    CHECK(health_answer("POST", "/healthz", source({}, {})).status == 405);
}

TEST_CASE("a port that is taken is named with the way out", "[bot]")
{
    boost::asio::io_context io;
    auto first = Health::listen(io.get_executor(), {"127.0.0.1", 0}, source({}, {}));
    REQUIRE(first);
    const auto second = Health::listen(io.get_executor(), {"127.0.0.1", (*first)->port()}, source({}, {}));
    REQUIRE_FALSE(second);
    CHECK(second.error().detail().find("[http] listen") != std::string::npos);
    (*first)->stop();
}
