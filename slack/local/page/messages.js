// A list of messages: the conversation in the middle and the thread at the right are both one of these.
import {Surface} from './blocks.js';
import {h, Kept, sync} from './dom.js';
import {avatar} from './faces.js';
import {fileCard} from './files.js';
import {editBox, reactions, toolbar} from './message_tools.js';
import {mrkdwn} from './mrkdwn.js';
import {act, app, messageKey, openThread, page, person} from './state.js';
import {clock, dayLabel, dayOf, fullDate, isoDate, moment} from './time.js';

/** Messages of one author within this time stand under one name. */
const kTogetherSeconds = 300;
/** This close to the bottom counts as reading along. */
const kBottomPx = 60;

const epochOf = (message) => Math.floor(Number(message.ts));

/** Who wrote it, as shown: a bot may post under a name of its own choosing. */
function authorOf(message) {
    const known = person(message.user) ?? (message.bot_id ? person(app().user_id) : undefined);
    const name =
        message.username || known?.real_name || known?.name || (message.bot_id ? app().name : message.user);
    return { id: known?.id, name, isBot: Boolean(message.bot_id || known?.is_bot), color: known?.color };
}

export class MessageList {
    #kept = new Kept();
    #surfaces = new Map();
    #followed = '';
    #latest = '';

    constructor({ thread }) {
        this.inThread = thread;
        this.items = h('div', { class: 'items', role: 'feed' });
        this.below = h(
            'button',
            { class: 'new-below', hidden: true, onclick: () => this.toBottom() },
            '↓ New messages',
        );
        this.node = h(
            'div',
            { class: 'message-list', tabindex: '0', onscroll: () => this.#atBottom() && this.#hideBelow() },
            this.items,
        );
        this.frame = h('div', { class: 'list-frame' }, this.node, this.below);
    }

    /** Draws `messages` of `channel`; `head` are nodes above the first one. */
    show(channel, messages, head = []) {
        const follow = this.#atBottom();
        const place = `${page.as}/${channel.id}/${this.inThread ? messages[0]?.ts : ''}`;
        this.items.setAttribute('aria-label', this.inThread ? 'Thread messages' : 'Messages');
        const nodes = [...head];
        let previous = null;
        messages.forEach((message, i) => {
            const newDay = !previous || dayOf(epochOf(previous)) !== dayOf(epochOf(message));
            if (newDay && !this.inThread) nodes.push(this.#divider(message));
            nodes.push(
                this.#item(
                    channel,
                    message,
                    !newDay && continues(previous, message) && !(this.inThread && i === 1),
                ),
            );
            if (this.inThread && i === 0 && messages.length > 1)
                nodes.push(this.#replyLine(messages.length - 1));
            previous = message;
        });
        this.#kept.sweep();
        sync(this.items, nodes);
        this.#scroll(place, follow, messages[messages.length - 1]);
        this.#mark(channel);
    }

    clear() {
        this.#kept.clear();
        this.#surfaces.clear();
        this.#followed = '';
    }

    /** It is taken off the page: the next time it starts at the bottom again. */
    leave() {
        this.#followed = '';
    }

    toBottom() {
        this.node.scrollTop = this.node.scrollHeight;
        this.#hideBelow();
    }

    #hideBelow() {
        this.below.hidden = true;
    }

    #atBottom() {
        return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < kBottomPx;
    }

    /** New place or reading along: to the bottom. Otherwise a hint, and the reader stays where they are. */
    #scroll(place, follow, last) {
        const latest = last ? last.ts : '';
        if (this.#followed !== place || follow || (last?.is_mine && latest !== this.#latest)) this.toBottom();
        else if (latest > this.#latest) this.below.hidden = false;
        this.#followed = place;
        this.#latest = latest;
    }

    /** Shows where a permalink pointed. */
    #mark(channel) {
        if (!page.marked || page.marked.channel !== channel.id) return;
        const node = this.items.querySelector(`[data-ts="${CSS.escape(page.marked.ts)}"]`);
        if (!node) return;
        page.marked = null;
        node.classList.add('marked');
        node.scrollIntoView({ block: 'center' });
    }

    #divider(message) {
        const label = dayLabel(epochOf(message));
        return this.#kept.take(`day-${dayOf(epochOf(message))}`, label, () =>
            h('div', { class: 'day', role: 'separator' }, h('span', {}, label)),
        );
    }

    #replyLine(count) {
        return this.#kept.take('replies', String(count), () =>
            h('div', { class: 'day replies' }, h('span', {}, count === 1 ? '1 reply' : `${count} replies`)),
        );
    }

    #item(channel, message, continued) {
        const key = messageKey(channel.id, message);
        const editing =
            page.editing?.channel === channel.id && page.editing.ts === message.ts && !message.ephemeral;
        // Half an edited text must survive whatever happens to the message meanwhile.
        const print = editing ? 'editing' : JSON.stringify([message, continued]);
        return this.#kept.take(`${key}${editing}`, print, () =>
            this.#draw(channel, message, continued, editing),
        );
    }

    #draw(channel, message, continued, editing) {
        const author = authorOf(message);
        const epoch = epochOf(message);
        const time = h('time', { datetime: isoDate(epoch), title: fullDate(epoch) }, clock(epoch));
        const body = h(
            'div',
            { class: 'body' },
            message.ephemeral && h('div', { class: 'only-you' }, '👁 Only visible to you'),
            message.subtype === 'thread_broadcast' &&
                !this.inThread &&
                h('div', { class: 'only-you' }, '↩ replied to a thread'),
            !continued &&
                h(
                    'div',
                    { class: 'byline' },
                    h('strong', { class: 'author' }, author.name),
                    author.isBot && h('span', { class: 'app-badge' }, 'APP'),
                    time,
                ),
            editing ? editBox(channel, message) : this.#content(channel, message),
            message.files?.length > 0 && h('div', { class: 'files' }, message.files.map(fileCard)),
            message.ephemeral ? dismissal(channel, message) : reactions(channel, message),
            !this.inThread && message.reply_count > 0 && threadLine(channel, message),
        );
        return h(
            'article',
            {
                role: 'article',
                class: classes(message, continued),
                'data-ts': message.ts,
                'data-channel': channel.id,
                'aria-label': `${author.name}, ${clock(epoch)}`,
            },
            h('div', { class: 'gutter' }, continued ? time : avatar(author)),
            body,
            !message.ephemeral &&
                !editing &&
                !message.subtype?.startsWith('channel_') &&
                toolbar(channel, message, this.inThread),
        );
    }

    #content(channel, message) {
        const edited = message.edited && h('span', { class: 'edited' }, ' (edited)');
        // People's own messages carry a flat rich_text copy of the text; the text itself has the styles they
        // typed.
        const plain =
            !message.blocks?.length ||
            (!message.bot_id && message.blocks.every((block) => block.type === 'rich_text'));
        if (plain) return h('div', { class: 'text' }, mrkdwn(message.text), edited);
        return [this.#surface(channel, message).render(message.blocks), edited];
    }

    /** The surface of the message. When its app has changed it, its menus show nothing chosen, as in Slack. */
    #surface(channel, message) {
        const key = messageKey(channel.id, message);
        const content = JSON.stringify([message.blocks, message.text, message.edited]);
        const surface = this.#surfaceAt(key, channel, message);
        if (surface.content !== undefined && surface.content !== content) surface.forgetChoices();
        surface.content = content;
        return surface;
    }

    #surfaceAt(key, channel, message) {
        if (!this.#surfaces.has(key)) {
            const where = { channel: channel.id, ts: message.ts, ephemeral: message.ephemeral };
            this.#surfaces.set(
                key,
                new Surface({
                    click: (block_id, action_id, value, state) =>
                        act('click', { ...where, block_id, action_id, value, state }),
                    suggest: (block_id, action_id, typed) =>
                        act('suggest', { ...where, block_id, action_id, typed }),
                }),
            );
        }
        return this.#surfaces.get(key);
    }
}

function classes(message, continued) {
    const quiet = message.subtype?.startsWith('channel_');
    return ['message', continued && 'continued', message.ephemeral && 'ephemeral', quiet && 'quiet']
        .filter(Boolean)
        .join(' ');
}

function continues(previous, message) {
    return (
        previous.user === message.user &&
        previous.username === message.username &&
        !message.ephemeral === !previous.ephemeral &&
        previous.subtype === message.subtype &&
        !hasCard(message) &&
        epochOf(message) - epochOf(previous) < kTogetherSeconds &&
        !message.ephemeral
    );
}

/** A bot's message of blocks stands for itself, under its own name. */
const hasCard = (message) => message.bot_id && message.blocks?.length > 1;

function dismissal(channel, message) {
    return h(
        'button',
        {
            class: 'plain',
            onclick: () => act('dismiss', { channel: channel.id, ephemeral: message.ephemeral }),
        },
        'Dismiss',
    );
}

function threadLine(channel, message) {
    const label = message.reply_count === 1 ? '1 reply' : `${message.reply_count} replies`;
    const last = message.latest_reply
        ? `Last reply ${moment(Math.floor(Number(message.latest_reply)))}`
        : 'View thread';
    return h(
        'button',
        {
            class: 'thread-line',
            'aria-label': label,
            onclick: () => openThread(channel.id, message.thread_ts ?? message.ts),
        },
        h('strong', {}, label),
        h('span', {}, last),
    );
}
