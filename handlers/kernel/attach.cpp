#include "handlers/kernel/attach.hpp"

#include "handlers/domain/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace deskbell::kernel {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kCommentMost = 3500;  // as for the text of a post
constexpr std::size_t kNameMost = 200;      // of a file name or title; Slack publishes no limit
constexpr std::string_view kCut = "(the rest is left out: too long for one file)\n";

/// A name that is a name on every computer: one line, without folders.
std::string file_name(std::string_view given)
{
    std::string out = cleaned(given);
    std::ranges::replace_if(
        out, [](char c) { return std::string_view("/\\:*?\"<>|\n\t").find(c) != std::string_view::npos; },
        '_');
    return shortened(out.empty() ? "file" : out, kNameMost);
}

std::string cut(const std::string& text)
{
    if (text.empty())
        return "\n";  // Slack takes no empty file
    if (text.size() <= kTextBytesMost)
        return text;
    const std::size_t room = kTextBytesMost - kCut.size();
    const std::size_t line = text.rfind('\n', room - 1);
    return text.substr(0, line == std::string::npos ? room : line + 1) + std::string(kCut);
}

/// Says so when not all files go with it.
std::string comment_of(std::string_view comment, std::size_t files)
{
    std::string out = shortened(cleaned(comment), kCommentMost);
    if (files > kAttachmentsMost)
        out += (out.empty() ? "" : "\n") + counted(files - kAttachmentsMost, "more file") + " left out.";
    return out;
}

Json json_of(const Chart& chart)
{
    Json series = Json::array();
    for (const Chart::Series& one : chart.series) {
        Json values = Json::array();
        for (const auto& value : one.values) values.push_back(value ? Json(*value) : Json());
        series.push_back({{"name", one.name}, {"values", std::move(values)}});
    }
    return {{"kind", chart.kind == Chart::Kind::bars ? "bars" : "lines"},
            {"title", chart.title},
            {"unit", chart.unit},
            {"labels", chart.labels},
            {"series", std::move(series)},
            {"goal", chart.goal ? Json(*chart.goal) : Json()}};
}

std::optional<double> number_in(const Json& json)
{
    return json.is_number() ? std::optional(json.get<double>()) : std::nullopt;
}

Chart chart_of(const Json& json)
{
    Chart chart;
    chart.kind = json.at("kind") == "bars" ? Chart::Kind::bars : Chart::Kind::lines;
    chart.title = json.at("title");
    chart.unit = json.at("unit");
    chart.labels = json.at("labels").get<std::vector<std::string>>();
    for (const Json& one : json.at("series")) {
        Chart::Series series{one.at("name"), {}};
        for (const Json& value : one.at("values")) series.values.push_back(number_in(value));
        chart.series.push_back(std::move(series));
    }
    chart.goal = number_in(json.at("goal"));
    return chart;
}

Json json_of(const Attachment& attachment)
{
    Json out = {{"filename", file_name(attachment.filename)},
                {"title", shortened(cleaned(attachment.title), kNameMost)},
                {"alt_text", shortened(cleaned(attachment.alt_text), kAltTextMost)}};
    if (const auto* chart = std::get_if<Chart>(&attachment.content))
        out["chart"] = json_of(chart->bounded());
    else if (const auto* file = std::get_if<Forwarded>(&attachment.content))
        out["fetch"] = {{"url", file->url}, {"bytes_most", file->bytes_most}};
    else
        out["text"] = cut(std::get<std::string>(attachment.content));
    return out;
}

Attachment attachment_of(const Json& json)
{
    Attachment out{json.at("filename"), json.at("title"), json.at("alt_text"), {}};
    if (json.contains("chart"))
        out.content = chart_of(json.at("chart"));
    else if (json.contains("fetch"))
        out.content = Forwarded{json.at("fetch").at("url"), json.at("fetch").at("bytes_most")};
    else
        out.content = json.at("text").get<std::string>();
    return out;
}

}  // namespace

void attach(store::Unit& unit, std::string_view channel, std::int64_t thread,
            const std::vector<Attachment>& attachments, std::string_view comment, std::string_view once,
            std::string_view then)
{
    if (attachments.empty())
        return;
    store::Outgoing out;
    out.method = kUploadMethod;
    out.lane = channel;
    out.channel = channel;
    out.arguments["attachments"] = to_json(attachments);
    if (const std::string words = comment_of(comment, attachments.size()); !words.empty())
        out.arguments["initial_comment"] = words;
    out.dedupe_key = once;
    out.then = then;
    out.thread = thread;
    unit.outbox.add(out, unit.now);
}

std::string to_json(const std::vector<Attachment>& attachments)
{
    Json out = Json::array();
    for (std::size_t i = 0; i < std::min(attachments.size(), kAttachmentsMost); ++i)
        out.push_back(json_of(attachments[i]));
    // What is stored must be UTF-8, whatever an export holds.
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::vector<Attachment>> attachments_from(std::string_view json)
{
    try {
        std::vector<Attachment> out;
        for (const Json& one : Json::parse(json)) out.push_back(attachment_of(one));
        return out;
    } catch (const Json::exception& e) {
        return Error(Errc::internal, std::string("attachments that cannot be read: ") + e.what());
    }
}

}  // namespace deskbell::kernel
