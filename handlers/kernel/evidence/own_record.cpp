#include "handlers/domain/text.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/evidence/export.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/intake/intake.hpp"

#include <array>

/// What everybody may do about their own data without asking: take it along, and have it erased.
///
/// Erasing is a request, not a button that destroys: records may be under a duty to be kept, the request
/// itself has to be documented and answered in time, and what others wrote about the person is erased with
/// it. So it becomes a private ticket with a promise, and the operator's `deskbell erase` carries it out.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kTimer = "own_export";
constexpr std::string_view kForm = "own_erase";
constexpr std::string_view kTitle = "Erase my personal data";
constexpr int kRecordsMost = 10'000;  // of one person; the file is cut at 1 MiB anyway

std::string own_records(const Desk& desk, const std::string& user, const store::Unit& unit, int& count)
{
    ExportOrder order{.format = ExportFormat::jsonl,
                      .with_sensitive = true,
                      .with_comments = true,
                      .reader = user,
                      .is_own = true};
    std::string out;
    std::int64_t last = 0;
    for (auto page = unit.records.asked_by(user, last, kExportPage);
         !page.empty() && count < kRecordsMost && out.size() <= kTextBytesMost;
         page = unit.records.asked_by(user, last, kExportPage))
        for (const Record& record : page) {
            last = record.id;
            out += json_line(desk, order, record, unit);
            ++count;
        }
    return out;
}

Result<Writes> prepare_own(const Desk& desk, const store::Timer& timer, const store::Unit& unit)
{
    const std::string user = timer.key.substr(kTimer.size() + 1);
    int count = 0;
    std::string lines = own_records(desk, user, unit, count);
    const std::string words =
        "Everything you asked for: " + counted(static_cast<std::size_t>(count), "request") +
        ", a line of JSON each, with what was said about it.";
    return Writes([user, words, count,
                   file = Attachment{"my-requests.jsonl", "My requests", "What I asked for, as JSON Lines.",
                                     std::move(lines)},
                   once = timer.key + ":" + rfc3339(timer.due_at)](store::Unit& writing) -> Result<void> {
        log_act(writing, {user, "slack", writing.now}, kExported,
                {detail("what", "their own requests"), detail("rows", std::to_string(count))});
        attach(writing, user, 0, {file}, words, once);
        return {};
    });
}

/// Why nothing is sent, or "".
std::string order_own(const std::string& user, store::Unit& unit)
{
    if (unit.records.asked_by(user, 0, 1).empty())
        return "You have asked for nothing yet, so there is nothing to export.";
    unit.timers.arm({0, std::string(kTimer) + ":" + user, std::string(kTimer), 0, unit.now});
    return "You get a file with everything you asked for as a direct message in a moment.";
}

Answer export_command(const Desk&, const slack::SlashCommand& command, const Words&, const Act&,
                      store::Unit& unit)
{
    return slack::Reply::message(order_own(command.actor.user, unit));
}

Answer export_click(const Desk&, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    return say_to_clicker(click, order_own(act.actor, unit), unit);
}

slack::Modal erase_form()
{
    slack::Modal modal;
    modal.callback_id = kForm;
    modal.title = "Erase my data";
    modal.submit = "Ask for it";
    modal.blocks.section(
        "*What will happen*\n• This raises a private ticket in your name. You get a number and an answer.\n"
        "• When it is carried out, your name becomes a pseudonym everywhere at the desk, and the titles, "
        "details, replies and files' names that you wrote are emptied. It cannot be taken back.\n"
        "• How many requests there were, and when, stays.\n"
        "• What is still needed, for example for open requests or by law, may be kept longer. You are told.");
    modal.blocks.context(
        {"What you wrote in Slack itself stays there until you or Slack delete it. You may "
         "want `/ticket export` first."});
    return modal;
}

Answer erase_command(const Desk&, const slack::SlashCommand&, const Words&, const Act&, store::Unit&)
{
    return slack::Reply::open(erase_form());
}

Answer erase_click(const Desk&, const slack::BlockAction& click, const Act&, store::Unit&)
{
    return show_modal(click, erase_form());
}

/// The same wish that is still open, if there is one.
std::optional<Record> open_wish(const std::string& user, const store::Unit& unit)
{
    const auto twin = unit.records.find_twin(user, kTitle, UtcTime{});
    const auto category = twin ? parse_category(twin->at(attr::kCategory)) : std::nullopt;
    return category && is_open(*category) ? twin : std::nullopt;
}

Answer submit_erase(const Desk& desk, const slack::ViewSubmission&, const Act& act, store::Unit& unit)
{
    slack::Modal done;
    done.callback_id = "show";
    done.title = "Erase my data";
    done.close = "Close";
    if (const auto open = open_wish(act.actor, unit)) {
        done.blocks.section("You asked for this before: " + desk.number_of(*open) + " is still open.");
        return slack::Reply::replace(done);
    }
    NewRecord wish;
    wish.values = {{std::string(attr::kTitle), std::string(kTitle)},
                   {"details",
                    "I want to be erased from the service desk.\nFor whoever does it: check that "
                    "nothing has to be kept, answer here, close this ticket, then run: deskbell "
                    "erase --user " +
                        act.actor}};
    wish.requester = act.actor;
    if (const InboxSettings* inbox = desk.settings().inbox_for(""))
        wish.inbox = inbox->key;
    wish.via = "/ticket erase";
    wish.is_private = true;
    const auto raised = raise(desk, std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    const Saying said = welcome(desk, raised->record, unit);
    done.blocks.append(said.blocks);
    return slack::Reply::replace(done);
}

void add_home(const Desk&, slack::Blocks& blocks, std::string_view user, const store::Unit& unit)
{
    if (unit.records.asked_by(user, 0, 1).empty())
        return;
    blocks.context({"What the desk keeps about you is yours to take along or to have erased."});
    blocks.actions("own_record", {slack::button("own_export", "Export my requests"),
                                  slack::button("own_erase", "Erase my data…")});
}

constexpr std::array kButtons{Button{"own_export", false, export_click},
                              Button{"own_erase", true, erase_click}};
constexpr std::array kForms{Form{kForm, submit_erase}};
constexpr std::array kVerbs{
    Verb{"/ticket", "export", "export", "everything you asked for, as a file", export_command, false, false},
    Verb{"/ticket", "erase", "erase", "asks for your personal data to be erased", erase_command},
};
constexpr std::array kPreparations{Preparation{kTimer, prepare_own}};

}  // namespace

extern const Feature kOwnRecord;
const Feature kOwnRecord{.key = "own_record",
                         .buttons = kButtons,
                         .forms = kForms,
                         .verbs = kVerbs,
                         .preparations = kPreparations,
                         .home_foot = add_home};

}  // namespace deskbell::kernel
