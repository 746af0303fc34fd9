#include "bot/lost_post.hpp"

namespace deskbell::bot {

namespace asio = boost::asio;

namespace {

slack::Call search_for(const Sought& sought)
{
    slack::Call call("conversations.history", {});
    call.arguments["channel"] = sought.channel;
    call.arguments["include_all_metadata"] = "true";
    call.arguments["limit"] = std::to_string(kLookPageSize);
    if (sought.sent_after)
        call.arguments["oldest"] = std::to_string(to_unix(*sought.sent_after - kLookBack)) + ".000000";
    if (!sought.thread_ts.empty()) {
        call.method = "conversations.replies";
        call.arguments["ts"] = sought.thread_ts;
    }
    return call;
}

}  // namespace

asio::awaitable<Found> find_post(SlackPort& slack, Sought sought)
{
    Found found;
    slack::Call search = search_for(sought);
    for (int page = 0; page < kLookPagesMost; ++page) {
        slack::Call call = search;
        found.result = co_await slack.call(std::move(call));
        if (!found.result.ok)
            break;
        for (const std::string& message : found.result.objects("/messages")) {
            if (slack::metadata_key(message) != sought.key)
                continue;
            found.ts = slack::text_at(message, "/ts");
            found.thread_ts = slack::text_at(message, "/thread_ts");
            co_return found;
        }
        const std::string cursor = found.result.at("/response_metadata/next_cursor");
        if (cursor.empty())
            break;
        search.arguments["cursor"] = cursor;
    }
    co_return found;
}

}  // namespace deskbell::bot
