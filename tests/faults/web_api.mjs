// The Web API over HTTP on loopback: checks what every method checks, does it, and lets a fault spoil the reply.
import { createServer } from 'node:http';

const kBodyMost = 1 << 20;

async function bodyOf(request) {
    const parts = [];
    let size = 0;
    for await (const part of request) {
        size += part.length;
        if (size > kBodyMost) throw new Error('request too large');
        parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
}

/** A reply as Slack sends it when all is well. */
export function sendWhole(response, text, status = 200, headers = {}) {
    const body = Buffer.from(text);
    response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': body.length,
        ...headers,
    });
    response.end(body);
}

export class WebApi {
    /** `spoil(method, args)` names the fault of this call, if it has one. `onUpgrade` takes the sockets. */
    constructor(methods, { spoil, onUpgrade, ledger }) {
        Object.assign(this, { methods, spoil, ledger });
        this.lastCall = Date.now();
        this.server = createServer((request, response) => {
            this.take(request, response).catch(() => response.destroy());
        });
        this.server.on('upgrade', onUpgrade);
        this.server.on('clientError', (_, socket) => socket.destroy());
    }

    async listen() {
        await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
        this.port = this.server.address().port;
        this.url = `http://127.0.0.1:${this.port}/api/`;
    }

    close() {
        this.server.closeAllConnections();
        return new Promise(resolve => this.server.close(resolve));
    }

    async take(request, response) {
        const text = await bodyOf(request);
        const [path, query] = request.url.split('?');
        this.lastCall = Date.now();
        if (path.startsWith('/hooks/')) {
            this.methods.whispers.push({ url: path, ...JSON.parse(text) });
            return sendWhole(response, 'ok', 200, { 'content-type': 'text/plain' });
        }
        const method = path.replace('/api/', '');
        const args = Object.fromEntries(new URLSearchParams(text));
        if (request.method !== 'POST' || query) this.ledger.misuse(`${request.method} ${path} with a query`);
        this.ledger.arrives(method, args);
        const fault = this.spoil(method, args);
        const exchange = { method, args, response, socket: request.socket, ledger: this.ledger };
        if (fault?.instead) return fault.instead(exchange);
        const answer = this.answer(method, args, request.headers);
        const body = JSON.stringify(fault?.changed?.(answer) ?? answer);
        if (fault?.after) return fault.after(exchange, body);
        sendWhole(response, body, 200, { 'x-slack-req-id': this.methods.world.unique(), 'x-oauth-scopes': '' });
    }

    answer(method, args, headers) {
        const wants = method === 'apps.connections.open' ? /^Bearer xapp-/ : /^Bearer xoxb-/;
        const token = headers.authorization ?? '';
        if (!wants.test(token)) return { ok: false, error: token ? 'not_allowed_token_type' : 'not_authed' };
        this.ledger.called(method, args);
        try {
            return this.methods.call(method, args);
        } catch (e) {
            if (!/^[a-z_]+$/.test(e.message)) this.ledger.misuse(`${method}: ${e.stack}`);
            this.ledger.refused(method, e.message, args);
            return { ok: false, error: e.message };
        }
    }
}
