// Payloads of each kind of envelope: only the kinds that belong to it come out, in words that can be stored
// and shown.
#include "handlers/domain/text.hpp"
#include "slack/wire/call.hpp"
#include "slack/wire/frame.hpp"
#include "slack/wire/json.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "slack/wire/reply.hpp"
#include "tests/fuzz/property.hpp"

using namespace deskbell;
using namespace deskbell::slack;
using deskbell::fuzz::require;

namespace {

template <class... T>
bool is_one_of(const Payload& payload)
{
    return (std::holds_alternative<T>(payload) || ...);
}

bool belongs(const Payload& payload, std::string_view type)
{
    if (type == "slash_commands")
        return is_one_of<UnknownPayload, SlashCommand>(payload);
    if (type == "interactive")
        return is_one_of<UnknownPayload, BlockAction, ViewSubmission, ViewClosed, GlobalShortcut,
                         MessageShortcut, Suggestion>(payload);
    return is_one_of<UnknownPayload, MessageEvent, ReactionEvent, MembershipEvent, HomeOpened, PersonChanged,
                     WorkspaceEvent>(payload);
}

bool same(const Reply& a, const Reply& b)
{
    return a.ack == b.ack && a.view == b.view && a.view_method == b.view_method && a.view_id == b.view_id &&
           a.view_hash == b.view_hash;
}

/// A reply is stored beside the inbox key and must be the same when the delivery comes again.
void check_reply(const Reply& reply)
{
    require(same(decode_reply(encode(reply)), reply), "a stored reply reads back as it was");
    require(reply.ack.empty() || Json::parse(reply.ack), "an ack is JSON");
    require(reply.view.empty() || Json::parse(reply.view), "a view is JSON");
}

/// Words of people: they are shown, stored and sent back.
void check_words(const std::string& text)
{
    require(fuzz::is_utf8(text), "a text of a payload is UTF-8");
    require(fuzz::is_utf8(plain(text)), "plain words stay UTF-8");
    const Attributes stored{{"text", text}, {text, "name"}};
    require(attributes_from_json(to_json(stored)) == stored, "stored attributes read back as they were");
    if (!text.empty())
        require(metadata_key("{\"metadata\":" + metadata(text) + "}") == text,
                "the key of a post is found again");
    check_reply(Reply::message(escaped(text)));
    check_reply(Reply::errors({{"title", text}}));
}

void check_view(const ViewState& view)
{
    Modal modal;
    modal.title = "Ticket";
    modal.callback_id = view.callback_id;
    modal.private_metadata = view.private_metadata;
    std::vector<Choice> choices;
    for (const auto& [block_id, value] : view.values) {
        check_words(value.text);
        modal.blocks.input("block", block_id, text_input("block", true, value.text), true);
        choices.push_back({value.text, block_id});
        for (const std::string& one : value.many) choices.push_back({one, value.text});
    }
    check_reply(Reply::update(modal, view.id, view.hash));
    const Reply options = Reply::options(choices);
    check_reply(options);
    bool left_out = false;
    ack_frame("envelope", options.ack, true, &left_out);
    require(!left_out, "the choices of a menu fit into an ack");
}

/// The words and views of a payload, by its kind.
struct Parts {
    void operator()(const UnknownPayload& p) const { require(!p.why.empty(), "an unknown payload says why"); }
    void operator()(const SlashCommand& p) const
    {
        require(!p.command.empty(), "a command has a name");
        check_words(p.text);
    }
    void operator()(const BlockAction& p) const
    {
        check_words(p.value.text);
        check_view(p.view.value_or(ViewState{}));
        require(!p.view || p.values.empty(), "values of a view stand in the view");
    }
    void operator()(const ViewSubmission& p) const { check_view(p.view); }
    void operator()(const ViewClosed& p) const { check_view(p.view); }
    void operator()(const GlobalShortcut& p) const { check_words(p.callback_id); }
    void operator()(const MessageShortcut& p) const { check_words(p.message.text); }
    void operator()(const Suggestion& p) const { check_words(p.typed); }
    void operator()(const MessageEvent& p) const
    {
        check_words(p.message.text);
        check_words(p.previous.text);
        const bool is_deleted = p.kind == MessageEvent::Kind::deleted;
        require(!is_deleted || (p.message.text.empty() && p.message.files.empty()),
                "a deleted message is empty");
    }
    void operator()(const ReactionEvent& p) const
    {
        check_words(p.name);
        require(p.name.find("::") == std::string::npos, "a reaction has no skin tone");
    }
    void operator()(const MembershipEvent& p) const { check_words(p.inviter); }
    void operator()(const HomeOpened& p) const { check_words(p.tab); }
    void operator()(const PersonChanged& p) const { check_words(p.name); }
    void operator()(const WorkspaceEvent& p) const { require(!p.type.empty(), "an event has a type"); }
};

/// The same bytes inside a frame: an envelope must not change what they mean.
void check_framed(const Payload& payload, const std::string& type, std::string_view text)
{
    const std::string frame_text =
        R"({"envelope_id":"E1","type":")" + type + R"(","payload":)" + std::string(text) + "}";
    const Frame frame = parse_frame(frame_text);
    const auto* envelope = std::get_if<Envelope>(&frame);
    if (!envelope || !Json::parse(text))
        return;  // one level deeper than the payload: too deep, perhaps
    require(envelope->payload.index() == payload.index(), "a framed payload is of the same kind");
    require(actor_of(envelope->payload) == actor_of(payload), "a framed payload has the same actor");
    require(occurred_at(envelope->payload) == occurred_at(payload), "a framed payload has the same time");
    require(inbox_keys(*envelope).back() == "envelope:E1",
            "a framed payload cannot change the envelope's id");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    for (const char* type : {"events_api", "interactive", "slash_commands"}) {
        const Payload payload = parse_payload(type, text);
        require(belongs(payload, type), "an envelope carries only its own kinds of payload");
        require(fuzz::is_utf8(actor_of(payload)), "an actor is UTF-8");
        const auto at = occurred_at(payload);
        require(!at || to_unix(*at) >= 0, "nobody acted before 1970");
        std::visit(Parts{}, payload);
        check_framed(payload, type, text);
    }
    return 0;
}
