// Everything that can be pressed in what a person sees: found in the blocks, pressed as the page presses it.
import { setTimeout as pause } from 'node:timers/promises';
import { viewOf } from './program.mjs';

/** How long a person waits for something to happen. */
const kPatienceMs = 3000;
/** How long at most while Slack's limits hold back what the desk says: nobody presses as fast as this test. */
const kLimitedMs = 65000;
/** What the page says when nothing came of a press. */
const kNoAnswer = ['operation_timeout', 'dispatch_failed', 'bad_response'];
const kPollMs = 15;
/** A desk that has not called Slack for so long has said all; Slack lets it speak once a second in a channel. */
const kQuietMs = 2500;
const kQuietMostMs = 180_000;

const optionsOf = (element) => [
    ...(element.options ?? []),
    ...(element.option_groups ?? []).flatMap((group) => group.options),
];

/** Some value of each kind of menu and picker that has no list of its own. */
const kPicked = {
    users_select: (who) => ({ selected_user: who }),
    multi_users_select: (who) => ({ selected_users: [who] }),
    conversations_select: () => ({ selected_conversation: 'C0HELPIT' }),
    multi_conversations_select: () => ({ selected_conversations: ['C0HELPIT'] }),
    channels_select: () => ({ selected_channel: 'C0HELPIT' }),
    datepicker: () => ({ selected_date: '2031-01-06' }),
    timepicker: () => ({ selected_time: '09:30' }),
    datetimepicker: () => ({ selected_date_time: 1925446400 }),
};

/** What can be done with one element: [{label, value}], a menu once for each of its entries. */
function waysToPress(element, who) {
    if (element.type === 'button') return element.url ? [] : [{ label: element.text.text, value: {} }];
    if (['static_select', 'overflow', 'radio_buttons'].includes(element.type))
        return optionsOf(element).map((one) => ({ label: one.text.text, value: { selected_option: one } }));
    if (['checkboxes', 'multi_static_select'].includes(element.type))
        return optionsOf(element)
            .slice(0, 1)
            .map((one) => ({ label: one.text.text, value: { selected_options: [one] } }));
    const picked = kPicked[element.type];
    return picked ? [{ label: element.type, value: picked(who) }] : [];
}

function* elementsOf(blocks) {
    for (const block of blocks ?? []) {
        const found = [...(block.elements ?? []), block.accessory, block.dispatch_action && block.element];
        for (const element of found)
            if (element?.action_id && block.type !== 'rich_text' && block.type !== 'context')
                yield { block, element };
    }
}

/** "INC-12 · …" and "3 more" are the same button for every ticket. */
const alike = (label) => label.replace(/\d+/g, 'N').replace(/[^\x20-\x7e…–]/g, '');

function* inBlocks(blocks, where, act, who) {
    for (const { block, element } of elementsOf(blocks))
        for (const { label, value } of waysToPress(element, who))
            yield {
                name: `${where}: ${alike(label)} (${alike(element.action_id)})`,
                act: {
                    as: who,
                    ...act,
                    block_id: block.block_id,
                    action_id: element.action_id,
                    value,
                },
            };
}

/** Everything that `who` can press now. `where` names the place by its kind. */
export function* pressable(view, who) {
    const modal = view.views.at(-1);
    if (modal) {
        const title = alike(modal.title?.text ?? '');
        yield* inBlocks(modal.blocks, `form ${title}`, { do: 'view_click', view_id: modal.id }, who);
        return;
    }
    if (view.home) yield* inBlocks(view.home.blocks, 'Home', { do: 'view_click', view_id: view.home.id }, who);
    for (const channel of view.channels)
        for (const message of channel.messages) {
            const place = channel.is_im ? 'direct message' : `#${channel.name}`;
            const act = { do: 'click', channel: channel.id, ts: message.ts, ephemeral: message.ephemeral };
            yield* inBlocks(message.blocks, place, act, who);
        }
}

/** What a person can tell apart on the screen. */
export function screenOf(view) {
    const { home, views, channels } = view;
    return JSON.stringify({
        home: home?.blocks,
        views: views.map((one) => [one.id, one.blocks, one.errors]),
        channels: channels.map((one) => one.messages.map(({ ts, text, blocks, reactions }) => [ts, text, blocks, reactions])),
    });
}

export async function actOn(url, fields) {
    const body = JSON.stringify(fields);
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${url}/_local/act`, { method: 'POST', headers, body })).json();
}

/** How many calls the desk has made. */
async function callsOf(url) {
    const { ledger } = await (await fetch(`${url}/_local/state`)).json();
    return ledger.calls.length;
}

/** Waits until the desk has said all that it had to say, as fast as Slack lets it. */
export async function quiet(url) {
    let calls = -1;
    for (const end = Date.now() + kQuietMostMs; Date.now() < end; await pause(kQuietMs)) {
        const now = await callsOf(url);
        if (now === calls) return;
        calls = now;
    }
    throw new Error(`the desk still talks after ${kQuietMostMs} ms`);
}

/**
 * Does it and waits for what the person sees then: {view, isSeen}. As long as the desk is still saying one thing after
 * the other, as fast as Slack lets it, what was pressed may be among them.
 */
export async function watched(url, before, fields) {
    const begin = Date.now();
    const old = screenOf(before);
    const answer = await actOn(url, fields);
    const isAnswered = Date.now() - begin < kPatienceMs && !kNoAnswer.includes(answer.error);
    let until = begin + kPatienceMs;
    let calls = 0;
    for (;;) {
        const view = await viewOf(url, fields.as);
        const isSeen = screenOf(view) !== old || Boolean(answer.shown) || Boolean(answer.fields);
        if (isSeen) return { view, isSeen: isAnswered };
        if (Date.now() > until) {
            const made = await callsOf(url);
            if (made === calls || Date.now() > begin + kLimitedMs) return { view, isSeen };
            calls = made;
            until = Date.now() + kPatienceMs;
        }
        await new Promise((resolve) => {
            setTimeout(resolve, kPollMs);
        });
    }
}
