#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/say.hpp"

namespace deskbell::kernel {

void attach(store::Unit& unit, std::string_view channel, std::int64_t thread, const std::vector<Attachment>& files,
            std::string_view comment, std::string_view once)
{
    Saying saying;
    saying.text = std::string(comment);
    for (const Attachment& file : files) {
        saying.text += "\n" + file.filename + ": " + file.alt_text;
        if (const auto* text = std::get_if<std::string>(&file.content))
            saying.text += "\n" + *text;
    }
    store::Message message;
    message.role = "file";
    message.channel = channel;
    post(unit, message, saying, thread, once);
}

}  // namespace deskbell::kernel
