// What goes wrong with a reply of the Web API. `instead`: the call has no effect. `after`: it has its effect, and then
// the reply suffers. `changed`: the reply is another one. `known`: tests/pitfalls.md has it.
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { sendWhole } from './web_api.mjs';

const json = 'content-type: application/json; charset=utf-8';
const kLimitMs = 2000;
const kStallMs = 22_000; // longer than the client waits

/** Writes the reply by hand, so that it can be as odd as we like. */
function byHand(exchange, head, body = '') {
    const bytes = Buffer.concat([Buffer.from(head.join('\r\n') + '\r\n\r\n'), Buffer.from(body)]);
    exchange.socket.write(bytes);
}

const chunk = text => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

const instead = (name, weight, known, fault) => ({ name, at: 'reply', weight, known, instead: fault });
const after = (name, weight, known, fault) => ({ name, at: 'reply', weight, known, after: fault });
const changed = (name, weight, known, fault) => ({ name, at: 'reply', weight, known, changed: fault });

const refusal = error => ({ ok: false, error });

export const replyFaults = [
    instead('connection reset before anything was done', 3, true, ({ socket }) => socket.destroy()),
    instead('500 with a page of HTML', 2, true, ({ response }) =>
        sendWhole(response, '<html><h1>Oh no</h1></html>', 500, { 'content-type': 'text/html' }),
    ),
    instead('503 with Retry-After as a date', 2, false, ({ response }) =>
        sendWhole(response, '', 503, { 'retry-after': new Date(Date.now() + 2000).toUTCString() }),
    ),
    instead('429 with Retry-After', 3, true, ({ response, method, args, ledger }) => {
        ledger.limit(method, args, kLimitMs);
        sendWhole(response, JSON.stringify(refusal('ratelimited')), 429, { 'retry-after': String(kLimitMs / 1000) });
    }),
    instead('429 with an unusable Retry-After', 0.3, true, ({ response }) =>
        sendWhole(response, JSON.stringify(refusal('ratelimited')), 429, { 'retry-after': 'soon' }),
    ),
    instead('408 and the connection closes', 1, false, ({ response }) =>
        sendWhole(response, '', 408, { connection: 'close' }),
    ),
    instead('302 to a page that is no API', 1, false, ({ response }) =>
        sendWhole(response, '', 302, { location: 'https://slack.com/maintenance' }),
    ),
    instead('service_unavailable with 200', 2, false, ({ response }) =>
        sendWhole(response, JSON.stringify(refusal('service_unavailable'))),
    ),
    instead('rate_limited with 200', 1, true, ({ response }) =>
        sendWhole(response, JSON.stringify(refusal('rate_limited'))),
    ),
    instead('the whole answer is null', 1, false, ({ response }) => sendWhole(response, 'null')),

    after('reply lost after the effect', 4, true, ({ socket }) => socket.destroy()),
    after('reply cut in the middle of its body', 4, false, (exchange, body) => {
        byHand(
            exchange,
            ['HTTP/1.1 200 OK', json, `content-length: ${Buffer.byteLength(body)}`],
            body.slice(0, body.length / 2),
        );
        setTimeout(() => exchange.socket.destroy(), 20);
    }),
    after('reply cut in the middle of its head', 2, false, ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-ty');
        setTimeout(() => socket.destroy(), 20);
    }),
    after('200 with a page of HTML after the effect', 3, false, ({ response }) =>
        sendWhole(response, '<!doctype html><title>Slack</title>', 200, { 'content-type': 'text/html' }),
    ),
    after('200 with nothing in it after the effect', 2, true, ({ response }) => sendWhole(response, '')),
    after('chunks that stop coming', 0.15, false, (exchange, body) => {
        byHand(exchange, ['HTTP/1.1 200 OK', json, 'transfer-encoding: chunked'], chunk(body.slice(0, 10)));
        setTimeout(() => exchange.socket.destroy(), kStallMs);
    }),
    after('gzip that nobody asked for', 2, false, ({ response }, body) => {
        const packed = gzipSync(body);
        response.writeHead(200, {
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            'content-length': packed.length,
        });
        response.end(packed);
    }),
    after('a byte order mark before the JSON', 2, false, ({ response }, body) =>
        sendWhole(response, `\uFEFF${body}`),
    ),
    after('headers twice', 2, false, (exchange, body) => {
        const length = `content-length: ${Buffer.byteLength(body)}`;
        byHand(
            exchange,
            ['HTTP/1.1 200 OK', json, length, length, json, 'x-slack-req-id: a', 'x-slack-req-id: b'],
            body,
        );
    }),
    after('reset right after a whole reply', 2, false, async ({ response, socket }, body) => {
        sendWhole(response, body);
        await pause(5);
        socket.resetAndDestroy?.() ?? socket.destroy();
    }),
    after('the body ends with the connection', 2, false, (exchange, body) => {
        byHand(exchange, ['HTTP/1.1 200 OK', json, 'connection: close'], body);
        exchange.socket.end();
    }),
    after('tiny chunks with extensions and trailers', 2, false, (exchange, body) => {
        const pieces = body.match(/[^]{1,7}/g).map(piece => chunk(piece).replace('\r\n', ';x="y"\r\n'));
        byHand(
            exchange,
            ['HTTP/1.1 200 OK', json, 'transfer-encoding: chunked', 'trailer: x-end'],
            `${pieces.join('')}0\r\nx-end: 1\r\n\r\n`,
        );
    }),
    after('early hints before the reply', 1, false, (exchange, body) => {
        byHand(exchange, ['HTTP/1.1 103 Early Hints', 'link: </a.css>; rel=preload']);
        byHand(exchange, ['HTTP/1.1 200 OK', json, `content-length: ${Buffer.byteLength(body)}`], body);
    }),
    after('a head of 20 kB', 1, false, ({ response }, body) =>
        sendWhole(response, body, 200, { 'content-security-policy': 'x'.repeat(15_000) }),
    ),
    after('a reply that trickles', 2, false, async ({ socket }, body) => {
        const bytes = Buffer.from(
            `HTTP/1.1 200 OK\r\n${json}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
        const size = Math.ceil(bytes.length / 40);
        for (let at = 0; at < bytes.length && !socket.destroyed; at += size, await pause(10))
            socket.write(bytes.subarray(at, at + size));
    }),
    after('a reply that comes late', 2, true, async ({ response }, body) => {
        await pause(1500 + Math.random() * 2500);
        sendWhole(response, body);
    }),

    changed('internal_error after the effect', 3, false, () => refusal('internal_error')),
    changed('fatal_error after the effect', 2, false, () => refusal('fatal_error')),
    changed('fields that nobody knows, and nulls', 4, false, answer => ({
        trace: { depth: [[[[]]]], big: 1e300, tiny: -0.0, nothing: null },
        ...answer,
        ...(answer.ok && {
            warning: 'superfluous_charset,missing_text_in_message',
            error: null,
            response_metadata: { warnings: ['x'], messages: null, ...answer.response_metadata },
        }),
        provided: null,
    })),
];
