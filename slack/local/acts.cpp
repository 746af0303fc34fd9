#include "slack/local/acts.hpp"

#include "slack/local/args.hpp"
#include "slack/local/form.hpp"
#include "slack/local/interactions.hpp"
#include "slack/local/messages.hpp"
#include "slack/local/response_url.hpp"
#include "slack/local/typed.hpp"
#include "slack/local/views.hpp"

#include "handlers/domain/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace deskbell::slack::local {

namespace {

constexpr const char* kTrouble = "We had some trouble connecting. Try again?";
constexpr std::size_t kCommandTextMax = 4'000;
constexpr std::size_t kOptionsMax = 100;
/// What Slack offers to members of the workspace where the app is installed, and not to people from outside.
constexpr std::array<std::string_view, 5> kOwnPeopleOnly{"command", "shortcut", "message_shortcut",
                                                         "open_home", "open_messages"};

std::string error_of(Outcome outcome)
{
    return outcome == Outcome::timeout ? "operation_timeout" : "dispatch_failed";
}

ResponseUrl url_for(const Person& who, const std::string& kind, const std::string& channel)
{
    ResponseUrl url;
    url.kind = kind;
    url.user = who.id;
    url.channel = channel;
    return url;
}

Json blocks_of(const View& view) { return value_of(view.definition).value("blocks", Json::array()); }

/// All blocks of a message, those inside attachments too.
Json blocks_of(const Message& message)
{
    Json out = message.blocks ? *message.blocks : Json::array();
    for (const auto& attachment : value_of(message.attachments))
        if (attachment.contains("blocks") && attachment["blocks"].is_array())
            out.insert(out.end(), attachment["blocks"].begin(), attachment["blocks"].end());
    return out;
}

/// The option of the element that has this value, as Slack sends it back; null when there is none.
Json option_of(const Json& element, const std::string& value)
{
    Json lists = Json::array({element.value("options", Json())});
    for (const auto& group : element.value("option_groups", Json()))
        if (group.is_object())
            lists.push_back(group.value("options", Json()));
    for (const auto& options : lists)
        for (const auto& option : options)
            if (text_of(option, "value") == value)
                return option;
    return Json();
}

/// The entry of "actions" for a used element; null when the client claims an option that is not offered.
Json action_of(const Json& element, const Json& request)
{
    const std::string type = text_of(element, "type");
    Json out = {
        {"type", type}, {"action_id", text_of(element, "action_id")}, {"block_id", arg(request, "block_id")}};
    if (request.contains("value") && request["value"].is_object() && type != "button")
        for (const auto& [key, value] : request["value"].items()) out[key] = value;
    if (type == "button")
        for (const char* key : {"text", "value", "url", "style"})
            if (element.contains(key))
                out[key] = element[key];
    const bool has_list = element.contains("options") || element.contains("option_groups");
    if (has_list && out.contains("selected_option") && out["selected_option"].is_object()) {
        out["selected_option"] = option_of(element, text_of(out["selected_option"], "value"));
        if (out["selected_option"].is_null())
            return Json();
    }
    return out;
}

/// The action that the request asks for, as Slack sends it; null when these blocks do not offer it.
Json action_in(const Json& blocks, const Json& request)
{
    const Json* element = find_element(blocks, arg(request, "block_id"), arg(request, "action_id"));
    return element ? action_of(*element, request) : Json();
}

/// Addresses for the conversation menus of a form that asked for them.
Json response_urls_of(Workspace& ws, const Person& who, const View& view, Instant now)
{
    Json out = Json::array();
    const Json values = view.state ? view.state->value("values", Json::object()) : Json::object();
    for (const auto& block : blocks_of(view)) {
        const Json element = block.contains("element") ? block["element"] : Json();
        const std::string block_id = text_of(block, "block_id"), action_id = text_of(element, "action_id");
        if (!element.is_object() || !is_set(element, "response_url_enabled") || !values.contains(block_id))
            continue;
        const Json& entry = values[block_id][action_id];
        const std::string channel =
            text_of(entry, text_of(element, "type") == "channels_select" ? "selected_channel"
                                                                         : "selected_conversation");
        if (channel.empty())
            continue;
        const ResponseUrl& url = ws.new_response_url(url_for(who, "app", channel), now);
        out.push_back({{"block_id", block_id},
                       {"action_id", action_id},
                       {"channel_id", channel},
                       {"response_url", address_of(ws, url)}});
    }
    return out;
}

View* open_view_of(Workspace& ws, const Person& who, const std::string& view_id)
{
    View* view = find_view(ws, view_id);
    return view && view->user == who.id ? view : nullptr;
}

}  // namespace

Json act_refusal(const std::string& error, const std::string& shown)
{
    Json out = refusal(error);
    out["shown"] = shown.empty() ? "That did not work (" + error + ")." : shown;
    return out;
}

Acts::Acts(Workspace& ws, SocketHub& hub, Now now, std::function<void()> settled)
    : ws_(ws), hub_(hub), now_(std::move(now)), settled_(std::move(settled))
{
}

void Acts::act(const Json& request, Answer answer)
{
    struct Row {
        std::string_view kind;
        void (Acts::*run)(const Person&, const Json&, Answer);
    };
    static constexpr Row rows[] = {
        {"command", &Acts::command},
        {"shortcut", &Acts::shortcut},
        {"message_shortcut", &Acts::message_shortcut},
        {"click", &Acts::click},
        {"view_click", &Acts::view_click},
        {"submit", &Acts::submit},
        {"close", &Acts::close},
        {"suggest", &Acts::suggest},
    };
    const Person* who = ws_.person(arg(request, "as"));
    if (!who || who->is_bot)
        return answer(act_refusal("user_not_found"));
    const std::string kind = arg(request, "do");
    if (who->is_deleted)
        return answer(act_refusal("account_inactive"));
    if (who->is_external() && std::ranges::find(kOwnPeopleOnly, kind) != kOwnPeopleOnly.end())
        return answer(act_refusal("restricted_action"));
    if (const PlainAct run = plain_act(kind))
        return answer(run(ws_, *who, request, now_()));
    const auto row = std::ranges::find(rows, kind, &Row::kind);
    if (row == std::end(rows))
        return answer(act_refusal("unknown_act"));
    (this->*row->run)(*who, request, std::move(answer));
}

void Acts::ask(const std::string& type, Doc payload, bool accepts, Answer answer,
               std::function<Json(const Json&)> then)
{
    hub_.send(type, std::move(payload), accepts,
              [this, answer = std::move(answer), then = std::move(then)](Outcome outcome, const Json& reply) {
                  if (outcome != Outcome::acked)
                      return answer(act_refusal(error_of(outcome), kTrouble));
                  Json made = then(reply);
                  answer(std::move(made));
                  settled_();
              });
}

void Acts::command(const Person& who, const Json& request, Answer answer)
{
    const Channel* c = ws_.channel(arg(request, "channel"));
    const std::string name = lower(arg(request, "command")), text = arg(request, "text");
    if (!c || !c->has(who.id))
        return answer(act_refusal("channel_not_found"));
    if (name.size() < 2 || name.front() != '/' || utf16_length(text) > kCommandTextMax)
        return answer(act_refusal("invalid_command"));
    const ResponseUrl url = ws_.new_response_url(url_for(who, "commands", c->id), now_());
    const Doc payload =
        doc(command_payload(ws_, who, *c, name, typed_text(ws_, text, true).text, url, now_()));
    const auto failed = [name](const std::string& error) {
        return act_refusal(error, name + " failed with the error " + error);
    };
    hub_.send("slash_commands", payload, true,
              [this, answer, failed, url, payload](Outcome outcome, const Json& given) {
                  if (outcome != Outcome::acked)
                      return answer(failed(error_of(outcome)));
                  const Json reply = given.is_string() ? Json{{"text", given}} : given;
                  const bool is_message =
                      reply.is_object() &&
                      (reply.contains("text") || reply.contains("blocks") || reply.contains("attachments"));
                  const std::string error = is_message ? respond(ws_, url, reply, now_()) : std::string();
                  if (!error.empty())
                      hub_.note_problem(payload, "answer refused: " + error);
                  answer(error.empty() ? Json{{"ok", true}} : failed("invalid_command_response"));
                  settled_();
              });
}

void Acts::shortcut(const Person& who, const Json& request, Answer answer)
{
    ask("interactive", doc(shortcut_payload(ws_, who, arg(request, "callback_id"), now_())), false,
        std::move(answer), [](const Json&) {
            return Json{{"ok", true}};
        });
}

void Acts::message_shortcut(const Person& who, const Json& request, Answer answer)
{
    const Channel* c = ws_.channel(arg(request, "channel"));
    const Message* m = c && (c->has(who.id) || !c->is_private()) ? c->find(arg(request, "ts")) : nullptr;
    if (!m)
        return answer(act_refusal("message_not_found"));
    ResponseUrl url = url_for(who, "app", c->id);
    url = ws_.new_response_url(std::move(url), now_());
    ask("interactive",
        doc(message_action_payload(ws_, who, arg(request, "callback_id"), *c, *m, url, now_())), false,
        std::move(answer), [](const Json&) {
            return Json{{"ok", true}};
        });
}

void Acts::click(const Person& who, const Json& request, Answer answer)
{
    const std::string whispered = arg(request, "ephemeral");
    const Channel* c = ws_.channel(arg(request, "channel"));
    const Ephemeral* e = whispered.empty() ? nullptr : find_ephemeral(ws_, who.id, whispered);
    const Message* m =
        whispered.empty() ? (c ? c->find(arg(request, "ts")) : nullptr) : (e ? &e->message : nullptr);
    if (!c || !m || (!c->has(who.id) && c->is_private()))
        return answer(act_refusal("message_not_found"));
    Json blocks = blocks_of(*m), action = action_in(blocks, request);
    for (std::size_t i = 0; action.is_null() && i < m->earlier.size(); ++i) {
        blocks = value_of(m->earlier[i]);
        action = action_in(blocks, request);
    }
    if (action.is_null())
        return answer(act_refusal("element_not_found", "This message has changed. Look again."));
    ResponseUrl url = url_for(who, "actions", c->id);
    url.message_ts = m->ts;
    url.is_ephemeral = e != nullptr;
    url = ws_.new_response_url(std::move(url), now_());
    const Json values = form_values_of(blocks, request.value("state", Json()));
    ask("interactive",
        doc(message_click_payload(ws_, who, *c, *m, e != nullptr, action, values, url, now_())), false,
        std::move(answer), [](const Json&) {
            return Json{{"ok", true}};
        });
}

void Acts::view_click(const Person& who, const Json& request, Answer answer)
{
    View* view = open_view_of(ws_, who, arg(request, "view_id"));
    if (!view)
        return answer(act_refusal("not_found", "This form is not open any more."));
    const Json blocks = blocks_of(*view);
    const Json action = action_in(blocks, request);
    if (action.is_null())
        return answer(act_refusal("element_not_found", "This form has changed. Look again."));
    view->state = doc({{"values", form_values_of(blocks, request.value("state", Json()))}});
    ask("interactive", doc(view_click_payload(ws_, who, *view, action, now_())), false, std::move(answer),
        [](const Json&) {
            return Json{{"ok", true}};
        });
}

void Acts::submit(const Person& who, const Json& request, Answer answer)
{
    View* view = open_view_of(ws_, who, arg(request, "view_id"));
    if (!view || text_of(value_of(view->definition), "type") != "modal")
        return answer(act_refusal("not_found", "This form is not open any more."));
    if (value_of(view->definition).value("submit", Json()).is_null())  // then Slack shows no button for it
        return answer(act_refusal("not_found", "There is nothing to submit here."));
    const Json blocks = blocks_of(*view);
    const Json values = form_values_of(blocks, request.value("values", Json()));
    view->state = doc({{"values", values}});
    view->errors = form_errors(blocks, values);
    ws_.touch(who.id);
    if (!view->errors.empty()) {
        Json refused = act_refusal("invalid", "Please mend the marked fields.");
        refused["fields"] = view->errors;
        return answer(std::move(refused));
    }
    const Json urls = response_urls_of(ws_, who, *view, now_());
    const Doc payload = doc(submission_payload(ws_, who, *view, urls, now_()));
    const auto finish = [this, payload, user = who.id, id = view->id](const Json& reply) -> Json {
        const std::string problem = finish_submission(ws_, user, id, reply, now_());
        if (!problem.empty()) {
            hub_.note_problem(payload, problem);
            return act_refusal("bad_response", kTrouble);
        }
        const View* left = find_view(ws_, id);
        if (text_of(reply, "response_action") != "errors" || !left)
            return {{"ok", true}};
        Json refused = act_refusal("errors", "Please mend the marked fields.");
        refused["fields"] = left->errors;
        return refused;
    };
    ask("interactive", payload, true, std::move(answer), finish);
}

void Acts::close(const Person& who, const Json& request, Answer answer)
{
    View* view = open_view_of(ws_, who, arg(request, "view_id"));
    if (!view || ws_.stacks[who.id].empty())
        return answer(act_refusal("not_found"));
    const bool all = flag(request, "cleared");
    const View closed = all ? ws_.stacks[who.id].front() : *view;
    const bool clears = all || is_set(value_of(closed.definition), "clear_on_close");
    if (clears)
        clear_stack(ws_, who.id);
    else
        close_view(ws_, who.id, closed.id);
    if (is_set(value_of(closed.definition), "notify_on_close"))
        hub_.send("interactive", doc(closed_payload(ws_, who, closed, clears)), false, nullptr);
    answer({{"ok", true}});
}

void Acts::suggest(const Person& who, const Json& request, Answer answer)
{
    Json payload = suggestion_payload(ws_, who, arg(request, "block_id"), arg(request, "action_id"),
                                      arg(request, "typed"));
    if (const std::string view_id = arg(request, "view_id"); !view_id.empty()) {
        const View* view = open_view_of(ws_, who, view_id);
        if (!view)
            return answer(act_refusal("not_found"));
        Json as_click = view_click_payload(ws_, who, *view, Json::object(), now_());
        payload["container"] = as_click["container"];
        payload["view"] = as_click["view"];
    } else {
        const Channel* c = ws_.channel(arg(request, "channel"));
        const Message* m = c ? c->find(arg(request, "ts")) : nullptr;
        if (!m || (!c->has(who.id) && c->is_private()))
            return answer(act_refusal("message_not_found"));
        Json as_click = message_click_payload(ws_, who, *c, *m, false, Json::object(), Json::object(),
                                              ResponseUrl(), now_());
        for (const char* key : {"container", "channel", "message"}) payload[key] = as_click[key];
    }
    ask("interactive", doc(std::move(payload)), true, std::move(answer), [](const Json& reply) -> Json {
        const Json options = reply.is_object() ? reply.value("options", Json()) : Json();
        const Json groups = reply.is_object() ? reply.value("option_groups", Json()) : Json();
        if (groups.is_array() && groups.size() <= kOptionsMax)
            return {{"ok", true}, {"option_groups", groups}, {"options", Json::array()}};
        if (options.is_array() && options.size() <= kOptionsMax)
            return {{"ok", true}, {"options", options}};
        return act_refusal("bad_options", "Result could not be loaded");
    });
}

}  // namespace deskbell::slack::local
