#include "bot/outbox_pump.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/local/local_server.hpp"
#include "tests/bot/harness.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;

namespace asio = boost::asio;

namespace {

asio::awaitable<void> ask_into(slack::WebClient& web, slack::Call call,
                               std::shared_ptr<slack::CallResult> out)
{
    *out = co_await web.call(std::move(call));
    out->retry_after = std::chrono::seconds{-1};  // marks that the answer is there
}

asio::awaitable<void> order_into(slack::WebClient& web, std::string url, std::string json,
                                 std::shared_ptr<slack::CallResult> out)
{
    *out = co_await web.respond(std::move(url), std::move(json));
    out->retry_after = std::chrono::seconds{-1};
}

/// The pump with the real client, against the local workspace: every byte goes over a socket.
struct Workplace : Harness {
    Workplace()
        : server(*slack::local::LocalServer::start(io.get_executor(), {})),
          web(io.get_executor(), endpoint()),
          real(web, metrics),
          pump(io.get_executor(), bridge, real, desk, clock, metrics)
    {
    }
    ~Workplace()
    {
        pump.stop();
        web.stop();
        until([this] { return pump.under_way() == 0; });
        server->stop();
    }

    slack::Endpoint endpoint() const
    {
        slack::Endpoint out;
        out.api_url = server->api_url();
        out.bot_token = "xoxb-test";
        return out;
    }

    slack::CallResult ask(slack::Call call)
    {
        auto out = std::make_shared<slack::CallResult>();
        auto asking = ask_into(web, std::move(call), out);
        asio::co_spawn(io, std::move(asking), asio::detached);
        REQUIRE(until([&] { return out->retry_after.count() < 0; }));
        return *out;
    }

    void order(const std::string& fault)
    {
        auto out = std::make_shared<slack::CallResult>();
        auto ordering = order_into(web, server->url() + "/_local/fault", fault, out);
        asio::co_spawn(io, std::move(ordering), asio::detached);
        REQUIRE(until([&] { return out->retry_after.count() < 0; }));
        REQUIRE(out->ok);
    }

    void send_digest(const std::string& channel)
    {
        Chart chart;
        chart.title = "Backlog";
        chart.kind = Chart::Kind::bars;
        chart.labels = {"today", "older"};
        chart.series = {{"", {3.0, 1.0}}};
        in_store([&](store::Unit& unit) {
            const auto root =
                kernel::post(unit, {0, 0, "notice", channel, "", 0}, {"The digest", {}}, 0, "digest");
            kernel::attach(unit, channel, root,
                           {{"backlog.png", "Backlog", alt_text(chart), chart},
                            {"backlog.csv", "The numbers", "", "age,tickets\ntoday,3\n"}},
                           "Charts", "digest-charts");
        });
        pump.start();
        REQUIRE(until([&] {
            const auto left = counts();
            return left.waiting == 0 && left.leased == 0;
        }));
        CHECK(counts().parked == 0);
    }

    /// The replies of the newest message that has some.
    std::vector<std::string> replies(const std::string& channel)
    {
        const auto history = ask(slack::Call("conversations.history", {{"channel", channel}}));
        const std::string root = slack::text_at(history.objects("/messages").at(0), "/ts");
        return ask(slack::Call("conversations.replies", {{"channel", channel}, {"ts", root}}))
            .objects("/messages");
    }

    std::unique_ptr<slack::local::LocalServer> server;
    slack::WebClient web;
    WebSlack real;
    OutboxPump pump;
};

}  // namespace

TEST_CASE("charts arrive in the local workspace, below the message they belong to", "[bot][upload]")
{
    Workplace place;
    place.send_digest("C0TRIAGEIT");
    const auto messages = place.replies("C0TRIAGEIT");
    REQUIRE(messages.size() == 2);
    const std::string& files = messages[1];
    CHECK(slack::text_at(files, "/text") == "Charts");
    CHECK(slack::text_at(files, "/files/0/mimetype") == "image/png");
    CHECK(slack::text_at(files, "/files/0/original_w") == "1200");
    CHECK(slack::text_at(files, "/files/0/alt_txt") == "Bar chart: Backlog. today: 3, older: 1.");
    CHECK(std::stoul(slack::text_at(files, "/files/0/size")) > 1000);
    CHECK(slack::text_at(files, "/files/1/title") == "The numbers");
}

TEST_CASE("charts for a person arrive in their direct message, once, though the answer was lost",
          "[bot][upload]")
{
    Workplace place;
    place.order(R"({"kind":"lose_reply","method":"files.completeUploadExternal","count":1})");
    place.order(R"({"kind":"lose_reply","method":"files.getUploadURLExternal","count":1})");
    place.send_digest("U0FARAH");
    const auto opened = place.ask(slack::Call("conversations.open", {{"users", "U0FARAH"}}));
    CHECK(place.replies(opened.at("/channel/id")).size() == 2);
    CHECK(place.metrics.value(bot::Metric::outbox_results, "adopted") == 1);
}
