// What goes wrong with connections and with what they carry.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fragments, frame } from './connection.mjs';
import { strange, team } from './workspace.mjs';

const status = (code, text) => socket => socket.end(`HTTP/1.1 ${code} ${text}\r\ncontent-length: 0\r\n\r\n`);
const row = (at, name, weight, known, what) => ({ at, name, weight, known, ...what });
const stray = payload => ({
    type: 'events_api',
    envelope_id: randomUUID(),
    accepts_response_payload: false,
    payload,
});

const open = [
    row('open', 'the address of an earlier answer again', 1, false, {
        url: (mode, port) => mode.address(port, mode.lastTicket ?? 'none'),
    }),
    row('open', 'an address where nobody listens', 1, false, { url: () => 'ws://127.0.0.1:9/link/?ticket=refused' }),
    row('open', 'an address that is none', 1, false, { url: () => 'wss//?' }),
];

const upgrade = [
    row('upgrade', 'upgrade answered 408', 1, true, { refuse: status(408, 'Request Timeout') }),
    row('upgrade', 'upgrade answered 503', 1, true, { refuse: status(503, 'Service Unavailable') }),
    row('upgrade', 'upgrade answered 200', 1, true, { refuse: status(200, 'OK') }),
    row('upgrade', 'upgrade cut in the middle of its answer', 1, false, {
        refuse: socket => socket.write('HTTP/1.1 101 Switching Pro', () => socket.destroy()),
    }),
    row('upgrade', 'upgrade with a wrong accept key', 1, false, {
        refuse: socket =>
            socket.end(
                'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: bm90aGluZyBhdCBhbGwgcmVhbA==\r\n\r\n',
            ),
    }),
];

const hello = [
    row('hello', 'hello comes late', 2, false, { greet: async () => void (await pause(2500)) }),
    row('hello', 'hello comes twice', 2, false, { greet: (mode, one) => mode.hello(one) }),
    row('hello', 'hello with nothing in it', 1, false, {
        greet: (_, one) => {
            one.text({ type: 'hello', num_connections: null, connection_info: null });
            return (one.isReady = true);
        },
    }),
    row('hello', 'hello that counts ghosts', 1, true, {
        greet: (mode, one) => (mode.hello(one, { num_connections: 9 }), true),
    }),
    row('hello', 'a ping of 125 bytes before hello', 1, true, { greet: (_, one) => void one.ping('p'.repeat(125)) }),
    row('hello', 'disconnect instead of hello', 1, true, {
        greet: (mode, one) => (mode.dismiss(one, 'refresh_requested', 100), true),
    }),
    row('hello', 'an envelope before hello', 1, false, {
        greet: (_, one) =>
            void one.text(
                stray({
                    type: 'event_callback',
                    event_id: `Ev${randomUUID()}`,
                    event: { type: 'team_join', user: { id: 'U0NEW' } },
                }),
            ),
    }),
];

const framing = [
    row('frame', 'an envelope in many small segments', 3, true, {
        send: (_, one, text) => one.raw(frame(1, text), { size: 7 }),
    }),
    row('frame', 'an envelope in fragments with pings between', 3, true, {
        send: (_, one, text) => one.raw(fragments(text, 5)),
    }),
    row('frame', 'fragments with pings, in small segments', 2, false, {
        send: (_, one, text) => one.raw(fragments(text, 9), { size: 13 }),
    }),
    row('frame', 'an envelope of 300 kB', 1, true, {
        send: (_, one, text) => one.text(text.replace(/\}$/, `,"padding":"${'x'.repeat(300_000)}"}`)),
    }),
    row('frame', 'two envelopes in one segment, the first one junk', 2, false, {
        send: (_, one, text) => one.raw(Buffer.concat([frame(1, '{"type":"events_api"'), frame(1, text)])),
    }),
    row('frame', 'the connection is cut right behind an envelope', 1.5, false, {
        send: async (_, one, text) => {
            await one.text(text);
            one.cut();
        },
    }),
    row('frame', 'half an envelope, then a reset', 1, false, {
        send: async (_, one, text) => {
            const bytes = frame(1, text);
            await one.raw(bytes.subarray(0, bytes.length / 2));
            one.cut(true);
        },
    }),
    row('frame', 'a close frame right behind an envelope', 1, false, {
        send: async (mode, one, text) => {
            await one.text(text);
            await one.close(1011, 'unexpected condition');
            setTimeout(() => one.cut(), 500);
        },
    }),
];

/** Unheard: the client's ack is never read. */
const interaction = [
    row('interaction', 'the ack of an interaction is lost', 1, false, { delivery: () => ({ isUnheard: true }) }),
    row('interaction', 'an interaction comes twice, the same envelope', 2, true, {
        again: (mode, envelope) => mode.once(envelope, { how: {} }),
    }),
    row('interaction', 'an interaction comes twice, another envelope', 2, true, {
        again: (mode, envelope) => mode.once({ ...envelope, envelope_id: randomUUID() }, { how: {} }),
    }),
];

const isMessage = event => event.type === 'message' && !event.bot_id;
const isReply = event => isMessage(event) && event.thread_ts && event.thread_ts !== event.ts;

const events = [
    row('event', 'the ack of an event is lost', 2, true, {
        story: (mode, payload, note) => mode.deliver(payload, note, { unheard: 1 }),
    }),
    row('event', 'the acks of an event are lost twice', 1, true, {
        story: (mode, payload, note) => mode.deliver(payload, note, { unheard: 2 }),
    }),
    row('event', 'the first delivery seen is a retry', 2, true, {
        story: (mode, payload, note) => mode.deliver(payload, note, { first: 2 }),
    }),
    row('event', 'the same envelope again as attempt 0', 1, true, {
        story: (mode, payload, note) => mode.deliver(payload, note, { unheard: 1, sameEnvelope: true }),
    }),
    row('event', 'an event that is never delivered', 2, true, { story: (_, __, note) => (note.givenUp = true) }),
    row('event', 'one event in two envelopes at the same time', 3, false, {
        story: (mode, payload, note) => Promise.all([mode.deliver(payload, note), mode.deliver(payload, note)]),
    }),
    row('event', 'an event comes seconds late, after later ones', 3, true, {
        story: async (mode, payload, note) => {
            await pause(1000 + Math.random() * 4000);
            await mode.deliver(payload, note);
        },
    }),
    row('event', 'the same event under another event id', 1, false, {
        suits: isMessage,
        story: async (mode, payload, note) => {
            await mode.deliver(payload, note);
            await mode.deliver({ ...payload, event_id: `Ev${randomUUID().slice(0, 10)}` }, note);
        },
    }),
    row('event', 'nulls and fields that nobody knows', 3, false, {
        story: (mode, payload, note) => {
            const empty = {
                subtype: null,
                thread_ts: null,
                files: null,
                blocks: null,
                edited: null,
                metadata: null,
                bot_id: null,
                reactions: null,
            };
            const event = {
                ...empty,
                assistant_thread: { action_token: '1' },
                ...payload.event,
                no_such_field: { a: [null, { b: null }] },
            };
            return mode.deliver({ ...payload, event, context_enterprise_id: null, authorizations: null }, note);
        },
    }),
    row('event', 'a mention of the same message with an id of its own', 1, false, {
        suits: event => isMessage(event) && !event.subtype && event.channel_type !== 'im',
        story: (mode, payload, note) => {
            const twin = {
                ...payload,
                event: { ...payload.event, type: 'app_mention', channel_type: undefined },
                event_id: `Ev${randomUUID().slice(0, 10)}`,
            };
            return Promise.all([mode.deliver(twin, { sent: 0 }), mode.deliver(payload, note)]);
        },
    }),
    row('event', 'an unfurl changes a message without an edit', 2, false, {
        suits: event => isMessage(event) && !event.subtype && !isReply(event),
        story: async (mode, payload, note) => {
            const message = payload.event;
            const changed = { ...message, attachments: [{ title: 'unfurled', from_url: 'https://example.com' }] };
            const about = {
                type: 'message',
                subtype: 'message_changed',
                channel: message.channel,
                channel_type: message.channel_type,
                hidden: true,
                ts: message.ts,
                event_ts: message.ts,
                message: changed,
                previous_message: message,
            };
            await Promise.all([
                mode.deliver({ ...payload, event: about, event_id: `Ev${randomUUID().slice(0, 10)}` }, { sent: 0 }),
                mode.deliver(payload, note),
            ]);
        },
    }),
];

/** Now and then, to one connection that works well. */
const live = [
    ...['warning', 'refresh_requested'].map(reason =>
        row('live', `disconnect: ${reason}`, 3, true, { strike: (mode, one) => mode.dismiss(one, reason) }),
    ),
    row('live', 'disconnect with a reason that nobody knows', 2, false, {
        strike: (mode, one) => mode.dismiss(one, 'rebalancing_v2'),
    }),
    row('live', 'disconnect without a reason', 1, false, { strike: (mode, one) => mode.dismiss(one, undefined) }),
    row('live', 'disconnect, and TCP is gone at once', 1, true, {
        strike: async (_, one) => {
            await one.text({ type: 'disconnect', reason: 'warning' });
            await pause(10);
            one.cut();
        },
    }),
    row('live', 'reset without a word', 2, true, { strike: (_, one) => one.cut(true) }),
    row('live', 'all connections are cut at once', 1, false, {
        strike: mode => mode.ready().forEach(one => one.cut()),
    }),
    row('live', 'a close code of its own', 1, false, {
        strike: async (_, one) => {
            await one.close(4321, 'go away');
            setTimeout(() => one.cut(), 300);
        },
    }),
    row('live', 'a text that is no JSON', 2, true, { strike: (_, one) => one.text('Unexpected maintenance') }),
    row('live', 'binary', 1, true, { strike: (_, one) => one.binary(Buffer.from([0, 1, 2, 255])) }),
    row('live', 'JSON that is no envelope', 2, true, {
        strike: (_, one) => ['[]', '42', 'null', '{"type":5}', ''].forEach(text => one.text(text)),
    }),
    row('live', 'an envelope of a kind to come', 2, false, {
        strike: (_, one) => one.text({ ...stray({ a: 1 }), type: 'workflow_step' }),
    }),
    row('live', 'app_rate_limited without an event', 1, true, {
        strike: (_, one) => one.text(stray({ type: 'app_rate_limited', team_id: team, minute_rate_limited: 1 })),
    }),
    row('live', 'events about people that nobody asked for', 2, false, {
        strike: (_, one) => {
            for (const event of [
                { type: 'user_change', user: { id: strange.gone, deleted: true, profile: null } },
                { type: 'user_huddle_changed', user: { id: 'U0ANNA' } },
                { type: 'channel_rename', channel: { id: 'C0HELPIT', name: 'help' } },
                { type: 'message', subtype: 'huddle_thread', channel: 'C0HELPIT', ts: '1.000001', room: {} },
            ])
                one.text(stray({ type: 'event_callback', team_id: team, event_id: `Ev${randomUUID()}`, event }));
        },
    }),
    row('live', 'half open: nothing gets through any more', 0.3, true, {
        strike: (_, one) => {
            one.isMute = true;
            setTimeout(() => one.cut(), 60_000).unref();
        },
    }),
    row('live', 'the answers to pings get lost in a flood of pings', 1, false, {
        strike: (_, one) => {
            for (let i = 0; i < 200; ++i) one.ping(`flood ${i}`);
        },
    }),
];

export const socketFaults = [...open, ...upgrade, ...hello, ...framing, ...interaction, ...events, ...live];
