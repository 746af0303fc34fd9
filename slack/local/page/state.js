// What the page shows and who looks at it. One person at a time; the truth is in the workspace.
import { fetchView, sendAct } from './api.js';
import { toast } from './toast.js';

export const page = {
    as: '',
    view: null,
    place: null, // {kind: 'channel', id} or {kind: 'app', tab: 'home' | 'messages'}
    thread: null, // {channel, ts}
    editing: null, // {channel, ts}: the own message being changed
    marked: null, // {channel, ts}: the message a link pointed at
    draw: () => {}, // set by app.js
};

export const person = (id) => page.view?.people.find((one) => one.id === id);
export const channel = (id) => page.view?.channels.find((one) => one.id === id);
export const app = () => page.view.workspace.app;
export const humans = () => page.view.people.filter((one) => !one.is_bot);
export const nameOf = (id) => person(id)?.real_name || person(id)?.name || id;
/** The direct-message conversation with `user`, once it exists. */
export const conversationWith = (user) => page.view.channels.find((one) => one.is_im && one.user === user);

/** "#help-it" or, for a direct message, the other person's name. */
export function channelTitle(one) {
    return one.is_im ? nameOf(one.user) : `#${one.name}`;
}

/** The conversation on screen, also when it is the app's Messages tab. */
export function openChannel() {
    if (page.place?.kind === 'channel') return channel(page.place.id);
    return page.place?.tab === 'messages' ? conversationWith(app().user_id) : undefined;
}

export const messageKey = (channelId, message) => `${channelId}/${message.ts}/${message.ephemeral ?? ''}`;

let running = null;
let again = false;

/** Reads the view and draws it. Calls that come in meanwhile share one more round. */
export function refresh() {
    if (running) {
        again = true;
        return running;
    }
    running = read().finally(() => {
        running = null;
        if (!again) return;
        again = false;
        refresh();
    });
    return running;
}

async function read() {
    const as = page.as;
    try {
        const view = await fetchView(as);
        if (as !== page.as) return;
        page.view = view;
        page.as = view.me.id;
        page.draw();
        markRead();
    } catch (problem) {
        if (as !== page.as) return;
        if (as !== '' && problem.unknownPerson) {
            page.as = '';
            again = true;
            return;
        }
        if (page.view) return; // the pill says "Reconnecting…"
        toast(`The workspace cannot be read: ${problem.message}`);
    }
}

/** What is on screen counts as read. */
export function markRead() {
    const one = openChannel();
    if (!one?.unread || !one.is_member || document.visibilityState !== 'visible') return;
    if (page.place.kind === 'app' && page.place.tab !== 'messages') return;
    one.unread = 0;
    sendAct(page.as, 'read', { channel: one.id });
}

/** Waits until the page shows a state read after this call. */
export async function settled() {
    if (running) await running;
    await refresh();
}

// Slack's error names, in words that say what to do.
const kInWords = {
    unreachable: 'The workspace does not answer. Is it still running?',
    dispatch_failed: 'The app is not connected, so nobody can answer this.',
    operation_timeout: 'The app did not answer in time. Try again.',
    not_in_channel: 'You are not in this channel. Join it first.',
    cant_update_message: 'Only the author can change a message.',
    cant_delete_message: 'Only the author can delete a message.',
    message_not_found: 'That message is gone.',
    name_taken: 'A channel with this name exists already.',
    invalid_name: 'A channel name has lower-case letters, digits, - and _ only.',
    no_text: 'There is nothing to send.',
    channel_not_found: 'That channel is not here, or you are not in it.',
    already_in_channel: 'Already a member of this channel.',
    is_archived: 'This channel is archived.',
    account_inactive: 'This account is deactivated.',
    restricted_action: 'That is for members of this workspace only.',
};

/** Does something as the person of this page; a refusal is shown in words. */
export async function act(kind, fields = {}) {
    const as = page.as;
    const answer = await sendAct(as, kind, fields);
    if (!answer.ok && !answer.fields) {
        const code = String(answer.error ?? 'unknown error');
        toast(kInWords[code] ?? answer.shown ?? `That did not work (${code.replaceAll('_', ' ')}).`);
    } else if (answer.ok && answer.shown) {
        toast(answer.shown);
    }
    if (as === page.as) await settled();
    return answer;
}

/** Shows a conversation or a tab of the app; the address keeps it, so that Back and a second tab work. */
export function go(place, thread = null) {
    page.place = place;
    page.thread = thread;
    page.editing = null;
    const spot = place.kind === 'app' ? `app-${place.tab}` : place.id;
    const hash = thread ? `${spot}/${thread.ts}` : spot;
    const address = `/?as=${page.as}#${hash}`;
    if (address !== location.pathname + location.search + location.hash) history.pushState(null, '', address);
    document.body.classList.remove('menu-open');
    markRead();
    page.draw();
    // The app learns that its tab was opened: this is how a Home gets drawn.
    if (place.kind === 'app') act(place.tab === 'home' ? 'open_home' : 'open_messages');
}

export function openThread(channelId, ts) {
    go(page.place, { channel: channelId, ts });
}

export function closeThread() {
    go(page.place.kind === 'app' ? { ...page.place } : page.place);
}

/** The direct-message conversation with `user`, made when it does not exist yet. */
export async function openDirect(user) {
    if (user === app().user_id) return go({ kind: 'app', tab: 'messages' });
    if (!conversationWith(user)) await act('open_dm', { user });
    const found = conversationWith(user);
    if (found) go({ kind: 'channel', id: found.id });
}
