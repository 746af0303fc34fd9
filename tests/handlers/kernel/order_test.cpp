#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

TEST_CASE("answers that arrive out of order leave the ticket as if they had come in order",
          "[kernel][conversation][pitfall-38]")
{
    // slackapi/bolt-python#668
    const auto first_response = [](const std::vector<int>& order) {
        World w;
        w.write("UMIA", "DUMIA", "My mouse is dead", "", "im");
        const Posted card = w.message(World::kTriage, "REQ-1");
        const std::int64_t said = to_unix(w.now) + 60;  // the clock goes on while they arrive
        w.now += std::chrono::seconds(70);
        for (const int n : order) {
            slack::MessageEvent event;
            event.message.channel = World::kTriage;
            event.message.channel_type = "group";
            event.message.user = "UANA";
            event.message.text = "&gt;&gt; answer " + std::to_string(n);
            event.message.ts = std::to_string(said + n) + ".000001";
            event.message.thread_ts = card.ts;
            w.send(event);
        }
        for (const char* words : {"answer 1", "answer 2", "answer 3"})
            CHECK(w.all("DUMIA", words).size() == 1);
        return w.record("REQ-1").at("first_response_at");
    };
    const std::string in_order = first_response({1, 2, 3});
    CHECK_FALSE(in_order.empty());
    CHECK(first_response({3, 1, 2}) == in_order);
}
