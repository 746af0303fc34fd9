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

/// A post of ours, shown without what it is recognised by. Files are shared without metadata.
bool is_nameless(const std::string& message, const std::string& author)
{
    return !author.empty() && slack::text_at(message, "/bot_id") == author &&
           slack::metadata_key(message).empty() && slack::text_at(message, "/files/0/id").empty();
}

}  // namespace

asio::awaitable<Found> find_post(SlackPort& slack, Sought sought)
{
    Found found;
    bool is_unclear = false;
    slack::Call search = search_for(sought);
    int seen = 0;
    for (int page = 0; page < kLookPagesMost && seen < kLookMessagesMost; ++page) {
        slack::Call call = search;
        found.result = co_await slack.call(std::move(call));
        if (!found.result.ok)
            break;
        for (const std::string& message : found.result.objects("/messages")) {
            ++seen;
            is_unclear = is_unclear || is_nameless(message, sought.author);
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
    if (is_unclear && found.result.ok)
        found.result = slack::no_answer("the history shows posts of ours without their metadata");
    co_return found;
}

}  // namespace deskbell::bot
