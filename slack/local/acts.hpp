#pragma once
#include "slack/local/socket_hub.hpp"
#include "slack/local/workspace.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace deskbell::slack::local {

/// What people do: posts and reactions, which the workspace does by itself, and commands, clicks and forms,
/// which the app is asked about.
class Acts {
public:
    using Answer = std::function<void(Json)>;
    using Now = std::function<Instant()>;

    /// `settled` is called after the app's ack changed something.
    Acts(Workspace& ws, SocketHub& hub, Now now, std::function<void()> settled);

    /// Does {"as":"U1","do":"post",...} and answers {"ok":true,...} or {"ok":false,"error":...,"shown":...}.
    void act(const Json& request, Answer answer);

private:
    void command(const Person& who, const Json& request, Answer answer);
    void shortcut(const Person& who, const Json& request, Answer answer);
    void message_shortcut(const Person& who, const Json& request, Answer answer);
    void click(const Person& who, const Json& request, Answer answer);
    void view_click(const Person& who, const Json& request, Answer answer);
    void submit(const Person& who, const Json& request, Answer answer);
    void close(const Person& who, const Json& request, Answer answer);
    void suggest(const Person& who, const Json& request, Answer answer);

    /// Sends an interaction; `then` makes the answer for the page from the ack's payload.
    void ask(const std::string& type, Doc payload, bool accepts, Answer answer,
             std::function<Json(const Json&)> then);

    Workspace& ws_;
    SocketHub& hub_;
    Now now_;
    std::function<void()> settled_;
};

/// {"ok":false,...}; `shown` is what Slack would show the person.
Json act_refusal(const std::string& error, const std::string& shown = {});

/// An act that the workspace does without the app; null when there is none of this name.
using PlainAct = Json (*)(Workspace&, const Person& who, const Json& request, Instant now);
PlainAct plain_act(const std::string& kind);

struct PlainActRow {
    std::string_view kind;
    PlainAct run;
};
/// What administrators do: accounts, people from outside, archived channels.
std::span<const PlainActRow> office_acts();

/// Does what the app's answer to a submission asks. Returns what is wrong with the answer, "" when it was
/// good.
std::string finish_submission(Workspace& ws, const std::string& user, const std::string& view_id,
                              const Json& answer, Instant now);

}  // namespace deskbell::slack::local
