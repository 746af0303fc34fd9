#include "slack/local/typed.hpp"

#include "handlers/domain/text.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace deskbell::slack::local {

namespace {

bool is_word(char c)
{
    const auto u = static_cast<unsigned char>(c);
    return (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u == '_' ||
           u == '-' || u >= 0x80;
}

/// Reads the text from left to right, collecting its two forms.
struct Reader {
    const Workspace& ws;
    std::string_view rest;
    bool labels;
    std::string plain{};
    std::string text{};
    Json elements = Json::array();

    void flush()
    {
        if (plain.empty())
            return;
        text += escaped(plain);
        elements.push_back({{"type", "text"}, {"text", plain}});
        plain.clear();
    }

    void put(const std::string& token, Json element)
    {
        flush();
        text += token;
        elements.push_back(std::move(element));
    }

    bool starts_word() const { return plain.empty() || !is_word(plain.back()); }

    /// True when `name` stands at the beginning of `rest`, ignoring case, and ends there.
    bool takes(std::string_view name)
    {
        if (name.empty() || rest.size() < name.size() || lower(rest.substr(0, name.size())) != lower(name))
            return false;
        return rest.size() == name.size() || !is_word(rest[name.size()]);
    }

    bool person()
    {
        const std::string_view before = rest;
        rest.remove_prefix(1);
        for (const auto& p : ws.people)
            for (const auto& name : {p.real_name, p.name})
                if (takes(name)) {
                    rest.remove_prefix(name.size());
                    put(labels ? "<@" + p.id + "|" + p.name + ">" : "<@" + p.id + ">",
                        {{"type", "user"}, {"user_id", p.id}});
                    return true;
                }
        rest = before;
        return false;
    }

    bool channel()
    {
        const std::string_view before = rest;
        rest.remove_prefix(1);
        for (const auto& [id, c] : ws.channels)
            if (takes(c.name)) {
                rest.remove_prefix(c.name.size());
                put("<#" + id + "|" + (c.is_private() ? std::string() : c.name) + ">",
                    {{"type", "channel"}, {"channel_id", id}});
                return true;
            }
        rest = before;
        return false;
    }

    bool address()
    {
        if (!rest.starts_with("https://") && !rest.starts_with("http://"))
            return false;
        std::size_t end = std::min(rest.find_first_of(" \n\t<>\"|"), rest.size());
        while (end > 0 && std::string_view(".,;:!?)").find(rest[end - 1]) != std::string_view::npos) --end;
        const std::string url(rest.substr(0, end));
        rest.remove_prefix(end);
        put("<" + escaped(url) + ">", {{"type", "link"}, {"url", url}});
        return true;
    }

    void read()
    {
        while (!rest.empty()) {
            const char c = rest.front();
            if (starts_word() &&
                ((c == '@' && person()) || (c == '#' && channel()) || (c == 'h' && address())))
                continue;
            plain += c;
            rest.remove_prefix(1);
        }
        flush();
    }
};

}  // namespace

Typed typed_text(const Workspace& ws, const std::string& plain, bool labels)
{
    const std::string clean = cleaned(plain);
    Reader reader{ws, clean, labels};
    reader.read();
    Typed out;
    out.text = reader.text;
    Json section = {{"type", "rich_text_section"}, {"elements", std::move(reader.elements)}};
    Json block = {{"type", "rich_text"},
                  {"block_id", Workspace::secret(5)},
                  {"elements", Json::array({std::move(section)})}};
    out.blocks = doc(Json::array({std::move(block)}));
    return out;
}

}  // namespace deskbell::slack::local
