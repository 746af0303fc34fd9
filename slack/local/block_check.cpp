#include "slack/local/block_check.hpp"

#include "handlers/domain/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace deskbell::slack::local {

namespace {

constexpr std::size_t kMetadataMax = 3000;
constexpr std::size_t kIdMax = 255;

bool is_text(const Json& parent, const char* key) { return parent.contains(key) && parent[key].is_string(); }

void check_section(const Json& block, const std::string& at, BlockWalk& walk)
{
    const bool has_fields =
        block.contains("fields") && block["fields"].is_array() && !block["fields"].empty();
    if (!has_fields || block.contains("text"))
        check_text_object(block, "text", 3000, false, true, at, walk);
    if (has_fields) {
        if (block["fields"].size() > 10)
            walk.out.push_back({"no more than 10 items allowed", at + "/fields"});
        Json holder;
        for (std::size_t i = 0; i < block["fields"].size(); ++i) {
            holder[std::to_string(i)] = block["fields"][i];
            check_text_object(holder, std::to_string(i).c_str(), 2000, false, true, at + "/fields", walk);
        }
    }
    if (block.contains("accessory"))
        check_element(block["accessory"], "accessory", at + "/accessory", walk);
}

void check_header(const Json& block, const std::string& at, BlockWalk& walk)
{
    check_text_object(block, "text", 150, true, true, at, walk);
}

void check_divider(const Json&, const std::string&, BlockWalk&) {}

const Json* elements_of(const Json& block, std::size_t most, const std::string& at, BlockWalk& walk)
{
    if (!block.contains("elements") || !block["elements"].is_array()) {
        walk.out.push_back({"missing required field: elements", at});
        return nullptr;
    }
    if (block["elements"].empty())
        walk.out.push_back({"must be more than 0 items", at + "/elements"});
    if (block["elements"].size() > most)
        walk.out.push_back({"no more than " + std::to_string(most) + " items allowed", at + "/elements"});
    return &block["elements"];
}

void check_context(const Json& block, const std::string& at, BlockWalk& walk)
{
    const Json* elements = elements_of(block, 10, at, walk);
    if (!elements)
        return;
    Json holder;
    for (std::size_t i = 0; i < elements->size(); ++i) {
        const Json& e = (*elements)[i];
        const std::string here = at + "/elements/" + std::to_string(i);
        if (text_of(e, "type") == "image") {
            check_string(e, "alt_text", 2000, true, here, walk);
            continue;
        }
        holder[std::to_string(i)] = e;
        check_text_object(holder, std::to_string(i).c_str(), 3000, false, true, at + "/elements", walk);
    }
}

void check_actions(const Json& block, const std::string& at, BlockWalk& walk)
{
    const Json* elements = elements_of(block, 25, at, walk);
    if (!elements)
        return;
    std::set<std::string> ids;
    for (std::size_t i = 0; i < elements->size(); ++i) {
        const std::string here = at + "/elements/" + std::to_string(i);
        check_element((*elements)[i], "actions", here, walk);
        const std::string id = text_of((*elements)[i], "action_id");
        if (!id.empty() && !ids.insert(id).second)
            walk.out.push_back(
                {"`action_id` \"" + id + "\" already exists for another element", here + "/action_id"});
    }
}

void check_input(const Json& block, const std::string& at, BlockWalk& walk)
{
    walk.has_input = true;
    check_text_object(block, "label", 2000, true, true, at, walk);
    check_text_object(block, "hint", 2000, true, false, at, walk);
    if (!block.contains("element"))
        walk.out.push_back({"missing required field: element", at});
    else
        check_element(block["element"], "input", at + "/element", walk);
}

void check_image(const Json& block, const std::string& at, BlockWalk& walk)
{
    check_string(block, "alt_text", 2000, true, at, walk);
    check_string(block, "image_url", 3000, !block.contains("slack_file"), at, walk);
    check_text_object(block, "title", 2000, true, false, at, walk);
}

void check_rich_text(const Json& block, const std::string& at, BlockWalk& walk)
{
    if (!block.contains("elements") || !block["elements"].is_array())
        walk.out.push_back({"missing required field: elements", at});
}

void check_markdown(const Json& block, const std::string& at, BlockWalk& walk)
{
    check_string(block, "text", 12000, true, at, walk);
}

struct BlockRow {
    std::string_view type;
    void (*check)(const Json&, const std::string&, BlockWalk&);
    bool in_views;
};

// Blocks that the workspace knows; newer ones (card, table, plan ...) are refused rather than shown wrongly.
constexpr std::array kBlocks{
    BlockRow{"section", check_section, true},    BlockRow{"header", check_header, true},
    BlockRow{"divider", check_divider, true},    BlockRow{"context", check_context, true},
    BlockRow{"actions", check_actions, true},    BlockRow{"input", check_input, true},
    BlockRow{"image", check_image, true},        BlockRow{"rich_text", check_rich_text, true},
    BlockRow{"markdown", check_markdown, false},
};

void check_block(const Json& block, const std::string& at, BlockWalk& walk)
{
    const std::string type = text_of(block, "type");
    const auto row = std::ranges::find(kBlocks, type, &BlockRow::type);
    if (row == kBlocks.end() || (!row->in_views && walk.surface != Surface::message)) {
        walk.out.push_back({"unsupported type: " + type, at + "/type"});
        return;
    }
    check_string(block, "block_id", kIdMax, false, at, walk);
    const std::string id = text_of(block, "block_id");
    if (!id.empty() && !walk.block_ids.insert(id).second)
        walk.out.push_back({"`block_id` \"" + id + "\" already exists for another block", at + "/block_id"});
    row->check(block, at, walk);
}

}  // namespace

void check_string(const Json& parent, const char* key, std::size_t max, bool required,
                  const std::string& pointer, BlockWalk& walk)
{
    if (!parent.contains(key)) {
        if (required)
            walk.out.push_back({std::string("missing required field: ") + key, pointer});
        return;
    }
    const std::string at = pointer + "/" + key;
    if (!is_text(parent, key)) {
        walk.out.push_back({"must provide a string", at});
        return;
    }
    const auto length = utf16_length(parent[key].get_ref<const std::string&>());
    if (length == 0)
        walk.out.push_back({"must be more than 0 characters", at});
    if (length > max)
        walk.out.push_back({"must be less than " + std::to_string(max + 1) + " characters", at});
}

void check_text_object(const Json& parent, const char* key, std::size_t max, bool plain, bool required,
                       const std::string& pointer, BlockWalk& walk)
{
    if (!parent.contains(key) || parent[key].is_null()) {
        if (required)
            walk.out.push_back({std::string("missing required field: ") + key, pointer});
        return;
    }
    const std::string at = pointer + "/" + key;
    const Json& object = parent[key];
    if (!object.is_object()) {
        walk.out.push_back({"must provide an object", at});
        return;
    }
    const std::string type = text_of(object, "type");
    if (type != "plain_text" && (plain || type != "mrkdwn"))
        walk.out.push_back(
            {plain ? "must be a plain_text object" : "must be one of: plain_text, mrkdwn", at + "/type"});
    check_string(object, "text", max, true, at, walk);
    walk.text_total += utf16_length(text_of(object, "text"));
}

void check_blocks(const Json& blocks, const std::string& pointer, BlockWalk& walk)
{
    const std::size_t most = walk.surface == Surface::message ? 50 : 100;
    if (!blocks.is_array()) {
        walk.out.push_back({"must provide an array", pointer});
        return;
    }
    if (blocks.size() > most)
        walk.out.push_back({"no more than " + std::to_string(most) + " items allowed", pointer});
    for (std::size_t i = 0; i < blocks.size(); ++i)
        check_block(blocks[i], pointer + "/" + std::to_string(i), walk);
    if (walk.focused > 1)
        walk.out.push_back({"only one element may have focus_on_load", pointer});
}

void check_view(const Json& view, const std::string& pointer, Complaints& out)
{
    if (!view.is_object()) {
        out.push_back({"must provide an object", pointer});
        return;
    }
    const std::string type = text_of(view, "type");
    if (type != "modal" && type != "home") {
        out.push_back({"unsupported type: " + type, pointer + "/type"});
        return;
    }
    BlockWalk walk{type == "modal" ? Surface::modal : Surface::home, out, {}, 0, 0, false};
    if (!view.contains("blocks"))
        out.push_back({"missing required field: blocks", pointer});
    else
        check_blocks(view["blocks"], pointer + "/blocks", walk);
    const auto optional_string = [&](const char* key, std::size_t max) {
        if (is_text(view, key) && utf16_length(text_of(view, key)) > max)
            out.push_back(
                {"must be less than " + std::to_string(max + 1) + " characters", pointer + "/" + key});
    };
    optional_string("private_metadata", kMetadataMax);
    optional_string("callback_id", kIdMax);
    optional_string("external_id", kIdMax);
    if (type == "home")
        return;
    check_text_object(view, "title", 24, true, true, pointer, walk);
    check_text_object(view, "submit", 24, true, false, pointer, walk);
    check_text_object(view, "close", 24, true, false, pointer, walk);
    if (walk.has_input && (!view.contains("submit") || view["submit"].is_null()))
        out.push_back({"missing required field: submit (needed by input blocks)", pointer});
}

}  // namespace deskbell::slack::local
