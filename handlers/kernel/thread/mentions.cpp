#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/thread/edits.hpp"

#include <cctype>

/// A message can name somebody whom the desk does not know yet. Their name comes a moment later, and takes
/// the place of the id wherever the words were copied to.
namespace deskbell::kernel {

namespace {

/// `text` with `name` in place of `id`, where that is not the beginning of a longer one.
std::string with_name(std::string text, std::string_view id, const std::string& name)
{
    for (std::size_t at = text.find(id); at != std::string::npos; at = text.find(id, at + 1)) {
        const std::size_t end = at + id.size();
        if (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0)
            continue;
        text.replace(at, id.size(), name);
    }
    return text;
}

/// Whoever was mentioned before the desk knew them gets their name in what was copied.
void name_mentioned(const Desk& desk, const store::Person& person, store::Unit& unit)
{
    const std::string id = "@" + person.id;
    if (person.name.empty())
        return;
    for (store::Comment& comment : unit.comments.with_words(id)) {
        const auto record = unit.records.find(comment.record_id);
        const std::string named = with_name(comment.text, id, "@" + person.name);
        if (!record || comment.is_deleted || named == comment.text)
            continue;
        unit.comments.change(comment.id, named);
        redraw_copies(desk, *record, comment, named, "", unit);
    }
}

}  // namespace

extern const Feature kMentions;
const Feature kMentions{.key = "mentions", .on_person = name_mentioned};

}  // namespace deskbell::kernel
