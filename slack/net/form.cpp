#include "slack/net/form.hpp"

namespace deskbell::slack {

namespace {

bool stays(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '*';
}

void append_encoded(std::string& out, std::string_view text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (stays(c))
            out += c;
        else if (c == ' ')
            out += '+';
        else
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
}

}  // namespace

std::string form_encoded(const Attributes& arguments)
{
    std::string out;
    for (const auto& [name, value] : arguments) {
        if (!out.empty())
            out += '&';
        append_encoded(out, name);
        out += '=';
        append_encoded(out, value);
    }
    return out;
}

}  // namespace deskbell::slack
