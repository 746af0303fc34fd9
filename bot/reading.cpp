#include "bot/reading.hpp"

#include <algorithm>

namespace deskbell::bot {

namespace {

std::string as_ts(UtcTime t) { return std::to_string(to_unix(t)) + ".000000"; }

}  // namespace

slack::Call CatchUp::Reading::page() const
{
    const kernel::Conversation& where = history.where;
    slack::Call call("conversations.history", {{"channel", where.channel}});
    call.arguments["limit"] = std::to_string(kPageSize);
    call.arguments["inclusive"] = "true";
    if (!read_to.empty() && !is_thread())
        call.arguments["oldest"] = read_to;
    else if (where.from)
        call.arguments["oldest"] = as_ts(*where.from);
    if (!borders.empty())
        call.arguments["latest"] = borders.back();
    else if (where.to)
        call.arguments["latest"] = as_ts(*where.to);
    if (is_thread()) {
        call.method = "conversations.replies";
        call.arguments["ts"] = where.thread_ts;
    }
    if (!cursor.empty())
        call.arguments["cursor"] = cursor;
    return call;
}

void CatchUp::Reading::take(const slack::CallResult& page)
{
    const std::string end = history.where.to ? as_ts(*history.where.to) : "";
    for (const std::string& one : page.objects("/messages")) {
        slack::MessageInfo message = slack::parse_message(one, history.where.channel);
        // Each page of a thread begins with the root.
        const bool is_again = is_thread() ? message.ts == history.where.thread_ts && !history.messages.empty()
                                          : message.ts <= read_to;
        if (!is_again && (end.empty() || message.ts < end))
            history.messages.push_back(std::move(message));
    }
    cursor = page.at("/response_metadata/next_cursor");
}

bool CatchUp::Reading::set_border()
{
    const auto oldest = std::ranges::min_element(history.messages, {}, &slack::MessageInfo::ts);
    // A border that does not lie further back would be looked for forever.
    if (oldest == history.messages.end() || (!borders.empty() && oldest->ts >= borders.back()))
        return false;
    borders.push_back(oldest->ts);
    if (borders.size() > kBordersMost)
        borders.erase(borders.begin());  // the newest: it is looked for again when the others are read
    history.messages.clear();
    cursor.clear();
    return true;
}

UtcTime CatchUp::Reading::whole_to() const
{
    const auto border = borders.empty() ? Result<UtcTime>(begun) : from_slack_ts(borders.back());
    return border ? *border : begun;
}

void CatchUp::Reading::advance()
{
    is_over = is_over || (borders.empty() && cursor.empty());
    messages += history.messages.size();
    if (!borders.empty()) {
        read_to = borders.back();
        borders.pop_back();
    }
    history.messages.clear();
    untold.clear();
    stored = finished = 0;
}

}  // namespace deskbell::bot
