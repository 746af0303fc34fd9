#include "handlers/kernel/submissions.hpp"

#include "handlers/kernel/feature.hpp"

namespace deskbell::kernel {

Result<slack::Reply> on_submission(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                                   store::Unit& unit)
{
    const Form* form = find_row(&Feature::forms, &Form::callback, submission.view.callback_id);
    if (form == nullptr)
        return Error(Errc::not_found, "This form is not of this version of the desk. Please open it again.");
    return form->submit(desk, submission, act, unit);
}

}  // namespace deskbell::kernel
