// A name service that fails for a while. This program's getaddrinfo stands before the library's.
#include "socket_mode_fixture.hpp"

#include <dlfcn.h>
#include <netdb.h>
#include <catch2/catch.hpp>

#include <atomic>

namespace {
std::atomic<bool> is_down{false};
std::atomic<int> refused{0};
}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** out)
{
    if (is_down) {
        ++refused;
        return EAI_AGAIN;
    }
    using Real = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    static const auto real = reinterpret_cast<Real>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return real(node, service, hints, out);
}

using namespace deskbell::slack;
using namespace deskbell::slack::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST_CASE("after an outage of the name service the client is back within the longest wait", "[pitfall-12]")
{
    // slackapi/python-slack-sdk#1462: looped on errors and never came back
    SocketTimes times = short_times();
    times.backoff_first = 20ms;
    times.backoff_most = 320ms;
    times.healthy = 60s;
    SocketModeFixture it(1, times, nullptr, "localhost");
    is_down = true;
    refused = 0;
    it.start();
    REQUIRE(it.until([&] { return refused >= 6; }));  // 20 + 40 + 80 + 160 + 320 ms at most
    CHECK(it.client->status().trouble.find("looking up localhost") != std::string::npos);
    CHECK_FALSE(it.client->status().is_fatal);
    const auto begun = Clock::now();
    REQUIRE(it.until([&] { return refused >= 10; }));  // from now on each wait is at least 80 ms
    CHECK(Clock::now() - begun >= 4 * 80ms);
    is_down = false;
    const auto back = Clock::now();
    REQUIRE(it.until_ready());
    CHECK(Clock::now() - back < times.backoff_most + 500ms);
    CHECK(it.client->status().trouble.empty());
}
