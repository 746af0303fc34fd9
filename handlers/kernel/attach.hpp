#pragma once
#include "handlers/domain/chart.hpp"
#include "handlers/domain/error.hpp"
#include "store/unit.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace deskbell::kernel {

/// A file that lies in Slack already, where others cannot open it: fetched with our token when it is
/// delivered.
struct Forwarded {
    std::string url;              ///< url_private_download
    std::int64_t bytes_most = 0;  ///< a longer one is not fetched
};

/// A file that goes with a message: a chart, which becomes a picture when it is delivered, a text as it is,
/// or a copy of another file.
struct Attachment {
    std::string filename;  ///< "attainment.png"
    std::string title;
    std::string alt_text;  ///< what a picture says; see alt_text(Chart)
    std::variant<Chart, std::string, Forwarded> content;
};

/// Files of one message; a bound of ours, as Slack's own client has. When there are more, the comment says
/// so.
inline constexpr std::size_t kAttachmentsMost = 10;
/// Bytes of one text; a longer one is cut after a line and says so in its last line. They lie in the outbox.
inline constexpr std::size_t kTextBytesMost = 1u << 20;

/// The first step of such an outbox row: a method of ours, see bot/upload. The second is Slack's.
inline constexpr std::string_view kUploadMethod = "files.upload";
inline constexpr std::string_view kCompleteMethod = "files.completeUploadExternal";

/// Queues the files as one message to `channel`, which may be a user id (direct message), with `comment`
/// above them. `thread` is a message row to reply under, 0 for the top level. They never overtake a post that
/// was queued before in the same channel, and never hold back one that comes after. Nothing happens twice
/// under one `once` key. What becomes of them goes to Desk::on_answer under `then`, if there is one.
void attach(store::Unit& unit, std::string_view channel, std::int64_t thread,
            const std::vector<Attachment>& attachments, std::string_view comment, std::string_view once,
            std::string_view then = {});

/// How attachments lie in the outbox, as JSON.
std::string to_json(const std::vector<Attachment>& attachments);
Result<std::vector<Attachment>> attachments_from(std::string_view json);

}  // namespace deskbell::kernel
