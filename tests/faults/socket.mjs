// Socket Mode as Slack does it: one-use addresses, hello, envelopes to one of the connections, acks within 3 seconds,
// three redeliveries of events, and nothing a second time for commands and clicks.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { Connection } from './connection.mjs';
import { app, bot, team } from './workspace.mjs';

const kAckMs = 3000;
const kAckBytesMost = 20_480;
const kConnectionsMost = 10;
const kPingEveryMs = 5000;
/** When an event that nobody acknowledged comes again, in real life. */
const kAgainMs = [0, 60_000, 300_000];

export class SocketMode {
    /** `chance(place)` names a fault for something that is about to happen there, or nothing. */
    constructor({ chance, ledger, accelerated = 60 }) {
        Object.assign(this, { chance, ledger, accelerated });
        this.server = new WebSocketServer({ noServer: true, autoPong: false, perMessageDeflate: false });
        this.tickets = new Set();
        this.connections = new Set();
        this.waiting = new Map(); // envelope id -> what to do with its ack
        this.underWay = 0;
        this.isEnding = false;
        this.pings = setInterval(() => this.ready().forEach(one => one.ping('are you there')), kPingEveryMs);
    }

    /** What apps.connections.open answers. */
    open(port) {
        const fault = this.chance('open');
        if (fault?.url) return fault.url(this, port);
        const ticket = randomUUID();
        this.tickets.add(ticket);
        this.lastTicket = ticket;
        return this.address(port, ticket);
    }

    address(port, ticket) {
        return `ws://127.0.0.1:${port}/link/?ticket=${ticket}&app_id=${app}`;
    }

    upgrade(request, socket, head) {
        socket.on('error', () => {});
        const ticket = new URL(request.url, 'http://x').searchParams.get('ticket');
        if (!this.tickets.delete(ticket)) return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
        const fault = this.chance('upgrade');
        if (fault) return fault.refuse(socket);
        this.server.handleUpgrade(request, socket, head, ws => this.greet(ws, socket));
    }

    async greet(ws, socket) {
        const connection = new Connection(ws, socket, {
            onText: (from, text) => this.heard(from, text),
            onEnd: gone => this.ended(gone),
        });
        this.connections.add(connection);
        if (this.connections.size > kConnectionsMost) return this.dismiss(connection, 'too_many_websockets');
        const fault = this.chance('hello');
        if (fault && (await fault.greet(this, connection))) return;
        this.hello(connection);
    }

    hello(connection, more = {}) {
        connection.text({
            type: 'hello',
            num_connections: this.connections.size,
            connection_info: { app_id: app },
            debug_info: { host: 'applink-7fc4fdbb64-4x5xq', build_number: 10, approximate_connection_time: 18060 },
            ...more,
        });
        connection.isReady = true;
    }

    /** The client is told to go. Slack closes a little later. */
    async dismiss(connection, reason, closeMs = 1500) {
        connection.text({ type: 'disconnect', reason, debug_info: { host: 'applink-4' } });
        await pause(closeMs / 2);
        connection.isLeaving = true;
        await pause(closeMs / 2);
        await connection.close(1000, 'bye');
        await pause(1000);
        connection.cut();
    }

    ended(connection) {
        this.connections.delete(connection);
        for (const one of [...this.waiting.values()]) if (one.connection === connection) one.settle(undefined);
    }

    ready() {
        return [...this.connections].filter(one => one.isOpen && one.isReady && !one.isLeaving);
    }

    heard(connection, text) {
        let ack;
        try {
            ack = JSON.parse(text);
        } catch {
            return this.ledger.misuse(`the client said ${text.slice(0, 100)}`);
        }
        if (Buffer.byteLength(text) >= kAckBytesMost) return this.ledger.misuse(`an ack of ${text.length} bytes`);
        const one = this.waiting.get(ack.envelope_id);
        if (!one) return this.ledger.lateAck(ack.envelope_id);
        if (one.connection !== connection) this.ledger.misuse('an ack on another connection');
        if (one.isUnheard) return;
        one.settle(ack);
    }

    /** One envelope to one connection. Resolves with the ack, or with nothing. */
    async once(envelope, { isUnheard = false, how } = {}) {
        const all = this.ready();
        if (all.length === 0) return undefined;
        const connection = all[Math.floor(Math.random() * all.length)];
        const ack = new Promise(resolve => {
            const timer = setTimeout(() => one.settle(undefined), kAckMs);
            const one = {
                connection,
                isUnheard,
                settle: answer => {
                    clearTimeout(timer);
                    if (this.waiting.get(envelope.envelope_id) === one) this.waiting.delete(envelope.envelope_id);
                    resolve(answer);
                },
            };
            this.waiting.set(envelope.envelope_id, one);
        });
        const fault = how ?? this.chance('frame');
        if (fault?.send) fault.send(this, connection, JSON.stringify(envelope));
        else connection.text(envelope);
        return ack;
    }

    /** A command or an interaction: the person waits 3 seconds. Answers the ack, or undefined when there was none. */
    async ask(type, payload, acceptsPayload) {
        const envelope = { type, envelope_id: randomUUID(), payload, accepts_response_payload: acceptsPayload };
        const fault = this.chance('interaction');
        ++this.underWay;
        const ack = await this.once(envelope, fault?.delivery?.() ?? {});
        --this.underWay;
        if (fault?.again) void fault.again(this, envelope, ack);
        return ack;
    }

    /** An event and its redeliveries. Resolves when it was acknowledged, or given up. */
    async tell(event) {
        const fault = this.chance('event', event);
        const payload = {
            type: 'event_callback',
            token: 'x',
            team_id: team,
            api_app_id: app,
            event,
            event_id: `Ev${randomUUID().slice(0, 13).toUpperCase()}`,
            event_time: Math.floor(Date.now() / 1000),
            authorizations: [
                { enterprise_id: null, team_id: team, user_id: bot.user, is_bot: true, is_enterprise_install: false },
            ],
            is_ext_shared_channel: false,
        };
        const note = this.ledger.event(payload);
        ++this.underWay;
        try {
            if (fault?.story) await fault.story(this, payload, note);
            else await this.deliver(payload, note);
        } finally {
            --this.underWay;
        }
    }

    async deliver(payload, note, { first = 0, unheard = 0, sameEnvelope = false } = {}) {
        let envelope_id = randomUUID();
        for (let attempt = first; attempt <= kAgainMs.length && !this.isEnding; ++attempt) {
            if (attempt > first) {
                await pause(kAgainMs[attempt - 1] / this.accelerated);
                if (!sameEnvelope) envelope_id = randomUUID();
            }
            const retry = { retry_attempt: sameEnvelope ? 0 : attempt, retry_reason: attempt ? 'timeout' : '' };
            const envelope = { type: 'events_api', envelope_id, payload, accepts_response_payload: false, ...retry };
            const isUnheard = attempt - first < unheard;
            note.sent += 1;
            if (await this.once(envelope, { isUnheard })) return (note.acked = true);
        }
        note.givenUp = true;
        return false;
    }

    close() {
        this.isEnding = true;
        clearInterval(this.pings);
        for (const one of this.connections) one.cut();
    }
}
