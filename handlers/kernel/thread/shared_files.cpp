#include "handlers/kernel/thread/shared_files.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/fetched.hpp"
#include "slack/wire/json.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kThen = "file:";
constexpr std::int64_t kMegabyte = 1'000'000;

std::int64_t bytes_most(const Desk& desk, const Record& record)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    return inbox == nullptr ? 0 : inbox->file_megabytes * kMegabyte;
}

std::string key_of(std::string_view what, const std::string& file, std::int64_t thread)
{
    return std::string(what) + ":" + file + ":" + std::to_string(thread);
}

/// `most` is the limit that it is above, 0 when that is not why.
void say_missing(std::int64_t record, const slack::FileInfo& file, std::int64_t most, const OtherSide& side,
                 store::Unit& unit)
{
    const std::string why =
        most == 0 ? "" : ": it is larger than " + std::to_string(most / kMegabyte) + " MB";
    Saying saying;
    saying.text = "The file *" + slack::escaped(file.name) + "* could not be shared here" + why + ". Ask " +
                  side.author + " for access.";
    saying.blocks.context({":paperclip: " + saying.text});
    post(unit, {0, record, "notice", side.channel, "", 0}, saying, side.thread,
         key_of("nofile", file.id, side.thread));
}

void copy_file(const Record& record, const slack::FileInfo& file, std::int64_t most, const OtherSide& side,
               store::Unit& unit)
{
    const std::string then = std::string(kThen) + pack({{"record", std::to_string(record.id)},
                                                        {"id", file.id},
                                                        {"name", file.name},
                                                        {"channel", side.channel},
                                                        {"thread", std::to_string(side.thread)},
                                                        {"author", side.author}});
    attach(unit, side.channel, side.thread, {{file.name, file.name, "", Forwarded{file.download, most}}}, "",
           key_of("file", file.id, side.thread), then);
}

/// A copy that could not be made is said where it is missing.
Result<void> on_copied(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                       store::Unit& unit)
{
    if (answer.ok)
        return {};
    Attributes noted = unpack(std::string_view(sent.then).substr(kThen.size()));
    const std::int64_t id = whole_number(noted["record"]);
    const auto record = unit.records.find(id);
    const bool is_too_large = answer.error == slack::kFileTooLarge && record;
    say_missing(id, {noted["id"], noted["name"], ""}, is_too_large ? bytes_most(desk, *record) : 0,
                {noted["channel"], whole_number(noted["thread"]), noted["author"]}, unit);
    return {};
}

constexpr std::array kAwaited{Awaited{kThen, on_copied}};

}  // namespace

void share_files(const Desk& desk, const Record& record, const std::vector<slack::FileInfo>& files,
                 const OtherSide& side, store::Unit& unit)
{
    const std::int64_t most = bytes_most(desk, record);
    std::size_t copied = 0;
    for (const slack::FileInfo& file : files) {
        if (file.is_public || file.is_external)
            continue;  // the link beside its name leads there
        // Where Slack does not say how long it is (0), the copy is counted while it comes and ends at the
        // limit.
        const bool is_too_large = file.size > most;
        const bool can_be_copied = !file.download.empty() && most > 0 && !is_too_large &&
                                   copied < kFilesCopiedMost && side.thread != 0;
        if (can_be_copied)
            copy_file(record, file, most, side, unit);
        else
            say_missing(record.id, file, is_too_large ? most : 0, side, unit);
        copied += can_be_copied ? 1 : 0;
    }
}

std::string kept_files(const slack::MessageInfo* source)
{
    std::vector<std::string> out;
    if (source != nullptr)
        for (const slack::FileInfo& file : source->files)
            out.push_back(slack::JsonObject()
                              .text("id", file.id)
                              .text("name", file.name)
                              .text("download", file.download)
                              .number("size", file.size)
                              .flag("is_public", file.is_public)
                              .flag("is_external", file.is_external)
                              .str());
    return out.empty() ? "" : slack::json_array(out);
}

std::vector<slack::FileInfo> files_kept(std::string_view kept)
{
    std::vector<slack::FileInfo> out;
    const auto list = kept.empty() ? std::nullopt : slack::Json::parse(kept);
    if (!list)
        return out;
    for (const slack::Json& file : list->items())
        out.push_back({file.text("id"), file.text("name"), "", file.text("download"), file.number("size"),
                       file.flag("is_public"), file.flag("is_external")});
    return out;
}

extern const Feature kSharedFiles;
const Feature kSharedFiles{.key = "shared_files", .awaited = kAwaited};

}  // namespace deskbell::kernel
