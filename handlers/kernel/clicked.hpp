#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/reply.hpp"

#include <string_view>

/// What the function of a button or a form needs: the record that it is about, and where its answer is shown.
namespace deskbell::kernel {

/// Shows a modal from wherever the click was: on top of an open one, else on its own.
slack::Reply show_modal(const slack::BlockAction& click, const slack::Modal& modal);

/// The modal with the lines above it, and the inputs below, that features have for who answers or ends the
/// record.
slack::Modal with_form_lines(const Desk& desk, const Record& record, std::string_view user,
                             const store::Unit& unit, slack::Modal modal);

/// Before the act of such a form: lets the features take what was entered in the inputs that they added.
Result<void> take_form_parts(const Desk& desk, const Record& record, const slack::ViewState& form,
                             Attributes& values, const Act& act, store::Unit& unit);
/// After it: what follows from those inputs.
Result<void> take_entered(const Desk& desk, Record& record, const slack::ViewState& form, const Act& act,
                          store::Unit& unit);
/// The form in which an agent answers, with `words` in it.
slack::Modal reply_form(const Desk& desk, const Record& record, std::string_view user,
                        const store::Unit& unit, std::string_view words = {});

/// The record whose number a button or a form carries, if the person may see it. Errors: not_found, as of
/// `named_record`.
Result<Record> record_of(const Desk& desk, std::string_view number, std::string_view user,
                         const store::Unit& unit);

/// The record that a form was opened for: its number is in "record" of what the form carries. Errors as
/// above.
Result<Record> record_in(const Desk& desk, const slack::ViewState& form, std::string_view user,
                         const store::Unit& unit);

/// The record as a modal, for somebody who may see it.
slack::Modal record_modal(const Desk& desk, const Record& record, std::string_view user,
                          const store::Unit& unit);

/// After an act inside a modal or the Home, what is shown there is drawn again.
slack::Reply shown_again(const Desk& desk, const slack::BlockAction& click, const Record& record,
                         store::Unit& unit);

/// The message with the button becomes this one; where that is not possible it is a new one.
void answer_in_place(const slack::BlockAction& click, const Saying& saying, store::Unit& unit);

/// Says something only to the person who clicked: where they clicked, or as a direct message.
slack::Reply say_to_clicker(const slack::BlockAction& click, std::string_view mrkdwn, store::Unit& unit);

}  // namespace deskbell::kernel
