// What each Web API method does to the workspace, after Slack's reference. An Error's message is Slack's error code.
import { agents, app, bot, strange, team } from './workspace.mjs';

const kTextMost = 40_000;
const kBlocksMost = 50;
const kSectionMost = 3000;

/** The cursor of a page that held nothing yet. */
export const kStart = 'start';

function fail(code) {
    throw new Error(code);
}

function parsed(text, code) {
    try {
        return text === undefined ? undefined : JSON.parse(text);
    } catch {
        return fail(code);
    }
}

/** Slack refuses a message without words, with blocks that it cannot read, or with too much in them. */
function content(args) {
    const blocks = parsed(args.blocks, 'invalid_blocks_format');
    if (!args.text && !blocks?.length) fail('no_text');
    if ((args.text ?? '').length > kTextMost) fail('msg_too_long');
    if ((blocks?.length ?? 0) > kBlocksMost) fail('invalid_blocks');
    for (const block of blocks ?? []) {
        const text = block.text?.text;
        if (text !== undefined && (text.length === 0 || text.length > kSectionMost)) fail('invalid_blocks');
    }
    return { text: args.text ?? '', blocks };
}

export class Methods {
    /** `late(message)`: histories do not show it yet. `history(page)`: what a fault makes of a page. */
    constructor(world, { socketUrl, late = () => false, history = page => page }) {
        this.world = world;
        this.late = late;
        this.spoilHistory = history;
        this.socketUrl = socketUrl;
        this.views = new Map();
        this.triggers = new Map(); // trigger id -> {user, used, at}
        this.whispers = []; // {user, channel, text, blocks}
        this.homes = new Map();
    }

    channel(id) {
        const channel = this.world.channels.get(id) ?? fail('channel_not_found');
        return channel.members.has(bot.user) ? channel : fail('not_in_channel');
    }

    call(method, args) {
        const doIt = this[method.replaceAll('.', '_')];
        return doIt ? { ok: true, ...doIt.call(this, args) } : fail('unknown_method');
    }

    auth_test() {
        return {
            url: 'https://faults.slack.com/',
            team: 'Faults',
            user: 'desk',
            team_id: team,
            user_id: bot.user,
            bot_id: bot.id,
            is_enterprise_install: false,
        };
    }

    bots_info() {
        return { bot: { id: bot.id, app_id: app, user_id: bot.user, name: 'desk', deleted: false } };
    }

    team_info() {
        return { team: { id: team, name: 'Faults', domain: 'faults' } };
    }

    apps_connections_open() {
        return { url: this.socketUrl() };
    }

    chat_postMessage(args) {
        const target =
            this.world.channels.get(args.channel) ??
            (/^[UW]/.test(args.channel) ? this.opened(args.channel) : undefined);
        const channel = this.channel((target ?? fail('channel_not_found')).id);
        const said = content(args);
        const metadata = parsed(args.metadata, 'invalid_metadata_format');
        const message = this.world.post(channel.id, {
            user: bot.user,
            bot_id: bot.id,
            thread_ts: args.thread_ts,
            metadata,
            ...said,
        });
        return { channel: channel.id, ts: message.ts, message: structuredClone(message) };
    }

    chat_postEphemeral(args) {
        const channel = this.channel(args.channel);
        if (!channel.members.has(args.user) || args.user === strange.gone) fail('user_not_in_channel');
        this.whispers.push({ user: args.user, channel: channel.id, ...content(args) });
        return { message_ts: this.world.nextTs() };
    }

    own(args) {
        const message = this.world.find(this.channel(args.channel).id, args.ts) ?? fail('message_not_found');
        return message.bot_id === bot.id ? message : fail('cant_update_message');
    }

    chat_update(args) {
        this.own(args);
        const { text, blocks } = content(args);
        const message = this.world.edit(args.channel, args.ts, { text, blocks: blocks ?? [] });
        return { channel: args.channel, ts: args.ts, text, message: structuredClone(message) };
    }

    chat_delete(args) {
        this.own(args);
        this.world.remove(args.channel, args.ts);
        return { channel: args.channel, ts: args.ts };
    }

    chat_getPermalink({ channel, message_ts }) {
        if (!this.world.find(channel, message_ts)) fail('message_not_found');
        return { channel, permalink: `https://faults.slack.com/archives/${channel}/p${message_ts.replace('.', '')}` };
    }

    conversations_info(args) {
        const channel = this.channel(args.channel);
        const { isPrivate: is_private, user } = channel;
        return {
            channel: {
                id: channel.id,
                name: channel.id.toLowerCase(),
                is_private,
                is_im: !!user,
                is_archived: false,
                is_member: true,
                ...(user && { user }),
            },
        };
    }

    conversations_members(args) {
        const members = [...this.channel(args.channel).members];
        const from = Number(args.cursor || 0);
        const to = from + Math.min(3, Number(args.limit ?? 100)); // a page may hold fewer than asked for
        return {
            members: members.slice(from, to),
            response_metadata: { next_cursor: to < members.length ? String(to) : '' },
        };
    }

    opened(user) {
        if (user === strange.gone) fail('user_disabled');
        return this.world.direct(user);
    }

    conversations_open({ users, channel }) {
        return {
            channel: { id: users ? this.opened(users).id : this.channel(channel).id },
            no_op: true,
            already_open: true,
        };
    }

    conversations_join(args) {
        return { channel: { id: this.channel(args.channel).id }, warning: 'already_in_channel' };
    }

    /** One page of a list in the order given; the cursor is the ts of the last one. */
    page(all, args, first = []) {
        const limit = Math.min(Number(args.limit ?? 100), 999);
        let rest = all;
        if (args.cursor) {
            const ts = Buffer.from(args.cursor, 'base64').toString();
            const at = all.findIndex(one => one.ts === ts);
            rest = at < 0 && ts !== kStart ? fail('invalid_cursor') : all.slice(at + 1);
        }
        const shown = this.spoilHistory({
            messages: rest.slice(0, Math.max(limit - first.length, 1)),
            total: rest.length,
            all,
            args,
        });
        const more = shown.messages.length < rest.length && !shown.isEnd;
        const last = shown.messages.at(-1)?.ts ?? shown.cursorTs;
        const hide = args.include_all_metadata !== 'true' || shown.hidesMetadata;
        const messages = [...first, ...shown.messages].map(({ metadata, ...message }) =>
            structuredClone(hide || !metadata ? message : { ...message, metadata }),
        );
        return {
            messages,
            has_more: more,
            response_metadata: { next_cursor: more && last ? Buffer.from(last).toString('base64') : '' },
        };
    }

    between(messages, { oldest, latest, inclusive }) {
        const isIn = inclusive === 'true' ? (a, b) => a <= b : (a, b) => a < b;
        return messages.filter(
            one => !this.late(one) && (!oldest || isIn(oldest, one.ts)) && (!latest || isIn(one.ts, latest)),
        );
    }

    conversations_history(args) {
        const roots = this.channel(args.channel).messages.filter(one => !one.thread_ts || one.thread_ts === one.ts);
        roots.sort((a, b) => (a.ts > b.ts ? -1 : 1));
        return this.page(this.between(roots, args), args);
    }

    conversations_replies(args) {
        const asked = this.world.find(this.channel(args.channel).id, args.ts) ?? fail('thread_not_found');
        const root = this.world.find(args.channel, asked.thread_ts ?? asked.ts) ?? fail('thread_not_found');
        return this.page(this.between(this.world.replies(args.channel, root.ts), args), args, [root]);
    }

    users_info({ user }) {
        return {
            user: this.world.channels.size && /^[UW]/.test(user) ? this.world.person(user) : fail('user_not_found'),
        };
    }

    users_conversations(args) {
        const all = [...this.world.channels.values()].filter(one => one.members.has(bot.user));
        const types = (args.types ?? 'public_channel').split(',');
        const kinds = { im: 'im', group: 'private_channel', channel: 'public_channel' };
        const shown = all.filter(one => types.includes(kinds[this.world.kind(one)]));
        return {
            channels: shown.map(one => ({ id: one.id, is_im: !!one.user, ...(one.user && { user: one.user }) })),
            response_metadata: { next_cursor: '' },
        };
    }

    usergroups_users_list() {
        return { users: agents };
    }

    /** A trigger works once and for three seconds. */
    use(id) {
        const trigger = this.triggers.get(id) ?? fail('invalid_trigger_id');
        if (trigger.used) fail('exchanged_trigger_id');
        if (Date.now() - trigger.at > 3000) fail('expired_trigger_id');
        trigger.used = true;
        return trigger.user;
    }

    /** Shows a view to a person; `trigger` is what it was opened by. */
    show(user, trigger, args, fixed = {}) {
        const view = {
            ...parsed(args.view, 'invalid_arguments'),
            team_id: team,
            app_id: app,
            bot_id: bot.id,
            hash: `${this.world.unique()}.h`,
            ...fixed,
        };
        view.id ??= `V${this.world.unique()}`;
        view.root_view_id ??= view.id;
        this.views.set(view.id, { user, trigger, view });
        return { view: structuredClone(view) };
    }

    views_open(args) {
        return this.show(this.use(args.trigger_id), args.trigger_id, args);
    }

    views_push(args) {
        return this.views_open(args);
    }

    views_update(args) {
        const known = this.views.get(args.view_id) ?? fail('not_found');
        if (args.hash && args.hash !== known.view.hash) fail('hash_conflict');
        return this.show(known.user, known.trigger, args, {
            id: args.view_id,
            root_view_id: known.view.root_view_id,
        });
    }

    views_publish(args) {
        this.homes.set(args.user_id, parsed(args.view, 'invalid_arguments'));
        return { view: { id: `V${args.user_id}`, hash: 'h' } };
    }

    reactions_add({ channel, timestamp, name }) {
        const message = this.world.find(this.channel(channel).id, timestamp) ?? fail('message_not_found');
        if (message.reactions?.some(one => one.name === name && one.users.includes(bot.user)))
            fail('already_reacted');
        this.world.react(channel, timestamp, bot.user, name);
    }

    pins_add({ channel, timestamp }) {
        if (!this.world.find(this.channel(channel).id, timestamp)) fail('message_not_found');
    }

    pins_remove() {}
}
