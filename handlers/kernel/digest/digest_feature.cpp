#include "handlers/domain/text.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/sla_view.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_post.hpp"
#include "handlers/kernel/digest/home_figures.hpp"
#include "handlers/kernel/digest/subscriptions.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/lists.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

/// The list behind a number of a digest, and its pages.
Answer open_figure(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto modal = figure_modal(desk, figure_query(click.value.text), act.actor, unit);
    if (!modal)
        return modal.error();
    const bool is_page = click.view && !click.action_id.starts_with("figure:");
    return is_page ? slack::Reply::update(*modal, click.view->id, click.view->hash)
                   : show_modal(click, *modal);
}

Answer open_subscription(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto form = subscribe_form(desk, whole_number(click.value.text), act.actor, unit);
    if (!form)
        return form.error();
    return show_modal(click, *form);
}

Answer open_sla(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto now = sla_now(desk, act.actor, unit);
    if (!now)
        return now.error();
    slack::Modal modal;
    modal.callback_id = "sla";
    modal.title = "Service levels";
    modal.close = "Close";
    modal.blocks = now->blocks;
    return show_modal(click, modal);
}

Answer digest(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act&,
              store::Unit& unit)
{
    return digest_command(desk, command.actor.user, said.rest, unit);
}

Answer sla(const Desk& desk, const slack::SlashCommand& command, const Words&, const Act&, store::Unit& unit)
{
    const auto now = sla_now(desk, command.actor.user, unit);
    if (!now)
        return now.error();
    return slack::Reply::message(now->text, now->blocks);
}

constexpr std::array kButtons{
    Button{"figure:", true, open_figure},
    Button{"figure_next", true, open_figure},
    Button{"figure_previous", true, open_figure},
    Button{"digest_subscribe", true, open_subscription},
    Button{"digest_change", true, open_subscription},
    Button{"digest_pause", false, on_digest_button},
    Button{"digest_csv", false, on_digest_button},
    Button{"digest_now", false, on_digest_button},
    Button{"sla_now", true, open_sla},
};
constexpr std::array kForms{Form{kSubscribeForm, submit_subscription}};
constexpr std::array kVerbs{
    Verb{"/desk", "digest", "digest last-week",
         "what was promised, kept and left open: this week, or 2026-W47, last-month, 2026-Q4", digest, true,
         false},
    Verb{"/desk", "sla", "sla", "how the running promises stand now, and what is due next", sla},
};
constexpr std::array kPreparations{
    Preparation{kDigestTimer, prepare_subscribed},
    Preparation{kDigestNowTimer, prepare_asked},
    Preparation{kDigestCsvTimer, prepare_csv},
    Preparation{kHomeFiguresTimer, prepare_home_figures},
};

}  // namespace

extern const Feature kDigests;
const Feature kDigests{.key = "digest",
                       .buttons = kButtons,
                       .forms = kForms,
                       .verbs = kVerbs,
                       .preparations = kPreparations,
                       .home = add_digest_line};

}  // namespace deskbell::kernel
