// One Socket Mode connection, seen from Slack. Frames are written to the raw socket, so that a fault may send them in
// pieces; `ws` does the handshake and reads what the client says.
import { setTimeout as pause } from 'node:timers/promises';

const kText = 1,
    kBinary = 2,
    kClose = 8,
    kPing = 9,
    kPong = 10,
    kContinue = 0;

/** A frame as RFC 6455 has it, from a server: without a mask. */
export function frame(opcode, payload, isLast = true) {
    const body = Buffer.from(payload);
    const length = body.length;
    const head = length < 126 ? Buffer.alloc(2) : length < 65536 ? Buffer.alloc(4) : Buffer.alloc(10);
    head[0] = (isLast ? 0x80 : 0) | opcode;
    head[1] = length < 126 ? length : length < 65536 ? 126 : 127;
    if (head.length === 4) head.writeUInt16BE(length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    return Buffer.concat([head, body]);
}

/** `parts` frames of one message, with a ping after each of them. */
export function fragments(text, parts) {
    const body = Buffer.from(text);
    const size = Math.ceil(body.length / parts);
    const out = [];
    for (let at = 0; at < body.length; at += size) {
        out.push(frame(at === 0 ? kText : kContinue, body.subarray(at, at + size), at + size >= body.length));
        if (at + size < body.length) out.push(frame(kPing, `between ${at}`));
    }
    return Buffer.concat(out);
}

export class Connection {
    constructor(ws, socket, { onText, onEnd }) {
        Object.assign(this, { ws, socket });
        this.isOpen = true;
        this.isReady = false; // said hello
        this.isLeaving = false; // told to go: gets nothing new
        this.isMute = false; // half open: nothing gets through any more
        this.line = Promise.resolve();
        this.pongs = 0;
        ws.on('message', (data, isBinary) => !this.isMute && !isBinary && onText(this, data.toString()));
        ws.on('ping', data => this.raw(frame(kPong, data)));
        ws.on('pong', () => ++this.pongs);
        ws.on('error', () => {});
        ws.on('close', () => {
            this.isOpen = false;
            onEnd(this);
        });
    }

    /** Bytes one write after the other, in chunks of `size` if given. */
    raw(bytes, { size = bytes.length, gapMs = 0 } = {}) {
        this.line = this.line.then(async () => {
            for (let at = 0; at < bytes.length && this.isOpen && !this.isMute; at += size) {
                this.socket.write(bytes.subarray(at, at + size));
                if (gapMs > 0) await pause(gapMs);
                else if (size < bytes.length) await new Promise(setImmediate);
            }
        });
        return this.line;
    }

    text(message, how) {
        return this.raw(frame(kText, typeof message === 'string' ? message : JSON.stringify(message)), how);
    }

    binary(bytes) {
        return this.raw(frame(kBinary, bytes));
    }

    ping(bytes = '') {
        return this.raw(frame(kPing, bytes));
    }

    /** A close frame; TCP stays until the other side ends it, as Slack does it. */
    close(code, reason = '') {
        const body = Buffer.alloc(2);
        body.writeUInt16BE(code);
        return this.raw(frame(kClose, Buffer.concat([body, Buffer.from(reason)])));
    }

    /** No close frame: FIN, or RST. */
    cut(isReset = false) {
        this.isOpen = false;
        if (isReset && this.socket.resetAndDestroy) this.socket.resetAndDestroy();
        else this.socket.destroy();
    }
}
