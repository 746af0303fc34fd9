#include "slack/local/api_content.hpp"

#include "handlers/domain/text.hpp"
#include "slack/local/api.hpp"
#include "slack/local/args.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace deskbell::slack::local {

namespace {

constexpr std::size_t kTextMax = 40'000;
constexpr std::size_t kAttachmentsMax = 100;
constexpr std::size_t kMetadataBytesMax = 8'000;
constexpr std::size_t kMarkdownMax = 12'000;

void read_text(const Json& args, bool cut, Content& out)
{
    out.draft.text = arg(args, "text");
    out.has_text = args.contains("text") && !args["text"].is_null();
    const std::string markdown = arg(args, "markdown_text");
    if (!markdown.empty()) {
        if (!out.draft.text.empty() || args.contains("blocks"))
            out.error = "markdown_text_conflict";
        else if (utf16_length(markdown) > kMarkdownMax)
            out.error = "msg_too_long";
        out.draft.text = markdown;
        out.has_text = true;
    }
    if (utf16_length(out.draft.text) <= kTextMax)
        return;
    if (!cut) {
        out.error = "msg_too_long";
        return;
    }
    out.draft.text = shortened(out.draft.text, kTextMax);
    out.warning = "message_truncated";
}

void read_blocks(const Json& args, Content& out)
{
    const Nested given = nested(args, "blocks");
    if (given.is_broken || (given.value && !given.value->is_array())) {
        out.error = "invalid_blocks_format";
        return;
    }
    if (!given.value)
        return;
    out.has_blocks = true;
    out.draft.blocks = given.value;
    Complaints complaints;
    BlockWalk walk{Surface::message, complaints, {}, 0, 0, false};
    check_blocks(*given.value, "/blocks", walk);
    if (!complaints.empty()) {
        out.error = "invalid_blocks";
        out.refusal = doc(invalid_blocks(complaints));
    } else if (walk.text_total > kBlocksTextMax) {
        out.error = "msg_blocks_too_long";
    }
}

void read_attachments(const Json& args, Content& out)
{
    const Nested given = nested(args, "attachments");
    if (given.is_broken || (given.value && !given.value->is_array()))
        out.error = "invalid_attachments";
    else if (given.value && given.value->size() > kAttachmentsMax)
        out.error = "too_many_attachments";
    if (!given.value)
        return;
    out.has_attachments = true;
    out.draft.attachments = given.value;
}

bool holds_null(const Json& value)
{
    return value.is_null() || (value.is_structured() && std::ranges::any_of(value, holds_null));
}

void read_metadata(const Json& args, Content& out)
{
    const Nested given = nested(args, "metadata");
    if (given.is_broken || (given.value && !given.value->is_object())) {
        out.error = "invalid_metadata_format";
        return;
    }
    if (!given.value)
        return;
    out.has_metadata = true;
    if (given.value->empty())
        return;
    const Json& m = *given.value;
    if (text_of(m, "event_type").empty() || !m.contains("event_payload") || !m["event_payload"].is_object())
        out.error = "invalid_metadata_format";
    else if (holds_null(m["event_payload"]))
        out.error = "invalid_metadata_schema";
    else if (dumped(m).size() > kMetadataBytesMax)
        out.error = "metadata_too_large";
    out.draft.metadata = given.value;
}

}  // namespace

Content read_content(const Json& args, bool cut)
{
    Content out;
    read_metadata(args, out);
    read_attachments(args, out);
    read_blocks(args, out);
    read_text(args, cut, out);
    out.draft.shown_name = arg(args, "username");
    out.draft.icon = arg(args, "icon_emoji").empty() ? arg(args, "icon_url") : arg(args, "icon_emoji");
    out.draft.thread_ts = arg(args, "thread_ts");
    out.draft.is_broadcast = flag(args, "reply_broadcast");
    const bool has_content = !trimmed(out.draft.text).empty() ||
                             (out.draft.blocks && !out.draft.blocks->empty()) ||
                             (out.draft.attachments && !out.draft.attachments->empty());
    if (out.error.empty() && !has_content)
        out.error = "no_text";
    return out;
}

}  // namespace deskbell::slack::local
