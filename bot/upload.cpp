#include "bot/upload.hpp"

#include "bot/chart.hpp"
#include "bot/outbox_pump.hpp"
#include "handlers/kernel/attach.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace deskbell::bot {

namespace asio = boost::asio;
using Json = nlohmann::json;

namespace {

constexpr std::string_view kComment = "initial_comment";

/// A file on its way: with an ok result Slack has its bytes under `id`.
struct UploadedFile {
    slack::CallResult result;
    std::string id;
};

/// What became of a row that we could not even begin to send. Only a busy store gets better by trying again.
slack::CallResult not_sent(const Error& why)
{
    slack::CallResult result;
    result.error = why.detail();
    result.error_class =
        why.code() == Errc::unavailable ? slack::ErrorClass::try_again : slack::ErrorClass::our_bug;
    return result;
}

std::string argument(const store::Outgoing& row, std::string_view name)
{
    const auto it = row.arguments.find(name);
    return it == row.arguments.end() ? std::string() : it->second;
}

Result<std::string> bytes_of(const kernel::Attachment& attachment)
{
    if (const auto* chart = std::get_if<Chart>(&attachment.content))
        return png_of(*chart);
    return std::get<std::string>(attachment.content);
}

/// What Slack says when it does not let us have a file, or it is gone, it says to the next try as well.
asio::awaitable<slack::CallResult> fetched(SlackPort& slack, kernel::Forwarded file)
{
    slack::CallResult result =
        co_await slack.fetch(std::move(file.url), static_cast<std::size_t>(file.bytes_most));
    if (result.ok && result.body.empty()) {
        result.ok = false;
        result.error = "an empty file";
        result.error_class = slack::ErrorClass::our_bug;
    }
    co_return result;
}

/// Drawing takes tens of milliseconds, in which no acknowledgement may wait: it is done on a reading
/// thread.
asio::awaitable<Result<std::string>> drawn(StoreBridge& store, kernel::Attachment attachment)
{
    auto bytes = std::make_shared<std::string>();
    store::Work work = [bytes, attachment = std::move(attachment)](store::Unit&) -> Result<void> {
        auto made = bytes_of(attachment);
        if (!made)
            return made.error();
        *bytes = *std::move(made);
        return {};
    };
    const Result<void> done = co_await store.look(std::move(work));
    Result<std::string> out =
        done ? Result<std::string>(std::move(*bytes)) : Result<std::string>(done.error());
    co_return out;
}

/// Asks for an address to upload to. Only pictures have a description.
slack::Call announcement_of(const kernel::Attachment& attachment, std::size_t length)
{
    slack::Call call("files.getUploadURLExternal", {});
    call.arguments["filename"] = attachment.filename;
    call.arguments["length"] = std::to_string(length);
    if (const auto* chart = std::get_if<Chart>(&attachment.content))
        call.arguments["alt_txt"] = attachment.alt_text.empty() ? alt_text(*chart) : attachment.alt_text;
    return call;
}

asio::awaitable<UploadedFile> upload_one(SlackPort& slack, StoreBridge& store, kernel::Attachment attachment)
{
    UploadedFile out;
    std::string bytes;
    if (const auto* file = std::get_if<kernel::Forwarded>(&attachment.content)) {
        kernel::Forwarded wanted = *file;
        out.result = co_await fetched(slack, std::move(wanted));
        if (!out.result.ok)
            co_return out;
        bytes = std::move(out.result.body);
    } else {
        kernel::Attachment copy = attachment;
        Result<std::string> made = co_await drawn(store, std::move(copy));
        if (!made) {
            out.result = not_sent(made.error());
            co_return out;
        }
        bytes = *std::move(made);
    }
    slack::Call announce = announcement_of(attachment, bytes.size());
    out.result = co_await slack.call(std::move(announce));
    if (!out.result.ok)
        co_return out;
    out.id = out.result.at("/file_id");
    std::string address = out.result.at("/upload_url");
    out.result = co_await slack.upload(std::move(address), std::move(bytes));
    co_return out;
}

bool has(const std::vector<std::string>& list, std::string_view one)
{
    return std::ranges::find(list, one) != list.end();
}

}  // namespace

asio::awaitable<Uploaded> upload_files(SlackPort& slack, StoreBridge& store, store::Outgoing row)
{
    Uploaded out;
    const auto attachments = kernel::attachments_from(argument(row, "attachments"));
    if (!attachments || attachments->empty()) {
        const Error nothing(Errc::internal, "no attachments");
        out.result = not_sent(attachments ? nothing : attachments.error());
        co_return out;
    }
    Json files = Json::array();
    for (const kernel::Attachment& attachment : *attachments) {
        kernel::Attachment copy = attachment;
        UploadedFile file = co_await upload_one(slack, store, std::move(copy));
        out.result = std::move(file.result);
        if (!out.result.ok)
            co_return out;
        const std::string& title = attachment.title.empty() ? attachment.filename : attachment.title;
        files.push_back(Json::object({{"id", file.id}, {"title", title}}));
    }
    out.arguments["files"] = files.dump();
    if (const std::string comment = argument(row, kComment); !comment.empty())
        out.arguments[std::string(kComment)] = comment;
    co_return out;
}

slack::Call completion_of(const Delivery& delivery, const std::string& channel)
{
    slack::Call call(delivery.row.method, delivery.row.arguments);
    call.arguments["channel_id"] = channel;
    if (const std::string thread = thread_of(delivery); !thread.empty())
        call.arguments["thread_ts"] = thread;
    return call;
}

slack::Call look_at_files(const store::Outgoing& row)
{
    slack::Call call("files.info", {});
    call.arguments["file"] = slack::text_at(argument(row, "files"), "/0/id");
    return call;
}

Shared shared_in(const slack::CallResult& info, std::string_view channel)
{
    if (info.error == "file_deleted" || info.at("/file/mode") == "tombstone")
        return Shared::yes;
    if (info.error == "file_not_found")
        return Shared::no;
    if (!info.ok)
        return Shared::unclear;
    for (const char* list : {"/file/channels", "/file/groups", "/file/ims"})
        if (has(info.texts(list), channel))
            return Shared::yes;
    for (const char* shares : {"/file/shares/public/", "/file/shares/private/"})
        if (!info.objects(shares + std::string(channel)).empty())
            return Shared::yes;
    return Shared::no;
}

asio::awaitable<OutboxPump::Outcome> OutboxPump::attempt_upload(Handle delivery)
{
    store::Outgoing row = delivery->row;
    Uploaded uploaded = co_await upload_files(slack_, store_, std::move(row));
    Outcome outcome = outcome_of(*delivery, std::move(uploaded.result));
    outcome.next_arguments = std::move(uploaded.arguments);
    co_return outcome;
}

asio::awaitable<std::optional<OutboxPump::Outcome>> OutboxPump::look_for_files(Handle delivery,
                                                                               std::string channel)
{
    slack::Call look = look_at_files(delivery->row);
    slack::CallResult info = co_await slack_.call(std::move(look));
    const Shared shared = shared_in(info, channel);
    Outcome outcome = outcome_of(*delivery, std::move(info));
    if (shared == Shared::yes) {
        outcome.verdict.next = Verdict::Next::done;
        outcome.is_adopted = true;
        co_return outcome;
    }
    outcome.verdict.is_outcome_unknown = true;  // as before: looking changes nothing
    if (shared == Shared::unclear)
        co_return outcome;
    const auto since = first_unknown(delivery->row.last_error);
    if (since && outcome.sent - *since >= kSharesAppear)
        co_return std::nullopt;
    outcome.result.error = "not shared, or not yet";
    outcome.verdict.next = Verdict::Next::again;
    outcome.verdict.wait = kSharesPause;
    co_return outcome;
}

asio::awaitable<OutboxPump::Outcome> OutboxPump::attempt_completion(Handle delivery, std::string channel)
{
    if (delivery->is_interrupted || first_unknown(delivery->row.last_error)) {
        std::optional<Outcome> settled = co_await look_for_files(delivery, channel);
        if (settled) {
            Outcome outcome = std::move(*settled);
            co_return outcome;
        }
    }
    slack::Call call = completion_of(*delivery, channel);
    slack::CallResult result = co_await slack_.call(std::move(call));
    Outcome outcome = outcome_of(*delivery, std::move(result));
    co_return outcome;
}

}  // namespace deskbell::bot
