// The dark column at the left: the app, the channels and the people.
import { Kept, h, sync } from './dom.js';
import { avatar } from './faces.js';
import { confirmed, menu } from './popup.js';
import { act, app, conversationWith, go, humans, openChannel, openDirect, page } from './state.js';
import { askChannel } from './ask.js';

const kept = new Kept();

/**
 * `key` is what the row stands for: it stays the same node, with its focus, while nothing about it changes.
 */
function row(key, { label, sign, current, dim, unread, run }) {
    const count = unread > 0 && !current ? unread : 0;
    const print = JSON.stringify([page.as, label, current, dim, count]);
    return kept.take(key, print, () =>
        h(
            'button',
            {
                class: `row${dim ? ' dim' : ''}${count ? ' unread' : ''}`,
                'aria-current': current ? 'page' : undefined,
                onclick: run,
            },
            h('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
            h('span', { class: 'row-name' }, label),
            count > 0 && h('span', { class: 'badge', 'aria-label': `${count} unread` }, count),
        ),
    );
}

function channelRow(one) {
    return row(one.id, {
        label: one.name,
        sign: channelSign(one),
        current: openChannel()?.id === one.id,
        dim: !one.is_member || one.is_archived,
        unread: one.unread,
        run: () => go({kind: 'channel', id: one.id}),
    });
}

function personRow(one) {
    const talk = conversationWith(one.id);
    return row(one.id, {
        label: one.real_name || one.name,
        dim: one.is_deleted,
        sign: avatar({...one, name: one.real_name || one.name, isBot: one.is_bot}, 'face'),
        current: Boolean(talk) && openChannel()?.id === talk.id,
        unread: talk?.unread ?? 0,
        run: () => openDirect(one.id),
    });
}

function appRow() {
    const talk = conversationWith(app().user_id);
    const tab = page.place?.kind === 'app' ? page.place.tab : '';
    const unread = tab === 'messages' ? 0 : (talk?.unread ?? 0);
    return row('app', {
        label: app().name,
        sign: h('span', { class: 'face bot' }, '🛎️'),
        current: tab !== '' && unread === 0,
        unread,
        run: () => go({ kind: 'app', tab: unread > 0 ? 'messages' : 'home' }),
    });
}

function group(title, rows, more) {
    const frame = kept.take(`group ${title}`, '', () =>
        h('section', { 'aria-label': title }, h('h2', {}, title, more), h('div')),
    );
    sync(frame.lastChild, rows);
    return frame;
}

const addButton = h(
    'button',
    { class: 'icon', 'aria-label': 'Create a channel', title: 'Create a channel', onclick: askChannel },
    '+',
);

export function drawSidebar() {
    const rooms = page.view.channels.filter((one) => !one.is_im);
    const others = rooms.filter((one) => !one.is_member);
    const bots = page.view.people.filter(
        (one) => one.is_bot && one.id !== app().user_id && conversationWith(one.id),
    );
    sync(document.getElementById('sidebar'), [
        group('Apps', [appRow()]),
        group('Channels', rooms.filter((one) => one.is_member).map(channelRow), addButton),
        others.length > 0 && group('Channels to join', others.map(channelRow)),
        group(
            'Direct messages',
            [...humans().filter((one) => one.id !== page.view.me.id), ...bots].map(personRow),
        ),
    ]);
    kept.sweep();
}

/** What stands before a channel's name. */
export function channelSign(one)
{
    if (one.is_archived)
        return '🗄';
    return one.is_private ? '🔒' : '#';
}

/** What an administrator can do with somebody's account. */
export function accountMenu(anchor, who)
{
    const item = who.is_deleted ?
        {label: 'Reactivate account', run: () => act('reactivate', {user: who.id})} :
        {label: 'Deactivate account', danger: true, run: () => act('deactivate', {user: who.id})};
    menu(anchor, [item], {align: 'right', label: 'Account'});
}

/** What can be done with the channel as a whole. */
export function channelMenu(anchor, one) {
    if (one.is_archived) {
        const open = {label: 'Unarchive channel', run: () => act('unarchive', {channel: one.id})};
        return menu(anchor, [open], {align: 'right', label: 'Channel'});
    }
    const invite = page.view.people.filter((who) => who.id !== page.view.me.id && !who.is_deleted)
                       .map((who) => ({
                                label: who.real_name || who.name,
                                hint: who.is_bot ? 'App' : who.title,
                                run: () => act('invite', {channel: one.id, user: who.id}),
                            }));
    const leave = async () => {
        const sure = await confirmed({
            title: { text: `Leave #${one.name}?` },
            text: { type: 'plain_text', text: 'You can join a public channel again at any time.' },
            confirm: { text: 'Leave' },
        });
        if (sure) act('leave', { channel: one.id });
    };
    const outsider = () => act('invite_outsider', {channel: one.id, name: 'Eva Lund'});
    return menu(
        anchor,
        [
            {
                label: 'Invite someone…',
                run: () => menu(anchor, [{title: `Who joins #${one.name}?`}, ...invite], {
                    align: 'right',
                    label: 'Invite',
                }),
            },
            {label: 'Invite someone from another company', run: outsider},
            {label: 'Archive channel', danger: true, run: () => act('archive', {channel: one.id})},
            {label: 'Leave channel', danger: true, run: leave},
        ],
        {align: 'right', label: 'Channel'},
    );
}
