// Real processes under test, and the people of a local workspace. Used by the conformance and the crash tests.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const deskbell = process.env.DESKBELL_BIN ?? join(root, 'build', 'release', 'deskbell');

export const kDeadlineMs = 15_000;
const kPollMs = 20;
const kRarelyMs = 1000;
const kDeliveriesMost = 4; // at once, again, after a minute, after five

// What a test program gets of our environment: no tokens and no proxies of the machine.
const bare = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' };

/** Waits until `probe` answers something true, and returns it. Fails with `what` after the deadline. */
export async function until(what, probe, deadlineMs = kDeadlineMs, pollMs = kPollMs) {
    for (const end = Date.now() + deadlineMs; Date.now() < end; await pause(pollMs)) {
        const answer = await probe();
        if (answer) return answer;
    }
    throw new Error(`not within ${deadlineMs} ms: ${what}`);
}

/** A running program: its output so far, and a promise of its end. */
export class Program {
    constructor(args, { env = {}, cwd } = {}) {
        this.output = '';
        this.child = spawn(deskbell, args, {
            env: { ...bare, ...env },
            cwd,
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        for (const stream of [this.child.stdout, this.child.stderr])
            stream.on('data', data => (this.output += data));
        this.ended = new Promise((resolve, reject) => {
            this.child.on('error', reject);
            this.child.on('close', (code, signal) => resolve({ code, signal, output: this.output }));
        });
        this.ended.catch(() => {});
    }

    /** The first match of `pattern` in what the program printed. */
    async says(pattern, deadlineMs = kDeadlineMs) {
        try {
            return await until(
                String(pattern),
                () => {
                    if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}`);
                    return pattern.exec(this.output);
                },
                deadlineMs,
            );
        } catch (e) {
            throw new Error(`${e.message}\n${this.output}`);
        }
    }

    async stop(signal = 'SIGTERM') {
        this.child.kill(signal);
        return this.ended;
    }
}

/** Runs a command to its end. */
export const outcome = (args, options) => new Program(args, options).ended;

/** A port of the loopback that was free a moment ago. */
export async function freePort() {
    const server = createServer();
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    await new Promise(resolve => server.close(resolve));
    return port;
}

/** `deskbell workspace`, and what its people do and see. */
export class Workspace {
    static async start(options) {
        const workspace = new Workspace();
        workspace.program = new Program(['workspace', '--port', '0'], options);
        const [url] = await workspace.program.says(/http:\/\/127\.0\.0\.1:\d+/);
        workspace.url = url;
        workspace.apiUrl = `${url}/api/`;
        return workspace;
    }

    /** Does something as a person. Answers {ok, error?, shown?, fields?, ...}; a refusal is an answer too. */
    act(as, what, fields = {}) {
        return this.post('/_local/act', { as, do: what, ...fields });
    }

    /** The same for what must succeed. */
    async does(as, what, fields = {}) {
        const answer = await this.act(as, what, fields);
        if (!answer.ok) throw new Error(`${as} ${what} ${JSON.stringify(fields)}: ${JSON.stringify(answer)}`);
        return answer;
    }

    fault(fields) {
        return this.post('/_local/fault', fields);
    }

    /** Everything, as the workspace knows it. */
    state() {
        return this.get('/_local/state');
    }

    /** The same without the ledger of calls and envelopes, which grows large. */
    content() {
        return this.get('/_local/state?ledger=no');
    }

    /** What one person sees. */
    view(as) {
        return this.get(`/_local/view?as=${encodeURIComponent(as)}`);
    }

    /** Waits until the app has acknowledged every event: what it missed is delivered again after 1, 60 and 300 s. */
    settled(deadlineMs) {
        return until(
            'every event was acknowledged',
            async () => {
                const { ledger } = await this.state();
                return ledger.envelopes.every(one => one.type !== 'events_api' || one.acked);
            },
            deadlineMs,
        );
    }

    /** Waits until no event is delivered any more: the app has it, or missed it so often that it never comes again. */
    calm(deadlineMs) {
        return until(
            'no event is to be delivered any more',
            async () => {
                const { ledger } = await this.state();
                const events = ledger.envelopes.filter(one => one.type === 'events_api');
                return events.every(one => one.acked || one.attempts >= kDeliveriesMost);
            },
            deadlineMs,
            kRarelyMs,
        );
    }

    async get(path) {
        return (await fetch(this.url + path)).json();
    }

    async post(path, body) {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(this.url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    }

    stop() {
        return this.program.stop();
    }
}
