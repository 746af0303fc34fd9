#include "bot/chart.hpp"
#include "bot/clock.hpp"
#include "bot/commands.hpp"
#include "bot/surroundings.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/digest/digest_blocks.hpp"
#include "handlers/kernel/digest/digest_csv.hpp"
#include "handlers/kernel/digest/digest_text.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace deskbell::bot {

namespace {

using kernel::Desk;
using kernel::Numbers;
using kernel::Wording;

ExitCode refuse(const std::string& option, const std::string& detail)
{
    std::cerr << option << ": " << detail << "\n";
    return kUsage;
}

/// The Slack user id that was meant: an id, or a name in the directory.
Result<std::string> user_of(const std::string& text, const store::Unit& unit)
{
    if (unit.directory.person(text))
        return text;
    const auto found = unit.directory.named(text);
    if (found.size() == 1)
        return found.front();
    if (found.size() > 1)
        return Error(Errc::invalid_input,
                     "several people have this name. Give the id: " + joined(found, ", ") + ".");
    const bool is_id = text.size() > 2 && (text[0] == 'U' || text[0] == 'W') && lower(text) != text;
    if (is_id)
        return text;  // somebody whom the desk has not met yet
    return Error(Errc::not_found, "the desk knows nobody of the name \"" + cleaned(shortened(text, 60)) +
                                      "\". Give a Slack user id such as U012ABCDEF.");
}

/// A form in which a digest can be written.
struct Form {
    std::string_view extension;
    std::string (*write)(const Desk&, const store::Digest&, const store::Unit&);
};

std::string in_words(const Desk& desk, const store::Digest& digest, Wording::Style style,
                     const store::Unit& unit)
{
    const Wording wording{style, digest.timezone};
    const bool is_markdown = style == Wording::Style::markdown;
    std::string out = (is_markdown ? "# " : "") + kernel::digest_title(digest) + "\n" +
                      (is_markdown ? "\n" : "") + kernel::digest_footnote(desk, digest, wording) + "\n";
    for (const auto& section :
         kernel::digest_sections(desk, digest, kernel::numbers_from(digest.numbers), wording, unit)) {
        out += "\n";
        for (const std::string& line : section.lines) out += line + (is_markdown ? "  \n" : "\n");
    }
    return out;
}

std::string as_text(const Desk& desk, const store::Digest& digest, const store::Unit& unit)
{
    return in_words(desk, digest, Wording::Style::plain, unit);
}

std::string as_markdown(const Desk& desk, const store::Digest& digest, const store::Unit& unit)
{
    return in_words(desk, digest, Wording::Style::markdown, unit);
}

std::string as_json(const Desk&, const store::Digest& digest, const store::Unit&)
{
    const nlohmann::ordered_json out{{"period", digest.period},
                                     {"timezone", digest.timezone},
                                     {"as_of", rfc3339(digest.as_of)},
                                     {"filter", nlohmann::ordered_json::parse(digest.filter)},
                                     {"head_event", digest.head},
                                     {"levels_version", digest.levels},
                                     {"zone_data", digest.zone_data},
                                     {"hash", digest.hash},
                                     {"numbers", nlohmann::ordered_json::parse(digest.numbers)}};
    return out.dump(2) + "\n";
}

std::string as_csv(const Desk& desk, const store::Digest& digest, const store::Unit& unit)
{
    return kernel::digest_csv(desk, kernel::basis_of(digest), digest.reader, unit);
}

constexpr std::array kForms{Form{".txt", as_text}, Form{".md", as_markdown}, Form{".json", as_json},
                            Form{".csv", as_csv}};

ExitCode write_file(const std::string& path, const std::string& content)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content;
    file.close();
    return file ? kGood : refuse("--out", "cannot write " + path + ". Check the folder and its permissions.");
}

/// The three pictures beside the file: "week47-attainment.png" ...
ExitCode write_charts(const std::string& out, const store::Digest& digest)
{
    const std::string stem = std::filesystem::path(out).replace_extension().string();
    for (const kernel::DigestChart& chart : kernel::digest_charts(kernel::numbers_from(digest.numbers))) {
        const auto picture = png_of(chart.chart);
        if (!picture)
            return refuse("--out", picture.error().detail());
        if (const ExitCode written = write_file(stem + "-" + std::string(chart.name) + ".png", *picture);
            written != kGood)
            return written;
    }
    return kGood;
}

ExitCode render(const Desk& desk, const DigestOptions& options, const store::Unit& unit)
{
    const auto form =
        std::ranges::find(kForms, std::filesystem::path(options.out).extension().string(), &Form::extension);
    if (!options.out.empty() && form == kForms.end())
        return refuse("--out", "the file's name must end in .txt, .md, .json or .csv.");
    const auto user = user_of(options.user, unit);
    if (!user)
        return refuse("--for", user.error().detail());
    const auto scope = kernel::digest_scope(desk, *user, unit);
    if (!scope)
        return refuse("--for", scope.error().detail());
    const auto period = parse_period(options.period, kernel::zone_of(desk, *user, unit), unit.now);
    if (!period)
        return refuse("--period", period.error().detail());
    const store::Digest digest = kernel::make_digest(desk, *user, *period, *scope, unit);
    if (options.out.empty()) {
        std::cout << as_text(desk, digest, unit);
        return kGood;
    }
    const ExitCode written = write_file(options.out, form->write(desk, digest, unit));
    return written == kGood ? write_charts(options.out, digest) : written;
}

ExitCode check_again(const Desk& desk, std::int64_t id, const store::Unit& unit)
{
    const auto digest = unit.digests.find(id);
    if (!digest)
        return refuse("--recompute", "there is no digest " + std::to_string(id) + " in this database.");
    const auto differing = kernel::recompute(desk, *digest, unit);
    for (const std::string& line : differing) std::cout << line << "\n";
    std::cout << "digest " << id << " (" << digest->period << ", as of " << rfc3339(digest->as_of)
              << "): " << (differing.empty() ? "reproduced, " : "not reproduced, ") << "hash " << digest->hash
              << "\n";
    return differing.empty() ? kGood : kCheckFailed;
}

}  // namespace

ExitCode digest(const DigestOptions& options)
{
    if (options.recompute == 0 && options.user.empty())
        return refuse("--for", "say whose digest it is, or give --recompute ID.");
    const auto surroundings = read_surroundings(options.config_file, {.config = true, .tokens = false});
    if (!surroundings)
        return kUsage;
    const auto connection = store::open_sqlite_connection(surroundings->environment.database, true);
    if (!connection) {
        std::cerr << "DESKBELL_DATABASE: " << connection.error().detail() << "\n";
        return kUsage;
    }
    const store::Unit unit(**connection, SystemClock().now());
    const Desk desk(all_processes(), surroundings->config.settings, {});
    return options.recompute != 0 ? check_again(desk, options.recompute, unit) : render(desk, options, unit);
}

}  // namespace deskbell::bot
