#include "slack/local/local_server.hpp"

#include "tests/slack/net/raw_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <future>
#include <thread>

using namespace deskbell::slack;
using namespace deskbell::slack::local;
using Json = nlohmann::json;
namespace asio = boost::asio;

namespace {

/// A whole local workspace on a thread of its own.
class Running {
public:
    explicit Running(LocalOptions options = {})
    {
        auto server = LocalServer::start(io_.get_executor(), std::move(options));
        REQUIRE(server);
        server_ = std::move(*server);
        thread_ = std::thread([this] { io_.run(); });
    }

    ~Running()
    {
        asio::post(io_, [this] { server_->stop(); });
        thread_.join();
    }

    std::uint16_t port() const { return server_->port(); }

    Json call(const std::string& method, const std::string& form, const std::string& token = "xoxb-test")
    {
        const auto answer = RawClient(port()).request(
            "POST", "/api/" + method, form,
            "Authorization: Bearer " + token + "\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        return answer.status == 0 ? Json() : Json::parse(answer.body);
    }

    Json post(const std::string& path, const Json& body)
    {
        return Json::parse(RawClient(port()).request("POST", path, body.dump()).body);
    }

    Json state() { return Json::parse(RawClient(port()).request("GET", "/_local/state").body); }

    /// The path and query of a new socket address.
    std::string link()
    {
        const std::string url = call("apps.connections.open", "", "xapp-test")["url"];
        return url.substr(url.find("/link/"));
    }

private:
    asio::io_context io_;
    std::unique_ptr<LocalServer> server_;
    std::thread thread_;
};

/// The app's side of one Socket Mode connection.
struct App {
    explicit App(Running& workspace) : client(workspace.port())
    {
        REQUIRE(client.upgrade(workspace.link()) == 101);
        REQUIRE(next()["type"] == "hello");
    }
    Json next()
    {
        const auto frame = client.frame();
        return frame.opcode == 1 ? Json::parse(frame.payload) : Json();
    }
    void ack(const Json& envelope)
    {
        client.send_frame(1, Json{{"envelope_id", envelope["envelope_id"]}}.dump());
    }
    RawClient client;
};

}  // namespace

TEST_CASE("a post of a person reaches the app, is acknowledged, and stands in the state", "[local][server]")
{
    Running workspace;
    App app(workspace);
    const Json posted = workspace.post(
        "/_local/act", {{"as", "U0ANA"}, {"do", "post"}, {"channel", "C0HELPIT"}, {"text", "help"}});
    CHECK(posted["ok"] == true);
    const Json envelope = app.next();
    CHECK(envelope["type"] == "events_api");
    CHECK(envelope["payload"]["event"]["ts"] == posted["ts"]);
    CHECK(envelope["payload"]["type"] == "event_callback");
    CHECK(envelope["retry_attempt"] == 0);
    app.ack(envelope);
    CHECK(workspace.call("reactions.add", "channel=C0HELPIT&name=eyes&timestamp=" +
                                              posted["ts"].get<std::string>())["ok"] == true);
    const Json state = workspace.state();
    CHECK(state["connected"] == 1);
    CHECK(state["ledger"]["envelopes"][0]["acked"] == true);
    CHECK(state["ledger"]["calls"].back()["method"] == "reactions.add");
}

TEST_CASE("a command waits for the ack of the app before the page gets its answer", "[local][server]")
{
    Running workspace;
    App app(workspace);
    auto answer = std::async(std::launch::async, [&] {
        return workspace.post(
            "/_local/act",
            {{"as", "U0ANA"}, {"do", "command"}, {"channel", "C0HELPIT"}, {"command", "/ticket"}});
    });
    const Json envelope = app.next();
    CHECK(envelope["type"] == "slash_commands");
    const std::string url = envelope["payload"]["response_url"];
    CHECK(RawClient(workspace.port())
              .request("POST", url.substr(url.find("/commands/")), R"({"text":"early"})")
              .body == "ok");
    app.ack(envelope);
    CHECK(answer.get()["ok"] == true);
    CHECK(workspace.state()["ephemerals"][0]["text"] == "early");
}

TEST_CASE("a socket's address works once", "[local][server]")
{
    Running workspace;
    const std::string link = workspace.link();
    CHECK(RawClient(workspace.port()).upgrade(link) == 101);
    CHECK(RawClient(workspace.port()).upgrade(link) == 404);
}

TEST_CASE("an ack in pieces is lost without a word, the event comes again", "[local][server]")
{
    LocalOptions options;
    options.ack_deadline = std::chrono::milliseconds{100};
    options.time_factor = 100;
    Running workspace(options);
    App app(workspace);
    workspace.post("/_local/act",
                   {{"as", "U0ANA"}, {"do", "post"}, {"channel", "C0HELPIT"}, {"text", "help"}});
    const Json first = app.next();
    const std::string ack = Json{{"envelope_id", first["envelope_id"]}}.dump();
    app.client.send_frame(1, ack.substr(0, 5), false);
    app.client.send_frame(0, ack.substr(5));
    const Json second = app.next();
    CHECK(second["retry_attempt"] == 1);
    CHECK(second["payload"]["event_id"] == first["payload"]["event_id"]);
}

TEST_CASE("web sites cannot reach the workspace through a visitor's browser", "[local][server]")
{
    Running workspace;
    const auto status = [&](const std::string& method, const std::string& path, const std::string& header) {
        return RawClient(workspace.port()).request(method, path, "{}", header + "\r\n").status;
    };
    CHECK(status("GET", "/_local/state", "Host: evil.example") == 403);
    CHECK(status("GET", "/_local/state", "Origin: https://evil.example") == 403);
    CHECK(status("POST", "/api/auth.test", "Origin: http://evil.example") == 403);
    CHECK(status("POST", "/_local/act", "Origin: null") == 403);
    CHECK(status("GET", "/_local/state", "Host: 127.0.0.1.evil.example") == 403);
    CHECK(status("GET", "/_local/state", "Host: localhost:8065") == 200);
    CHECK(status("GET", "/_local/state", "Origin: http://127.0.0.1:8065") == 200);
    RawClient page(workspace.port());
    CHECK(page.upgrade("/_local/live?as=U0ANA", "Origin: https://evil.example\r\n") == 403);
    RawClient app(workspace.port());
    CHECK(app.upgrade(workspace.link(), "Origin: https://api.slack.com\r\n") == 101);
}

TEST_CASE("an open page hears of what its person sees, and only of that", "[local][server]")
{
    Running workspace;
    RawClient ana(workspace.port()), dev(workspace.port());
    REQUIRE(ana.upgrade("/_local/live?as=U0ANA") == 101);
    REQUIRE(dev.upgrade("/_local/live?as=U0DEV") == 101);
    CHECK(Json::parse(ana.frame().payload)["type"] == "changed");
    CHECK(Json::parse(dev.frame().payload)["type"] == "changed");
    const auto before = workspace.state()["version"].get<int>();
    workspace.call("chat.postMessage", "channel=C0TRIAGEIT&text=agents");
    CHECK(Json::parse(dev.frame().payload)["version"].get<int>() > before);
    workspace.call("chat.postMessage", "channel=C0HELPIT&text=all");
    CHECK(Json::parse(ana.frame().payload)["version"].get<int>() > before + 1);
    CHECK(RawClient(workspace.port()).upgrade("/_local/live?as=U0NOBODY") == 404);
}

TEST_CASE("faults are ordered over HTTP: a lost reply, a refused opening, dropped sockets",
          "[local][server][faults]")
{
    Running workspace;
    App app(workspace);
    CHECK(workspace.post("/_local/fault", {{"kind", "lose_reply"}, {"method", "chat.postMessage"}})["ok"] ==
          true);
    CHECK(workspace.call("chat.postMessage", "channel=C0HELPIT&text=once").is_null());
    CHECK(app.next()["payload"]["event"]["text"] == "once");
    CHECK(workspace.post("/_local/fault", {{"kind", "refuse_open"}, {"error", "invalid_auth"}})["ok"] ==
          true);
    CHECK(workspace.call("apps.connections.open", "", "xapp-test")["error"] == "invalid_auth");
    CHECK(workspace.post("/_local/fault", {{"kind", "drop_sockets"}})["ok"] == true);
    CHECK(app.next().is_null());
    CHECK(workspace.post("/_local/fault", {{"kind", "earthquake"}})["error"] == "unknown_fault");
}

TEST_CASE("the page and its parts are in the program", "[local][server]")
{
    Running workspace;
    const auto page = RawClient(workspace.port()).request("GET", "/");
    CHECK(page.status == 200);
    CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
    CHECK(RawClient(workspace.port()).request("GET", "/page/app.js").headers.at("content-type") ==
          "text/javascript; charset=utf-8");
    CHECK(RawClient(workspace.port()).request("GET", "/page/../README.md").status == 404);
    CHECK(RawClient(workspace.port()).request("GET", "/archives/C0HELPIT/p1").status == 200);
    CHECK(RawClient(workspace.port()).request("GET", "/avatar/U0ANA").body.find("AP") != std::string::npos);
}

TEST_CASE("commands and shortcuts that an app registers are offered to people", "[local][server]")
{
    Running workspace;
    workspace.post("/_local/app",
                   {{"commands", {{{"command", "/desk"}, {"description", "Console"}}}},
                    {"shortcuts", {{{"callback_id", "x"}, {"type", "global"}, {"name", "X"}}}}});
    const Json view = Json::parse(RawClient(workspace.port()).request("GET", "/_local/view?as=U0ANA").body);
    CHECK(view["commands"][0]["command"] == "/desk");
    CHECK(std::ranges::count(view["shortcuts"], "x", [](const Json& one) { return one["callback_id"]; }) ==
          1);
    CHECK(view["shortcuts"].size() > 1);  // those that every desk has
    CHECK(view["workspace"]["app"]["connected"] == false);
}

TEST_CASE("an uploaded file can be fetched, but never runs as a page", "[local][server]")
{
    Running workspace;
    const Json place = workspace.call("files.getUploadURLExternal", "filename=a.html&length=5");
    const std::string url = place["upload_url"];
    CHECK(RawClient(workspace.port()).request("POST", url.substr(url.find("/upload/")), "<b>x<").body ==
          "OK - 5");
    const std::string id = place["file_id"];
    const std::string place_of_file = "/files-pri/" + id + "/a.html";
    const auto file =
        RawClient(workspace.port()).request("GET", place_of_file, "", "Authorization: Bearer xoxb-test\r\n");
    CHECK(file.body == "<b>x<");
    CHECK(file.headers.at("content-disposition") == "attachment");
    CHECK(RawClient(workspace.port()).request("GET", place_of_file).status == 403);
    CHECK(RawClient(workspace.port()).request("GET", place_of_file + "?as=U0ANA").status == 403);
    workspace.call("files.completeUploadExternal",
                   "channel_id=C0HELPIT&files=%5B%7B%22id%22%3A%22" + id + "%22%7D%5D");
    CHECK(RawClient(workspace.port()).request("GET", place_of_file + "?as=U0ANA").body == "<b>x<");
    CHECK(RawClient(workspace.port()).request("GET", place_of_file + "?as=U0NOBODY").status == 200);
}

TEST_CASE("requests that make no sense are answered, and the workspace lives on", "[local][server]")
{
    Running workspace;
    for (const char* body :
         {"", "{", "[]", "null", R"({"as":7})", R"({"as":"U0ANA","do":"submit","view_id":[],"values":7})",
          R"({"as":"U0ANA","do":"click","channel":{},"value":"x"})"}) {
        const auto answer = RawClient(workspace.port()).request("POST", "/_local/act", body);
        CHECK(Json::parse(answer.body)["ok"] == false);
    }
    CHECK(workspace.call("auth.test", "")["ok"] == true);
}
