// What can be done with a message: react, answer, use a shortcut on it, edit, delete.
import { h } from './dom.js';
import { emojiOrName, kQuickReactions } from './emoji.js';
import { asTyped } from './mrkdwn.js';
import { confirmed, menu } from './popup.js';
import { act, app, nameOf, openThread, page } from './state.js';

const toggleReaction = (channel, message, name, mine) =>
    act(mine ? 'unreact' : 'react', { channel: channel.id, ts: message.ts, name });

/** The reactions below a message; pressing one adds one's own or takes it back. */
export function reactions(channel, message) {
    if (!message.reactions?.length) return null;
    return h(
        'div',
        { class: 'reactions' },
        message.reactions.map(({ name, users }) => {
            const mine = users.includes(page.view.me.id);
            return h(
                'button',
                {
                    class: mine ? 'reaction mine' : 'reaction',
                    'aria-pressed': String(mine),
                    title: `${users.map(nameOf).join(', ')} reacted with :${name}:`,
                    'aria-label': `${name} ${users.length}`,
                    onclick: () => toggleReaction(channel, message, name, mine),
                },
                h('span', { class: 'emoji' }, emojiOrName(name)),
                ` ${users.length}`,
            );
        }),
    );
}

/** The emoji that are at hand; picking one reacts. */
function reactionPicker(anchor, channel, message) {
    menu(
        anchor,
        kQuickReactions.map((name) => {
            const mine = message.reactions?.some(
                (one) => one.name === name && one.users.includes(page.view.me.id),
            );
            return {
                label: `:${name}:`,
                icon: h('span', { class: 'emoji', 'aria-hidden': 'true' }, emojiOrName(name)),
                hint: name === 'ticket' ? 'makes a ticket of the message' : undefined,
                run: () => toggleReaction(channel, message, name, mine),
            };
        }),
        { align: 'right', label: 'Reactions' },
    );
}

async function deleteMessage(channel, message) {
    const sure = await confirmed({
        title: { text: 'Delete message' },
        text: { type: 'plain_text', text: 'Are you sure? This cannot be undone.' },
        confirm: { text: 'Delete' },
        style: 'danger',
    });
    if (sure) act('delete', { channel: channel.id, ts: message.ts });
}

function moreItems(channel, message) {
    const shortcuts = page.view.shortcuts
        .filter((one) => one.type === 'message')
        .map((one) => ({
            label: one.name,
            hint: `${app().name} · ${one.description ?? ''}`,
            run: () =>
                act('message_shortcut', {
                    callback_id: one.callback_id,
                    channel: channel.id,
                    ts: message.ts,
                }),
        }));
    const own = message.is_mine
        ? [
              {
                  label: 'Edit message',
                  run: () => {
                      page.editing = { channel: channel.id, ts: message.ts };
                      page.draw();
                  },
              },
              { label: 'Delete message', danger: true, run: () => deleteMessage(channel, message) },
          ]
        : [];
    const items = [...shortcuts, ...own];
    return items.length ? items : [{ title: 'Nothing more to do with this message' }];
}

/** The tools that appear on a message under the pointer or the keyboard. */
export function toolbar(channel, message, inThread) {
    const tool = (label, sign, run) => {
        const node = h(
            'button',
            { class: 'tool', 'aria-label': label, title: label, onclick: () => run(node) },
            sign,
        );
        return node;
    };
    return h(
        'div',
        { class: 'toolbar', role: 'group', 'aria-label': 'Message actions' },
        tool('React with ticket', '🎫', () =>
            toggleReaction(
                channel,
                message,
                'ticket',
                message.reactions?.some(
                    (one) => one.name === 'ticket' && one.users.includes(page.view.me.id),
                ),
            ),
        ),
        tool('Add reaction', '😀', (node) => reactionPicker(node, channel, message)),
        !inThread &&
            tool('Reply in thread', '💬', () => openThread(channel.id, message.thread_ts ?? message.ts)),
        tool('More actions', '⋯', (node) =>
            menu(node, moreItems(channel, message), { align: 'right', label: 'More actions' }),
        ),
    );
}

/** The text of one's own message, to be changed in its place. */
export function editBox(channel, message) {
    const stop = () => {
        page.editing = null;
        page.draw();
    };
    const field = h('textarea', {
        class: 'kit-input',
        'aria-label': 'Edit message',
        rows: 3,
        value: asTyped(message.text),
    });
    const save = async () => {
        const answer = await act('edit', { channel: channel.id, ts: message.ts, text: field.value });
        if (answer.ok) stop();
    };
    field.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') {
            event.stopPropagation();
            stop();
        } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            save();
        }
    });
    setTimeout(() => field.focus());
    return h(
        'div',
        { class: 'edit-box' },
        field,
        h(
            'div',
            { class: 'kit-actions' },
            h('button', { class: 'kit-button', onclick: stop }, 'Cancel'),
            h('button', { class: 'kit-button primary solid', onclick: save }, 'Save'),
        ),
    );
}
