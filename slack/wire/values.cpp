#include "slack/wire/reading.hpp"

#include <array>

namespace deskbell::slack {

namespace {

/// Members that hold a single value, in the elements that have them.
constexpr std::array<std::string_view, 7> kSingle{
    "value",         "selected_user", "selected_channel",  "selected_conversation",
    "selected_date", "selected_time", "selected_date_time"};

/// Members that hold a list of ids.
constexpr std::array<std::string_view, 3> kLists{"selected_users", "selected_channels",
                                                 "selected_conversations"};

/// Members that hold a list of objects, and which member of each is the value.
struct ObjectList {
    std::string_view member;
    std::string_view value;
};
constexpr std::array kObjectLists{ObjectList{"selected_options", "value"}, ObjectList{"files", "id"}};

// What a leaf of rich text shows: mentions in the form of mrkdwn, so that `plain` can name them.
std::string leaf_text(const Json& leaf)
{
    const std::string type = leaf.text("type");
    if (type == "text")
        return leaf.text("text");
    if (type == "user")
        return "<@" + leaf.text("user_id") + ">";
    if (type == "channel")
        return "<#" + leaf.text("channel_id") + ">";
    if (type == "usergroup")
        return "<!subteam^" + leaf.text("usergroup_id") + ">";
    if (type == "broadcast")
        return "<!" + leaf.text("range") + ">";
    if (type == "emoji")
        return ":" + leaf.text("name") + ":";
    if (type == "link")
        return leaf.text("text").empty() ? leaf.text("url") : leaf.text("text");
    return leaf.text("fallback");  // dates, and leaves that are yet to be invented
}

// One line per section, list item, quote or preformatted text. Depth is bounded by kJsonDepthMax.
void flatten(const Json& rich_text, std::string& out)
{
    bool has_leaves = false;
    for (const Json& child : rich_text.at("elements").items()) {
        if (child.at("elements").is_array()) {
            flatten(child, out);
        } else {
            out += leaf_text(child);
            has_leaves = true;
        }
    }
    if (has_leaves && !out.ends_with('\n'))
        out += '\n';
}

std::string flattened(const Json& rich_text)
{
    std::string out;
    flatten(rich_text, out);
    if (out.ends_with('\n'))
        out.pop_back();
    return out;
}

bool has_value(const Value& value) { return !value.text.empty() || !value.many.empty(); }

// Our blocks hold one input of the same name. Of a row with several, the named one counts, else the first in
// use.
Value value_of_block(std::string_view block_id, const Json& block)
{
    if (const Json same = block.at(block_id); same.is_object())
        return read_value(same);
    for (const auto& [action_id, element] : block.members())
        if (Value value = read_value(element); has_value(value))
            return value;
    return {};
}

}  // namespace

Value read_value(const Json& element)
{
    Value value;
    value.text = element.at("selected_option").text("value");
    for (const std::string_view member : kSingle)
        if (value.text.empty())
            value.text = element.text(member);
    if (value.text.empty())
        value.text = flattened(element.at("rich_text_value"));
    for (const std::string_view list : kLists)
        for (const Json& item : element.at(list).items())
            value.many.push_back(item.text());
    for (const auto& [list, member] : kObjectLists)
        for (const Json& item : element.at(list).items())
            value.many.push_back(item.text(member));
    return value;
}

Values read_values(const Json& state)
{
    Values values;
    for (const auto& [block_id, block] : state.at("values").members())
        values.emplace(block_id, value_of_block(block_id, block));
    return values;
}

}  // namespace deskbell::slack
