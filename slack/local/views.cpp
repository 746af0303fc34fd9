#include "slack/local/views.hpp"

#include "slack/local/api.hpp"
#include "slack/local/args.hpp"
#include "slack/local/block_check.hpp"
#include "slack/local/form.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace deskbell::slack::local {

namespace {

constexpr std::size_t kViewBytesMax = 250'000;

void set_definition(View& view, const Doc& definition, const Json& typed, Instant now)
{
    Json filled = *definition;
    const Doc blocks = with_block_ids(doc(filled.value("blocks", Json::array())));
    filled["blocks"] = *blocks;
    view.external_id = text_of(filled, "external_id");
    view.state = doc({{"values", form_values_of(*blocks, typed)}});
    view.definition = doc(std::move(filled));
    view.hash = std::to_string(unix_of(now)) + "." + Workspace::secret(8);
    view.errors.clear();
}

View made_view(Workspace& ws, const std::string& user, const Doc& definition, Instant now)
{
    View view;
    view.id = ws.next_id('V');
    view.user = user;
    view.root_id = view.id;
    set_definition(view, definition, Json(), now);
    return view;
}

template <class Matches>
View* find_where(Workspace& ws, const Matches& matches)
{
    for (auto& [user, stack] : ws.stacks)
        if (const auto it = std::ranges::find_if(stack, matches); it != stack.end())
            return &*it;
    for (auto& [user, home] : ws.homes)
        if (matches(home))
            return &home;
    return nullptr;
}

}  // namespace

Json view_refusal(const Doc& definition)
{
    if (!definition)
        return invalid_arguments({{"missing required field: view", ""}});
    if (dumped(*definition).size() > kViewBytesMax)
        return refusal("view_too_large");
    Complaints complaints;
    check_view(*definition, "/view", complaints);
    return complaints.empty() ? Json() : invalid_arguments(complaints);
}

View& open_view(Workspace& ws, const std::string& user, const Doc& definition, Instant now)
{
    auto& stack = ws.stacks[user];
    stack.clear();
    stack.push_back(made_view(ws, user, definition, now));
    ws.touch(user);
    return stack.back();
}

View& push_view(Workspace& ws, const std::string& user, const Doc& definition, Instant now)
{
    auto& stack = ws.stacks[user];
    View view = made_view(ws, user, definition, now);
    if (!stack.empty()) {
        view.root_id = stack.front().id;
        view.previous_id = stack.back().id;
    }
    stack.push_back(std::move(view));
    ws.touch(user);
    return stack.back();
}

void replace_view(Workspace& ws, View& view, const Doc& definition, Instant now)
{
    const Json typed = view.state ? view.state->value("values", Json()) : Json();
    set_definition(view, definition, typed, now);
    ws.touch(view.user);
}

View& publish_home(Workspace& ws, const std::string& user, const Doc& definition, Instant now)
{
    View& home = ws.homes[user];
    if (home.id.empty()) {
        home = made_view(ws, user, definition, now);
        ws.touch(user);
    } else {
        replace_view(ws, home, definition, now);
    }
    return home;
}

void close_view(Workspace& ws, const std::string& user, const std::string& view_id)
{
    auto& stack = ws.stacks[user];
    const auto it = std::ranges::find(stack, view_id, &View::id);
    if (it == stack.end())
        return;
    stack.erase(it, stack.end());  // what was pushed on top of it goes as well
    ws.touch(user);
}

void clear_stack(Workspace& ws, const std::string& user)
{
    ws.stacks[user].clear();
    ws.touch(user);
}

View* find_view(Workspace& ws, const std::string& id)
{
    return find_where(ws, [&](const View& v) { return v.id == id; });
}

View* find_external_view(Workspace& ws, const std::string& external_id)
{
    return find_where(ws,
                      [&](const View& v) { return !external_id.empty() && v.external_id == external_id; });
}

}  // namespace deskbell::slack::local
