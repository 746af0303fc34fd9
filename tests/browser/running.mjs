// `deskbell run` beside a workspace with a page, so that what it logs and keeps can be looked at as well.
import { Desk as Running, people } from '../crash/desk.mjs';
import { openPage } from './browser.mjs';
import { Desk } from './desk.mjs';

export { people };
export const manager = 'U0FARAH';

export const kRoles = `
[roles]
manager = ["${manager}"]
`;

/** A running desk; `without` are scopes that the app was installed without. */
export async function startRunning({ more = '', without = [] } = {}) {
    const running = await Running.create(kRoles + more);
    const { output } = await running.command('manifest');
    const { slash_commands: commands, shortcuts } = JSON.parse(output).features;
    await running.workspace.post('/_local/app', { commands, shortcuts, without_scopes: without });
    running.start();
    await running.ready();
    return running;
}

/** Lines of the program's log at this level that hold the words. */
export const logged = (running, level, words) =>
    running.bot.output.split('\n').filter((line) => line.includes(` ${level} `) && line.includes(words));

/** The person at their own screen. */
export async function sitAt(browser, running, id) {
    const { people: all } = await running.workspace.view(id);
    return new Desk(
        await openPage(browser, running.workspace.url, { as: id }),
        all.find((one) => one.id === id),
    );
}

/** What the outbox holds in this state. */
export async function outbox(running, state) {
    const [{ n }] = await running.rows(`SELECT count(*) AS n FROM outbox WHERE state = '${state}'`);
    return n;
}

/** Everybody goes, and no page met an error. */
export async function close(browser, running, desks) {
    await browser?.close();
    await running?.close();
    return desks.flatMap((one) => one?.page.wrong ?? []);
}
