// The middle and the right of the page: a conversation or the app, and the open thread.
import {composerFor} from './composer.js';
import {h, Kept, sync} from './dom.js';
import {homePanel, tabs} from './home.js';
import {MessageList} from './messages.js';
import {accountMenu, channelMenu, channelSign} from './sidebar.js';
import {act, app, channel, channelTitle, closeThread, openChannel, page, person} from './state.js';

const kept = new Kept();
const list = new MessageList({ thread: false });
const threadList = new MessageList({ thread: true });

const isReply = (one) => one.thread_ts && one.thread_ts !== one.ts && one.subtype !== 'thread_broadcast';

function header(title, subtitle, ...more) {
    return h(
        'header',
        { class: 'place' },
        h('h1', {}, title),
        subtitle && h('span', { class: 'topic' }, subtitle),
        h('span', { class: 'spring' }),
        ...more,
    );
}

function channelHeader(one) {
    return kept.take(
        'header',
        JSON.stringify(
            [page.as, one.id, one.name, one.topic, channelSign(one), one.is_member, person(one.user)]),
        () => drawHeader(one),
    );
}

function moreButton(label, open)
{
    const node = h(
        'button',
        {
            class: 'icon',
            'aria-label': label,
            title: label,
            'aria-haspopup': 'menu',
            onclick: () => open(node),
        },
        '⋯',
    );
    return node;
}

function drawHeader(one)
{
    if (one.is_im) {
        const other = person(one.user);
        return header(
            channelTitle(one),
            other?.is_deleted ? 'Deactivated' : other?.title,
            page.view.me.is_admin && moreButton('Account actions', (node) => accountMenu(node, other)),
        );
    }
    return header(
        [h('span', {class: 'sign', 'aria-hidden': 'true'}, channelSign(one)), one.name],
        one.is_ext_shared ? `${one.topic} · shared with another company` : one.topic,
        one.is_member && moreButton('Channel actions', (node) => channelMenu(node, one)),
    );
}

function beginning(one) {
    const other = one.is_im && person(one.user);
    const text = other
        ? `This is the beginning of your conversation with ${channelTitle(one)}.`
        : `This is the beginning of ${one.is_private ? 'the private channel ' : ''}#${one.name}.`;
    return h('p', { class: 'beginning' }, text);
}

function foot(one) {
    if (one.is_archived)
        return kept.take(
            'archived',
            one.id,
            () => h('div', {class: 'join'}, h('span', {}, `#${one.name} is archived: nobody can write here`)),
        );
    if (one.is_member || one.is_im) return composerFor(one).node;
    return kept.take('join', `${page.as} ${one.id}`, () => joinBox(one));
}

function joinBox(one) {
    return h(
        'div',
        { class: 'join' },
        h('span', {}, `You are looking at #${one.name}`),
        h(
            'button',
            { class: 'kit-button primary solid', onclick: () => act('join', { channel: one.id }) },
            'Join channel',
        ),
    );
}

/** The parts of the middle, top to bottom. */
function parts() {
    const one = openChannel();
    if (page.place.kind === 'app') {
        const top = kept.take('header', JSON.stringify([page.as, page.place, app().name]), () =>
            header(app().name, 'App', tabs()),
        );
        if (page.place.tab === 'home') return [top, homePanel()];
        if (!one) return [top, h('div', { class: 'empty' }, h('p', {}, 'Opening the conversation…'))];
        return [top, list.frame, foot(one)];
    }
    if (!one)
        return [
            header('Nothing here'),
            h('div', { class: 'empty' }, h('p', {}, 'Choose a channel at the left.')),
        ];
    return [channelHeader(one), list.frame, foot(one)];
}

export function drawMain(strip) {
    sync(document.getElementById('main'), [strip, ...parts()]);
    const one = openChannel();
    if (!one) return list.leave();
    list.show(
        one,
        one.messages.filter((message) => !isReply(message)),
        [beginning(one)],
    );
    return undefined;
}

let shownThread = '';

export function drawThread() {
    const panel = document.getElementById('thread');
    const where = page.thread && channel(page.thread.channel);
    const ts = page.thread?.ts;
    const messages = where ? where.messages.filter((one) => one.ts === ts || one.thread_ts === ts) : [];
    panel.hidden = messages.length === 0;
    document.body.classList.toggle('thread-open', !panel.hidden);
    const key = panel.hidden ? '' : `${page.as}/${where.id}/${ts}`;
    if (panel.hidden) {
        sync(panel, []);
        threadList.leave();
    } else {
        const composer = composerFor(where, ts);
        if (key !== shownThread) {
            const close = h(
                'button',
                { class: 'icon', 'aria-label': 'Close thread', onclick: closeThread },
                '✕',
            );
            sync(panel, [
                h(
                    'header',
                    { class: 'place' },
                    h('h1', {}, 'Thread'),
                    h('span', { class: 'topic' }, channelTitle(where)),
                    h('span', { class: 'spring' }),
                    close,
                ),
                threadList.frame,
                where.is_member || where.is_im ? composer.node : null,
            ]);
        }
        threadList.show(where, messages);
        if (key !== shownThread) composer.focus();
    }
    shownThread = key;
}

/** For another person or another clock: everything is drawn anew. */
export function forgetMessages() {
    list.clear();
    threadList.clear();
    shownThread = '';
}

export function focusComposer() {
    const one = openChannel();
    if (one && !page.thread && (one.is_member || one.is_im)) composerFor(one).focus();
}
