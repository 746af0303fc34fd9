// What a workspace remembers: people, channels and messages. It knows nothing of HTTP, sockets or faults.
export const team = 'T0FAULTS';
export const app = 'A0FAULTS';
export const bot = { user: 'U0BOTBOT', id: 'B0BOTBOT' };

export const employees = ['U0ANNA', 'W0BORIS', 'U0CARLA', 'U0DIRK'];
export const agents = ['U0AGNES', 'U0AXEL'];
export const strange = { gone: 'U0GONE', foreign: 'U0FOREIGN' };

const name = id => id.slice(2).toLowerCase();

/** Three desks; the requests of the last become tickets by themselves. */
export const desks = [
    { key: 'it', agent: 'C0AGIT', request: ['C0HELPIT', 'C0LAPTOPS'], isAutomatic: false },
    { key: 'house', agent: 'C0AGHOUSE', request: ['C0HELPHOUSE'], isAutomatic: false },
    { key: 'people', agent: 'G0AGPEOPLE', request: ['C0HELPPEOPLE', 'C0TRAVEL'], isAutomatic: true },
];

const byTs = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

export class Workspace {
    /** `skewMs`: how far Slack's clock is ahead of the machine's. `onEvent(event)` hears what happens. */
    constructor({ skewMs = 0, onEvent = () => {} } = {}) {
        this.skewMs = skewMs;
        this.onEvent = onEvent;
        this.channels = new Map();
        this.lastTs = 0;
        this.count = 0;
        const everybody = [...employees, ...agents, ...Object.values(strange), bot.user];
        for (const desk of desks) {
            this.addChannel(desk.agent, { isPrivate: true, members: [...agents, bot.user] });
            for (const id of desk.request) this.addChannel(id, { members: everybody });
        }
    }

    addChannel(id, { isPrivate = false, members = [], user } = {}) {
        const channel = { id, isPrivate, members: new Set(members), user, messages: [] };
        this.channels.set(id, channel);
        return channel;
    }

    now() {
        return Date.now() + this.skewMs;
    }

    unique() {
        return (++this.count).toString(36).toUpperCase().padStart(8, '0');
    }

    /** Unique per channel only: `ts` may be one that another channel has. */
    nextTs() {
        this.lastTs = Math.max(this.lastTs + 1, Math.floor(this.now() * 1000));
        return `${Math.floor(this.lastTs / 1e6)}.${String(this.lastTs % 1e6).padStart(6, '0')}`;
    }

    /** The conversation of a person with the bot. */
    direct(user) {
        const id = `D${user.slice(1)}`;
        return this.channels.get(id) ?? this.addChannel(id, { isPrivate: true, members: [user, bot.user], user });
    }

    kind(channel) {
        if (channel.user) return 'im';
        return channel.isPrivate ? 'group' : 'channel';
    }

    find(channelId, ts) {
        return this.channels.get(channelId)?.messages.find(one => one.ts === ts);
    }

    replies(channelId, rootTs) {
        return (this.channels.get(channelId)?.messages ?? [])
            .filter(one => one.thread_ts === rootTs && one.ts !== rootTs)
            .sort(byTs);
    }

    /** `ts` forces one that is used elsewhere. Slack posts to the channel when the thread is gone. */
    post(channelId, { user, text = '', thread_ts, ts, bot_id, blocks, metadata, files }) {
        const channel = this.channels.get(channelId);
        const root = thread_ts && this.find(channelId, thread_ts);
        const message = { type: 'message', user, text, ts: ts && !this.find(channelId, ts) ? ts : this.nextTs() };
        if (bot_id) Object.assign(message, { bot_id, app_id: app });
        else message.client_msg_id = this.unique();
        if (root && root.subtype !== 'tombstone') {
            message.thread_ts = thread_ts;
            message.parent_user_id = root.user;
            root.thread_ts = root.ts;
            root.reply_count = (root.reply_count ?? 0) + 1;
        }
        Object.assign(message, blocks && { blocks }, metadata && { metadata }, files && { files });
        message.team = team;
        channel.messages.push(message);
        this.tell({ ...message, channel: channelId, channel_type: this.kind(channel), event_ts: message.ts });
        return message;
    }

    tell(event) {
        this.onEvent(structuredClone(event));
    }

    about(channelId, subtype, fields) {
        const ts = this.nextTs();
        const channel_type = this.kind(this.channels.get(channelId));
        this.tell({
            type: 'message',
            subtype,
            channel: channelId,
            channel_type,
            hidden: true,
            ts,
            event_ts: ts,
            ...fields,
        });
    }

    edit(channelId, ts, changes) {
        const message = this.find(channelId, ts);
        if (!message || message.subtype === 'tombstone') return undefined;
        const previous_message = structuredClone(message);
        Object.assign(message, changes);
        if (!message.bot_id) message.edited = { user: message.user, ts: this.nextTs() };
        this.about(channelId, 'message_changed', { message: structuredClone(message), previous_message });
        return message;
    }

    /** A root with replies stays as a tombstone and is announced as changed. */
    remove(channelId, ts) {
        const channel = this.channels.get(channelId);
        const message = this.find(channelId, ts);
        if (!message || message.subtype === 'tombstone') return false;
        const previous_message = structuredClone(message);
        if (this.replies(channelId, ts).length > 0) {
            for (const key of ['blocks', 'metadata', 'edited', 'reactions', 'client_msg_id', 'files'])
                delete message[key];
            Object.assign(message, {
                subtype: 'tombstone',
                text: 'This message was deleted.',
                user: 'USLACKBOT',
                hidden: true,
            });
            this.about(channelId, 'message_changed', { message: structuredClone(message), previous_message });
            return true;
        }
        channel.messages.splice(channel.messages.indexOf(message), 1);
        const root = message.thread_ts && this.find(channelId, message.thread_ts);
        if (root && --root.reply_count === 0) delete root.thread_ts;
        this.about(channelId, 'message_deleted', { deleted_ts: ts, previous_message });
        return true;
    }

    react(channelId, ts, user, reaction) {
        const message = this.find(channelId, ts);
        if (!message) return;
        const all = (message.reactions ??= []);
        const known = all.find(one => one.name === reaction);
        if (known) ++known.count && known.users.push(user);
        else all.push({ name: reaction, users: [user], count: 1 });
        const item = { type: 'message', channel: channelId, ts };
        this.tell({ type: 'reaction_added', user, reaction, item, item_user: message.user, event_ts: this.nextTs() });
    }

    /** Who somebody is, as users.info says it. */
    person(id) {
        const is_bot = id === bot.user;
        const out = {
            id,
            team_id: team,
            name: name(id),
            real_name: `${name(id)} of Faults`,
            deleted: id === strange.gone,
            is_bot,
        };
        if (id === strange.foreign) return { ...out, team_id: 'T0OTHER', is_stranger: true };
        return {
            ...out,
            tz: 'Europe/Berlin',
            tz_offset: 3600,
            profile: { real_name: out.real_name, display_name: '' },
        };
    }

    /** Every message of the bot, with its channel. */
    *ofBot() {
        for (const channel of this.channels.values())
            for (const message of channel.messages)
                if (message.bot_id === bot.id) yield { channel: channel.id, message };
    }
}
