// `deskbell run` against the Slack of this folder: the parts put together, started, killed, looked at.
import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Program, freePort, outcome, until } from '../conformance/programs.mjs';
import { Dice } from './dice.mjs';
import { Faults } from './faults.mjs';
import { Ledger } from './ledger.mjs';
import { Methods } from './methods.mjs';
import { People } from './people.mjs';
import { SocketMode } from './socket.mjs';
import { WebApi } from './web_api.mjs';
import { Workspace, desks } from './workspace.mjs';

const run = promisify(execFile);
const list = ids => ids.map(id => `"${id}"`).join(', ');

const config = port =>
    [
        `[workspace]\ntimezone = "Europe/Berlin"\n\n[http]\nlisten = "127.0.0.1:${port}"\n`,
        ...desks.map(
            one =>
                `[[inbox]]\nkey = "${one.key}"\nname = "Desk ${one.key}"\nagent_channel = "${one.agent}"\n` +
                `request_channels = [${list(one.request)}]\nauto_create = ${one.isAutomatic}\nundo_seconds = 0\n`,
        ),
    ].join('\n');

export class Desk {
    /** `skewMs`: how far Slack's clock is ahead of ours; `lateMs`: how late histories show a message, at most. */
    static async create(seed, { skewMs = 0, lateMs = 0, accelerated = 60 } = {}) {
        const desk = new Desk();
        const ledger = (desk.ledger = new Ledger());
        const faults = (desk.faults = new Faults(seed));
        desk.world = new Workspace({ skewMs, onEvent: event => desk.mode.tell(event) });
        desk.mode = new SocketMode({ chance: (at, what) => faults.chance(at, what), ledger, accelerated });
        const isLate = message =>
            faults.isOn && Number(message.ts) * 1000 > desk.world.now() - desk.lateness(message, lateMs);
        desk.methods = new Methods(desk.world, {
            socketUrl: () => desk.mode.open(desk.api.port),
            late: isLate,
            history: page => faults.chance('history')?.spoil(page) ?? page,
        });
        desk.api = new WebApi(desk.methods, {
            spoil: (method, args) => faults.chance('reply', { method, args }),
            onUpgrade: (request, socket, head) => desk.mode.upgrade(request, socket, head),
            ledger,
        });
        await desk.api.listen();
        desk.people = new People({ ...desk, dice: new Dice(seed, 'what people do') });
        desk.people.port = desk.api.port;
        await desk.furnish();
        return desk;
    }

    /** Some messages are shown at once, others late; always the same ones. */
    lateness({ ts }, lateMs) {
        return (Number(ts.at(-2)) / 9) * lateMs;
    }

    async furnish() {
        this.folder = mkdtempSync(join(tmpdir(), 'deskbell-faults-'));
        this.database = join(this.folder, 'desk.db');
        this.log = join(this.folder, 'desk.log');
        this.config = join(this.folder, 'deskbell.toml');
        this.port = await freePort();
        writeFileSync(this.config, config(this.port));
        this.env = {
            SLACK_APP_TOKEN: 'xapp-1-A0FAULTS-1-faults',
            SLACK_BOT_TOKEN: 'xoxb-1-faults',
            SLACK_API_URL: this.api.url,
            DESKBELL_DATABASE: this.database,
        };
    }

    start() {
        this.ledger.restarted();
        this.bot = new Program(['run', '--config', this.config], { env: this.env, cwd: this.folder });
        return this.bot;
    }

    /** Ends it; that it ended by itself before is noted as what it must not do. */
    async end(signal) {
        const { exitCode, signalCode } = this.bot.child;
        if (exitCode !== null || signalCode) this.ledger.misuse(`it ended by itself: ${exitCode ?? signalCode}`);
        this.bot.child.kill('SIGCONT');
        const { code, output } = await this.bot.stop(signal);
        appendFileSync(this.log, `${output}--- ended by ${signal} with ${code}\n`);
        return code;
    }

    get(path) {
        return fetch(`http://127.0.0.1:${this.port}${path}`);
    }

    ready(deadlineMs = 60_000) {
        return until(
            'the bot is ready',
            () =>
                this.get('/readyz').then(
                    answer => answer.status === 200,
                    () => false,
                ),
            deadlineMs,
        );
    }

    command(...args) {
        return outcome(args, { env: { ...this.env, DESKBELL_CONFIG: this.config }, cwd: this.folder });
    }

    async rows(sql) {
        const { stdout } = await run('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 5000', this.database, sql], {
            maxBuffer: 1 << 28,
        });
        return stdout.trim() ? JSON.parse(stdout) : [];
    }

    /** How much is still to be said; nothing while there is no database. */
    async backlog() {
        const sql = "SELECT count(*) AS open FROM outbox WHERE state IN ('waiting', 'leased')";
        return this.rows(sql).then(
            ([{ open }]) => open,
            () => 0,
        );
    }

    /** Every history was read after `sinceMs`, nothing waits to be said, and nobody has called for `quietMs`. */
    async idle(sinceMs, quietMs, deadlineMs) {
        const since = Math.floor(sinceMs / 1000); // marks are whole seconds
        await until('no event is under way', () => this.mode.underWay === 0, deadlineMs);
        await until(
            'the bot has read all and said all',
            async () => {
                if (Date.now() - this.api.lastCall < quietMs) return false;
                const [{ unread }] = await this.rows(
                    `SELECT count(*) AS unread FROM reading WHERE whole_to < ${since}`,
                );
                return unread === 0 && (await this.backlog()) === 0;
            },
            deadlineMs,
        );
    }

    /** `keep` leaves the database and the log for whoever wants to know why. */
    async close(keep = false) {
        if (this.bot && this.bot.child.exitCode === null && !this.bot.child.signalCode) await this.end('SIGKILL');
        this.mode.close();
        await this.api.close();
        if (!keep) rmSync(this.folder, { recursive: true });
    }
}
