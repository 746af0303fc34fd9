#include "handlers/kernel/bulk/bulk_forms.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/naming.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kAction = "action";
constexpr std::string_view kNumbers = "numbers";
constexpr std::string_view kAll = "all";
constexpr std::string_view kGroup = "group_";

slack::Choice box_of(const Desk& desk, const Record& record)
{
    const std::string number = desk.number_of(record);
    const std::string lock = record.has(attr::kPrivate) ? "🔒 " : "";
    return {number, shortened(lock + number + " " + record.at(attr::kTitle), slack::kOptionTextMax)};
}

slack::Modal modal_of(std::string_view callback, std::string_view title, std::string_view submit)
{
    slack::Modal modal;
    modal.callback_id = callback;
    modal.title = title;
    modal.submit = submit;
    return modal;
}

}  // namespace

std::string to_text(const BulkChoice& choice)
{
    Attributes carried = choice.entered;
    carried[std::string(kAction)] = choice.action->key;
    carried[std::string(kNumbers)] = joined(choice.numbers, ",");
    return pack(carried);
}

Result<BulkChoice> bulk_choice(std::string_view private_metadata)
{
    BulkChoice out;
    out.entered = unpack(private_metadata);
    out.action = bulk_action(out.entered[std::string(kAction)]);
    out.numbers = split(out.entered[std::string(kNumbers)], ',');
    if (out.action == nullptr || out.numbers.empty())
        return Error(Errc::not_found, "This form is not of this version of the desk. Please open it again.");
    out.entered.erase(std::string(kAction));
    out.entered.erase(std::string(kNumbers));
    return out;
}

slack::Modal pick_form(const Desk& desk, const ListQuery& query, const store::RecordPage& page)
{
    slack::Modal modal = modal_of(kPickForm, "Select tickets", "Next");
    modal.private_metadata = to_text(query);
    std::vector<slack::Choice> actions;
    for (const BulkAction& action : bulk_actions())
        actions.push_back({std::string(action.key), std::string(action.label)});
    modal.blocks.input(kAction, "What to do", slack::menu(kAction, "Choose", actions), false,
                       "You see what would happen before it does.");
    const auto all = static_cast<std::int64_t>(page.records.size());
    const auto first = static_cast<std::int64_t>(query.offset);
    modal.blocks.input(kAll, "Which tickets",
                       slack::checkbox(kAll, {{"all", "All " + std::to_string(all) + " below"}}), true);
    std::vector<slack::Choice> boxes;
    for (std::size_t i = 0; i < page.records.size(); ++i) {
        boxes.push_back(box_of(desk, page.records[i]));
        if (boxes.size() < kBoxesInGroup && i + 1 < page.records.size())
            continue;
        const std::size_t begin = i + 1 - boxes.size();
        const std::string name = std::string(kGroup) + std::to_string(begin / kBoxesInGroup);
        modal.blocks.input(name, "Tickets " + std::to_string(begin + 1) + " to " + std::to_string(i + 1),
                           slack::checkbox(name, boxes), true);
        boxes.clear();
    }
    if (first > 0 || first + all < page.total)
        modal.blocks.context({"These are " + std::to_string(first + 1) + " to " +
                              std::to_string(first + all) + " of " + std::to_string(page.total) +
                              ". A search with more words or filters lists fewer."});
    return modal;
}

Result<BulkChoice> picked(const slack::ViewState& form)
{
    BulkChoice out;
    for (const auto& [name, value] : form.values)
        if (name == kAction)
            out.action = bulk_action(value.text);
        else if (std::string_view(name).starts_with(kGroup))
            out.numbers.insert(out.numbers.end(), value.many.begin(), value.many.end());
    if (out.action == nullptr)
        return Error(Errc::invalid_input, "Please choose what to do.", std::string(kAction));
    if (out.numbers.empty())
        return Error(Errc::invalid_input, "Please tick at least one ticket.", std::string(kAll));
    if (out.numbers.size() > static_cast<std::size_t>(kBulkMost))
        return Error(Errc::invalid_input, "Please tick at most " + std::to_string(kBulkMost) + " tickets.",
                     std::string(kAll));
    return out;
}

slack::Modal fill_form(const Desk& desk, const BulkChoice& choice, std::span<const Record> tickets)
{
    slack::Modal modal = modal_of(kFillForm, "Select tickets", "Preview");
    modal.private_metadata = to_text(choice);
    modal.blocks.section("*" + slack::escaped(choice.action->label) + "* · " +
                         counted(choice.numbers.size(), "ticket"));
    for (const AskedField& asked : choice.action->asks) {
        const InboxField field(desk, tickets, bulk_field(asked.field));
        add_input(modal.blocks, *field, asked.is_required, field->initial);
    }
    return modal;
}

Result<Attributes> filled_in(const Desk& desk, const BulkAction& action, std::span<const Record> tickets,
                             const slack::Values& values)
{
    Attributes out;
    for (const AskedField& asked : action.asks) {
        const InboxField field(desk, tickets, bulk_field(asked.field));
        const std::string value = read_input(*field, values);
        if (const std::string fault = fault_in(*field, value, asked.is_required); !fault.empty())
            return Error(Errc::invalid_input, fault, std::string(field->name));
        out[std::string(field->name)] = value;
    }
    return out;
}

slack::Modal preview_form(const BulkChoice& choice, const std::vector<std::string>& changed,
                          const std::vector<LeftOut>& left_out)
{
    slack::Modal modal = modal_of(kDoForm, "What would happen", changed.empty() ? "" : "Do it");
    modal.private_metadata = to_text(choice);
    modal.blocks.section(
        "*" + slack::escaped(choice.action->label) + "*: " +
        (changed.empty() ? "nothing would change." : counted(changed.size(), "ticket") + " would change."));
    add_text(modal.blocks, joined(changed, "\n"));
    if (!left_out.empty()) {
        modal.blocks.section("*" + std::to_string(left_out.size()) + " would stay as " +
                             (left_out.size() == 1 ? "it is" : "they are") + "*");
        add_text(modal.blocks, lines_of(left_out));
    }
    if (!changed.empty())
        modal.blocks.context(
            {"Requesters read one message each, however many tickets of theirs change. You "
             "can take it back for " +
             std::to_string(kUndoBatchFor.count()) + " minutes."});
    return modal;
}

}  // namespace deskbell::kernel
