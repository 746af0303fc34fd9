// Days that pass in no time: the workspace, the desk and every screen share one clock, and the test sets it. It starts on
// a Tuesday morning in June, whatever the day is outside: no night, no weekend and no change to summer time gets in
// between. The programs run under libfaketime (Debian: faketime), the browser's own clock is held by Playwright.
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Desk as Running } from '../crash/desk.mjs';
import { Workspace } from '../conformance/programs.mjs';
import { until } from './browser.mjs';
import { kRoles, people, sitAt } from './running.mjs';

const library = process.env.FAKETIME_LIB ?? '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';
/** Why a test that needs the library is left out; false when there it is. */
export const skip = !existsSync(library) && 'libfaketime is not installed';

// The desk gathers alerts for 2 s.
const kGatherS = 3;
// What many days bring is said at Slack's pace: an edit takes 1.2 s.
const kQuietMs = 60_000;

// 10:00 in Berlin, where the desk is.
const kTuesday = '2027-06-08T10:00:00+02:00';

/** A workspace and a running desk whose time is what the test says. */
export class Days {
    /** `more` is added to the configuration; `changed` may make another one of it. */
    static async begin(browser, { more = '', changed, roles = kRoles } = {}) {
        const days = new Days();
        days.browser = browser;
        days.running = await Running.create(roles + more, changed);
        days.file = join(days.running.folder, 'offset');
        days.desks = []; // whose screens follow the clock
        days.set(Date.parse(kTuesday));
        const env = {
            LD_PRELOAD: library,
            FAKETIME_TIMESTAMP_FILE: days.file,
            FAKETIME_NO_CACHE: '1',
            FAKETIME_DONT_FAKE_MONOTONIC: '1',
        };
        await days.live(env);
        return days;
    }

    /** The desk in a workspace of the same time, in place of the one that came with it. */
    async live(env) {
        const { running } = this;
        await running.workspace.stop();
        running.workspace = await Workspace.start({ cwd: running.folder, env });
        Object.assign(running.env, env, { SLACK_API_URL: running.workspace.apiUrl });
        const { output } = await running.command('manifest');
        const { slash_commands: commands, shortcuts } = JSON.parse(output).features;
        await running.workspace.post('/_local/app', { commands, shortcuts });
        running.start();
        await running.ready();
    }

    /** The person at their own screen. */
    async sitAt(id) {
        const desk = await sitAt(this.browser, this.running, id);
        this.desks.push(desk);
        await this.show(desk);
        return desk;
    }

    set(instant) {
        this.ahead = instant - Date.now();
        const seconds = Math.round(this.ahead / 1000);
        const text = `${seconds < 0 ? '' : '+'}${seconds}s\n`;
        // In one step: the programs read it at any moment.
        writeFileSync(`${this.file}.new`, text);
        renameSync(`${this.file}.new`, this.file);
    }

    show(desk) {
        return desk.page.context().clock.setFixedTime(Date.now() + this.ahead);
    }

    /** It is `instant` now, and what was due by then has been done and said. */
    async come(instant) {
        const { running } = this;
        await running.delivered(kQuietMs);
        this.set(Date.parse(instant));
        await Promise.all(this.desks.map((desk) => this.show(desk)));
        // The desk looks at its clock when somebody comes, else within half a minute.
        await running.workspace.does(people.ben, 'open_home');
        await until(`what is due at ${instant} is done`, () => this.isDone());
        await running.delivered(kQuietMs);
    }

    /** No timer is left whose time has come, nor one that only gathers for a moment what is said together. */
    async isDone() {
        const soon = Math.floor((Date.now() + this.ahead) / 1000) + kGatherS;
        const [{ n }] = await this.running.rows(`SELECT count(*) AS n FROM timer WHERE due_at <= ${soon}`);
        return n === 0;
    }
}
