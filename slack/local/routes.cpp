#include "slack/local/routes.hpp"

#include "slack/local/page_files.hpp"

#include <algorithm>
#include <array>

namespace deskbell::slack::local {

namespace {

struct TypeRow {
    std::string_view ending, type;
};
constexpr std::array kTypes{TypeRow{".html", "text/html; charset=utf-8"},
                            TypeRow{".js", "text/javascript; charset=utf-8"},
                            TypeRow{".mjs", "text/javascript; charset=utf-8"},
                            TypeRow{".css", "text/css; charset=utf-8"},
                            TypeRow{".svg", "image/svg+xml"},
                            TypeRow{".png", "image/png"},
                            TypeRow{".ico", "image/x-icon"},
                            TypeRow{".json", "application/json"},
                            TypeRow{".woff2", "font/woff2"}};

bool is_our_host(std::string_view host)
{
    if (host.starts_with("["))
        return host.substr(0, host.find(']') + 1) == "[::1]";
    host = host.substr(0, host.find(':'));
    return host == "127.0.0.1" || host == "localhost";
}

/// The first letter of each of the first two words, whole UTF-8 characters.
std::string initials(const std::string& name)
{
    std::string out;
    bool begins = true;
    int words = 0;
    for (std::size_t i = 0; i < name.size() && words < 2; ++i) {
        if (begins && name[i] != ' ') {
            out += name[i];
            while (i + 1 < name.size() && (static_cast<unsigned char>(name[i + 1]) & 0xC0u) == 0x80u)
                out += name[++i];
            ++words;
        }
        begins = name[i] == ' ';
    }
    return out;
}

}  // namespace

bool is_foreign(const ServerRequest& request, bool check_origin)
{
    const auto host = request.headers.find("host");
    if (host == request.headers.end() || !is_our_host(host->second))
        return true;
    const auto origin = request.headers.find("origin");
    if (!check_origin || origin == request.headers.end())
        return false;
    constexpr std::string_view scheme = "http://";
    return !origin->second.starts_with(scheme) || !is_our_host(origin->second.substr(scheme.size()));
}

ServerResponse page_response(std::string_view path)
{
    constexpr std::string_view folder = "/page/";
    const bool is_start = path == "/" || path.starts_with("/archives/");  // permalinks lead into the page
    const std::string_view name = is_start                   ? "index.html"
                                  : path.starts_with(folder) ? path.substr(folder.size())
                                                             : "";
    ServerResponse out;
    const auto files = page_files();
    const auto file = std::ranges::find(files, name, &PageFile::name);
    if (file == files.end()) {
        out.status = 404;
        out.body = "There is no such page here.\n";
        return out;
    }
    const auto type =
        std::ranges::find_if(kTypes, [&](const TypeRow& row) { return name.ends_with(row.ending); });
    out.content_type = type == kTypes.end() ? "application/octet-stream" : std::string(type->type);
    out.body = std::string(file->content);
    out.headers["Cache-Control"] = "no-cache";
    out.headers["X-Content-Type-Options"] = "nosniff";
    out.headers["Content-Security-Policy"] = "frame-ancestors 'none'; object-src 'none'; base-uri 'none'";
    return out;
}

ServerResponse avatar_response(const std::string& real_name, const std::string& color)
{
    ServerResponse out;
    out.content_type = "image/svg+xml";
    out.body =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"72\" height=\"72\"><rect width=\"72\" "
        "height=\"72\" rx=\"12\" fill=\"#" +
        color +
        "\"/><text x=\"36\" y=\"46\" font-family=\"sans-serif\" font-size=\"28\" fill=\"#fff\" "
        "text-anchor=\"middle\">" +
        initials(real_name) + "</text></svg>";
    return out;
}

}  // namespace deskbell::slack::local
