// A workspace made of plain data: serves the page and the two requests behind it, so that the page can be
// tested without
// compiler, app and database. A test changes `views`, sets `answer`, and reads what the page did from `acts`.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const kPageFolder = new URL('../../slack/local/page/', import.meta.url);
const kTypes = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
const kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws:; base-uri 'none'; form-action 'none'";
// RFC 6455, section 1.3.
const kWebSocketGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** One unmasked text frame; the texts of this stub stay below 64 KiB. */
function frame(text) {
    const body = Buffer.from(text);
    const head =
        body.length < 126
            ? Buffer.from([0x81, body.length])
            : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
    return Buffer.concat([head, body]);
}

async function bodyOf(request) {
    const parts = [];
    for await (const part of request) parts.push(part);
    return JSON.parse(Buffer.concat(parts).toString() || '{}');
}

/** Starts the stub on a free port. `views` maps a person's id to what that person sees. */
export async function startStub(views) {
    const sockets = new Set();
    const stub = { views, acts: [], answer: () => ({ ok: true }), first: Object.keys(views)[0], sockets, files: {} };

    async function page(response, name) {
        const file = await readFile(new URL(name, kPageFolder));
        response.writeHead(200, {
            'content-type': `${kTypes[name.split('.').pop()]}; charset=utf-8`,
            'content-security-policy': kPolicy,
        });
        response.end(file);
    }

    function json(response, status, value) {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(value));
    }

    async function serve(request, response) {
        const url = new URL(request.url, 'http://stub');
        if (url.pathname === '/' || url.pathname.startsWith('/archives/'))
            return page(response, 'index.html');
        if (url.pathname.startsWith('/page/')) return page(response, url.pathname.slice(6));
        if (url.pathname === '/_local/view') {
            const view = stub.views[url.searchParams.get('as') || stub.first];
            return view
                ? json(response, 200, view)
                : json(response, 404, { ok: false, error: 'user_not_found' });
        }
        const [, folder, id] = url.pathname.split('/');
        if (folder === 'files-pri' && stub.files[id] && url.searchParams.get('as')) {
            response.writeHead(200, { 'content-type': 'image/png', 'content-disposition': 'attachment' });
            return response.end(stub.files[id]);
        }
        if (url.pathname !== '/_local/act') return json(response, 404, { ok: false });
        const act = await bodyOf(request);
        stub.acts.push(act);
        return json(response, 200, (await stub.answer(act)) ?? { ok: true });
    }

    const server = createServer((request, response) =>
        serve(request, response).catch(() => json(response, 404, { ok: false })),
    );
    server.on('upgrade', (request, socket) => {
        const accept = createHash('sha1')
            .update(request.headers['sec-websocket-key'] + kWebSocketGuid)
            .digest('base64');
        socket.write(
            `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
        socket.on('error', () => {});
        socket.on('close', () => sockets.delete(socket));
        socket.on('data', () => {});
        sockets.add(socket);
    });
    await new Promise((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
    });
    stub.url = `http://127.0.0.1:${server.address().port}`;

    /** Tells every open page that something is new. */
    stub.changed = () => {
        for (const view of Object.values(stub.views)) view.version += 1;
        for (const socket of sockets)
            socket.write(
                frame(JSON.stringify({ type: 'changed', version: Object.values(stub.views)[0].version })),
            );
    };
    stub.toast = (text) =>
        sockets.forEach((socket) => socket.write(frame(JSON.stringify({ type: 'toast', text }))));
    stub.cut = () => sockets.forEach((socket) => socket.destroy());
    stub.stop = () => {
        stub.cut();
        server.closeAllConnections();
        return new Promise((resolve) => {
            server.close(resolve);
        });
    };
    return stub;
}
