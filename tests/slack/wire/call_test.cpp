#include "slack/wire/call.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::slack;

TEST_CASE("metadata marks a post as ours and is found again", "[wire][call]")
{
    CHECK(metadata("req:12:opened") ==
          R"({"event_type":"deskbell","event_payload":{"key":"req:12:opened"}})");
    const std::string key = "odd \"key\" 🦕 \\ <&>";
    CHECK(metadata_key(R"({"ts":"1.2","text":"x","metadata":)" + metadata(key) + "}") == key);
}

TEST_CASE("what is not marked by us has no key", "[wire][call]")
{
    const std::string message =
        GENERATE(as<std::string>{}, "", "{", "[]", R"({"text":"x"})", R"({"metadata":null})",
                 R"({"metadata":{"event_type":"deskbell"}})",
                 R"({"metadata":{"event_type":"other_app","event_payload":{"key":"k"}}})",
                 R"({"metadata":{"event_type":"deskbell","event_payload":{"key":["k"]}}})");
    CHECK(metadata_key(message).empty());
}

TEST_CASE("attributes read back as they were", "[wire][call]")
{
    const Attributes attributes{{"text", "Grüße \"🦕\"\n<&> \\"}, {"empty", ""}, {"odd \"name\"", "1"}};
    CHECK(to_json({{"a", "b"}, {"c", ""}}) == R"({"a":"b","c":""})");
    CHECK(attributes_from_json(to_json(attributes)) == attributes);
    CHECK(to_json({}) == "{}");
}

TEST_CASE("bad JSON gives no attributes", "[wire][call]")
{
    const std::string text = GENERATE(as<std::string>{}, "", "{", "[]", "null", "\"x\"", "{\"a\":\"\xFF\"}");
    CHECK(attributes_from_json(text).empty());
}

TEST_CASE("numbers and booleans come as text", "[wire][call]")
{
    CHECK(attributes_from_json(R"({"n":4,"b":true,"f":1.5,"x":null,"o":{}})") ==
          Attributes{{"n", "4"}, {"b", "true"}, {"f", "1.5"}, {"x", ""}, {"o", ""}});
}

TEST_CASE("a text is found in any JSON", "[wire][call]")
{
    CHECK(text_at(R"([{"a":"b"}])", "/0/a") == "b");
    CHECK(text_at("\"only\"", "") == "only");
    CHECK(text_at("not json", "/a").empty());
}
