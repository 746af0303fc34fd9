// `deskbell run` against a local workspace, with a configuration and a database of its own: started, killed, looked at.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Program, Workspace, freePort, outcome, until } from '../conformance/programs.mjs';

const run = promisify(execFile);

export const people = { ana: 'U0ANA', ben: 'U0BEN', chloe: 'U0CHLOE', dev: 'U0DEV', emma: 'U0EMMA' };
export const channels = {
    helpIt: 'C0HELPIT',
    helpFac: 'C0HELPFAC',
    triageIt: 'C0TRIAGEIT',
    triageFac: 'C0TRIAGEFAC',
};

const config = (port, more) => `
[workspace]
timezone = "Europe/Berlin"

[[inbox]]
key = "it"
name = "IT help"
agent_channel = "${channels.triageIt}"
request_channels = ["${channels.helpIt}"]
undo_seconds = 0

[[inbox]]
key = "facilities"
name = "Facilities"
agent_channel = "${channels.triageFac}"
request_channels = ["${channels.helpFac}"]
undo_seconds = 0

[http]
listen = "127.0.0.1:${port}"
${more}`;

export class Desk {
    /** `more` is added to the configuration; `changed` may make another one of it. */
    static async create(more = '', changed = text => text) {
        const desk = new Desk();
        desk.folder = mkdtempSync(join(tmpdir(), 'deskbell-crash-'));
        desk.database = join(desk.folder, 'desk.db');
        desk.port = await freePort();
        desk.config = join(desk.folder, 'deskbell.toml');
        writeFileSync(desk.config, changed(config(desk.port, more)));
        desk.workspace = await Workspace.start({ cwd: desk.folder });
        desk.env = {
            SLACK_APP_TOKEN: 'xapp-1-A0DESKBELL-1-crash',
            SLACK_BOT_TOKEN: 'xoxb-1-crash',
            SLACK_API_URL: desk.workspace.apiUrl,
            DESKBELL_DATABASE: desk.database,
        };
        return desk;
    }

    /** Starts the bot; `ready` waits until it is connected. */
    start() {
        this.bot = new Program(['run', '--config', this.config], { env: this.env, cwd: this.folder });
        return this.bot;
    }

    async ready(deadlineMs) {
        const isReady = () =>
            this.get('/readyz').then(
                answer => answer.status === 200,
                () => false,
            );
        try {
            await until('the bot is ready', isReady, deadlineMs);
        } catch (e) {
            throw new Error(`${e.message}\n${this.bot.output}`);
        }
    }

    get(path) {
        return fetch(`http://127.0.0.1:${this.port}${path}`);
    }

    /** Any other command of the program, with this desk's configuration and database. */
    command(...args) {
        return outcome(args, { env: { ...this.env, DESKBELL_CONFIG: this.config }, cwd: this.folder });
    }

    /** Rows of the database as objects, also while the bot runs. */
    async rows(sql) {
        const { stdout } = await run(
            'sqlite3',
            ['-readonly', '-json', '-cmd', '.timeout 5000', this.database, sql],
            { maxBuffer: 1 << 28 },
        );
        return stdout.trim() ? JSON.parse(stdout) : [];
    }

    /** Waits until everything that was committed has been said. */
    delivered(deadlineMs) {
        return until(
            'the outbox is empty',
            async () => {
                const [{ open }] = await this.rows(
                    "SELECT count(*) AS open FROM outbox WHERE state IN ('waiting', 'leased')",
                );
                return open === 0;
            },
            deadlineMs,
        );
    }

    async close() {
        if (this.bot) await this.bot.stop('SIGKILL');
        await this.workspace.stop();
        rmSync(this.folder, { recursive: true });
    }
}
