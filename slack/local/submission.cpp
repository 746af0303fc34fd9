#include "slack/local/acts.hpp"
#include "slack/local/form.hpp"
#include "slack/local/views.hpp"

#include <nlohmann/json.hpp>

namespace deskbell::slack::local {

namespace {

std::string show_errors(Workspace& ws, const std::string& user, const std::string& view_id,
                        const Json& answer)
{
    View* view = find_view(ws, view_id);
    if (!view)
        return {};
    const Json errors = answer.value("errors", Json());
    if (!errors.is_object() || errors.empty())
        return "response_action errors without errors";
    std::map<std::string, std::string> shown;
    for (const auto& [block_id, sentence] : errors.items()) {
        if (!sentence.is_string() ||
            !has_input_block(value_of(view->definition).value("blocks", Json()), block_id))
            return "response_action errors: \"" + block_id + "\" is no input block of the view";
        shown[block_id] = sentence.get<std::string>();
    }
    view->errors = std::move(shown);
    ws.touch(user);
    return {};
}

std::string show_view(Workspace& ws, const std::string& user, const std::string& view_id, const Json& answer,
                      bool on_top, Instant now)
{
    const Doc definition = doc(answer.value("view", Json()));
    const Json refused = view_refusal(definition);
    if (!refused.is_null())
        return "response_action with a bad view: " + dumped(refused);
    if (text_of(*definition, "type") != "modal")
        return "response_action with a view that is no modal";
    View* view = find_view(ws, view_id);
    if (!view)
        return {};
    if (!on_top)
        replace_view(ws, *view, definition, now);
    else if (ws.stacks[user].size() >= Workspace::kStackMax)
        return "response_action push: the stack is full";
    else
        push_view(ws, user, definition, now);
    return {};
}

}  // namespace

std::string finish_submission(Workspace& ws, const std::string& user, const std::string& view_id,
                              const Json& answer, Instant now)
{
    const std::string action = text_of(answer, "response_action");
    if (action == "errors")
        return show_errors(ws, user, view_id, answer);
    if (action == "update" || action == "push")
        return show_view(ws, user, view_id, answer, action == "push", now);
    if (action == "clear") {
        clear_stack(ws, user);
        return {};
    }
    if (!action.empty())
        return "unknown response_action: " + action;
    if (const View* view = find_view(ws, view_id);
        view && is_set(value_of(view->definition), "clear_on_close"))
        clear_stack(ws, user);
    else
        close_view(ws, user, view_id);
    return {};
}

}  // namespace deskbell::slack::local
