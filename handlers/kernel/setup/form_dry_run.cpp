#include "handlers/domain/text.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/setup/form_setup.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

constexpr int kTicketsMost = 200;        ///< open tickets that are looked at, the newest ones
constexpr std::size_t kNamesMost = 20;   ///< questions named in one line
constexpr std::size_t kLabelShown = 80;  ///< UTF-16 units of a question in a list

std::string named(const std::vector<std::string>& names)
{
    std::vector<std::string> shown(
        names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kNamesMost)));
    if (names.size() > shown.size())
        shown.push_back("and " + std::to_string(names.size() - shown.size()) + " more");
    return joined(shown, ", ");
}

/// Two questions are the same when their forms would be: compared as what a database keeps.
bool is_same(const FormField& a, const FormField& b)
{
    FormDefinition of_a, of_b;
    of_a.fields = {a};
    of_b.fields = {b};
    return to_json(of_a) == to_json(of_b);
}

void add_line(std::string& text, std::string_view what, const std::vector<std::string>& names)
{
    if (!names.empty())
        text += "\n• " + std::string(what) + ": " + named(names);
}

/// "3 of 12 open tickets have no answer to a required question."
std::string open_tickets(const FormDefinition& form, const store::Unit& unit)
{
    store::RecordFilter filter;
    filter.visible.everything = true;  // only counted: nothing of a ticket is shown
    filter.inboxes = {form.inbox};
    if (!form.process.empty())
        filter.processes = {form.process};
    for (const Category category :
         {Category::fresh, Category::active, Category::waiting_requester, Category::on_hold})
        filter.categories.emplace_back(deskbell::to_text(category));
    filter.limit = kTicketsMost;
    const auto page = unit.records.list(filter);
    std::size_t lacking = 0;
    for (const Record& record : page.records)
        lacking += missing_answers(form, record.attributes, false).empty() ? 0 : 1;
    if (page.total == 0)
        return "No ticket is open there.";
    return counted(lacking, "of the open tickets", "of the open tickets") + " (" +
           std::to_string(page.records.size()) + (page.total > kTicketsMost ? " looked at" : " in all") +
           ") would lack an answer to a required question. Tickets keep the questions that they were "
           "filed with; the new ones count for new tickets and for Move.";
}

}  // namespace

std::string questions_in_words(const FormDefinition& form)
{
    std::string out;
    for (const FormField& field : form.fields)
        out +=
            std::string(out.empty() ? "" : "\n") + "• *" +
            slack::escaped(shortened(field.label, kLabelShown)) + "* (`" + field.name + "`, " +
            std::string(to_text(field.type)) + (field.is_required ? ", required" : "") +
            (field.agents_only ? ", agents only" : "") + (field.is_sensitive ? ", sensitive" : "") + ")" +
            (field.visible_when.is_always() ? "" : " when `" + slack::escaped(field.visible_when.text) + "`");
    return out;
}

std::string dry_run(const FormDefinition* before, const FormDefinition& next, const store::Unit& unit)
{
    std::vector<std::string> come, go, other;
    for (const FormField& field : next.fields) {
        const FormField* old = before == nullptr ? nullptr : before->field(field.name);
        if (old == nullptr)
            come.push_back(field.name);
        else if (!is_same(*old, field))
            other.push_back(field.name);
    }
    for (const FormField& field : before == nullptr ? std::vector<FormField>{} : before->fields)
        if (next.field(field.name) == nullptr)
            go.push_back(field.name);
    std::string text = before == nullptr ? "*This is a new form.*" : "*What changes*";
    add_line(text, "asked from now on", come);
    add_line(text, "asked no more", go);
    add_line(text, "asked otherwise", other);
    text += "\n• " + counted(next.fields.size(), "question") + ", at most " +
            std::to_string(blocks_at_most(next)) + " of Slack's " + std::to_string(kFormBlocksMost) +
            " blocks\n• " + open_tickets(next, unit);
    return text;
}

}  // namespace deskbell::kernel
