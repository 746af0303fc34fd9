// Channels that are archived and scopes that are missing: everything goes on as far as it can, the operator hears of
// it once, and what waited is said when it works again.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { close, logged, manager, outbox, people, sitAt, startRunning } from './running.mjs';

let browser;
let running;
let admin;
let dev;
let ana;

before(async () => {
    browser = await startBrowser();
    running = await startRunning({ without: ['chat:write.customize', 'files:write'] });
    admin = await sitAt(browser, running, manager);
    dev = await sitAt(browser, running, people.dev);
    ana = await sitAt(browser, running, people.ana);
});
after(async () => assert.deepEqual(await close(browser, running, [admin, dev, ana]), []));

async function channel(name, entry) {
    await admin.go(name).catch(() => {});
    await admin.page.getByRole('navigation').getByRole('button', { name }).click();
    await admin.page.getByRole('button', { name: 'Channel actions' }).click();
    await admin.page.getByRole('menuitem', { name: entry }).click();
}

/** How many messages of the desk to the manager hold the words. */
async function told(words) {
    const { channels } = await running.workspace.view(manager);
    return channels
        .filter((one) => one.is_im)
        .flatMap((one) => one.messages)
        .filter((one) => one.text.includes(words)).length;
}

async function reply(number, words) {
    await dev.card(number).getByRole('button', { name: 'Reply', exact: true }).click();
    await dev.dialog('Reply').getByLabel('Reply').fill(words);
    await dev.dialog('Reply').getByRole('button', { name: 'Send' }).click();
    await dev.dialog('Reply').waitFor({ state: 'detached' });
}

describe('scopes that were missing at the start', () => {
    it('are told once, with what is off, and not again after a restart', async () => {
        await until('the manager was told', async () => (await told('is off')) === 1);
        await running.bot.stop('SIGTERM');
        running.start();
        await running.ready();
        await running.delivered();
        assert.equal(await told('is off'), 1);
        await admin.messagesOfApp();
        await admin.message('is off', 'files:write').waitFor();
        await picture(admin.page, 'scopes-off');
    });
});

describe('an archived request channel', () => {
    let number;

    it('is told of once, and answers wait', async () => {
        await ana.write('help-it', '🎫 The coffee machine blinks');
        await ana.openThread(ana.message('coffee machine'));
        await ana.reply('Solved – thanks').waitFor();
        number = /\b(INC|REQ)-\d+\b/.exec(await ana.reply('Solved – thanks').innerText())[0];
        await dev.go('triage-it');
        await dev.card(number).getByRole('button', { name: 'Take it' }).click();
        await running.delivered();
        await channel('help-it', 'Archive channel');
        await until('the manager was told', async () => (await told('the channel is archived')) === 1);
        await reply(number, 'Which light blinks?');
        await reply(number, 'And how often?');
        await running.delivered();
        assert.ok((await outbox(running, 'parked')) >= 2);
        assert.equal(await told('the channel is archived'), 1);
        assert.equal(logged(running, 'warn', 'C0HELPIT').length, 1);
        assert.equal(logged(running, 'error', 'C0HELPIT').length, 0);
        await admin.messagesOfApp();
        await admin.message('the channel is archived').waitFor();
        await picture(admin.page, 'archived-told');
    });

    it('takes requests at the other doors', async () => {
        await ana.write('general', '/ticket A chair for guests');
        await ana.message('Only visible to you', 'A chair for guests').waitFor();
    });

    it('gets what waited when it is opened again', async () => {
        await channel('help-it', 'Unarchive channel');
        await ana.go('help-it');
        await ana.openThread(ana.message('coffee machine'));
        await ana.reply('Which light blinks?').waitFor();
        await ana.reply('And how often?').waitFor();
        await running.delivered();
        assert.equal(await outbox(running, 'parked'), 0);
    });
});

describe('a channel that is archived while the desk is away', () => {
    it('is told of when it comes back, before anything is said there, and once', async () => {
        const before = await told('the channel is archived');
        await running.bot.stop('SIGTERM');
        // As after the last retry: no event tells of it.
        await running.workspace.post('/_local/fault', { kind: 'forget_events', count: 50 });
        await channel('help-it', 'Archive channel');
        await admin.page.getByText('archived the channel').last().waitFor();
        await running.workspace.post('/_local/fault', { kind: 'forget_events', count: 0 });
        for (let start = 0; start < 2; ++start) {
            running.start();
            await running.ready();
            await until('it is told', async () => (await told('the channel is archived')) === before + 1);
            await running.delivered();
            if (start === 0) await running.bot.stop('SIGTERM');
        }
        assert.equal(await told('the channel is archived'), before + 1);
        assert.equal(await outbox(running, 'parked'), 0);
        await channel('help-it', 'Unarchive channel');
        await running.delivered();
    });
});

describe("an archived agents' channel", () => {
    it('loses no ticket: the card comes when it is opened again', async () => {
        await channel('triage-it', 'Archive channel');
        await until('the manager was told', async () => (await told('<#C0TRIAGEIT>')) === 1);
        await ana.write('help-it', '/ticket The lift stops between floors');
        const answer = ana.message('Only visible to you', 'The lift stops');
        await answer.waitFor();
        const number = /\b(INC|REQ)-\d+\b/.exec(await answer.innerText())[0];
        await running.delivered();
        assert.equal(await told('<#C0TRIAGEIT>'), 1);
        await channel('triage-it', 'Unarchive channel');
        await dev.card(number).getByRole('button', { name: 'Take it' }).waitFor();
        await running.delivered();
        assert.equal(await outbox(running, 'parked'), 0);
    });
});

describe('a scope that goes missing in the middle', () => {
    it('is told of once, however often it is met', async () => {
        await running.workspace.post('/_local/app', { without_scopes: ['reactions:write'] });
        for (const title of ['A lamp', 'A shelf']) {
            await ana.write('help-it', `🎫 ${title}`);
            await ana.openThread(ana.message(title));
            const receipt = ana.reply('Solved – thanks');
            const number = /\b(INC|REQ)-\d+\b/.exec(await receipt.innerText())[0];
            await dev.card(number).getByRole('button', { name: 'Resolve', exact: true }).click();
            await dev.dialog('Resolve').getByLabel('Resolution').fill('Done');
            await dev.dialog('Resolve').getByRole('button', { name: 'Resolve' }).click();
            await ana.reply('Yes, solved').waitFor();
            const field = ana.page.getByRole('textbox', { name: 'Reply', exact: true });
            await field.fill('Thank you!');
            await field.press('Enter');
            await running.delivered();
            await ana.page.getByRole('button', { name: 'Close thread' }).click();
        }
        assert.equal(await outbox(running, 'parked'), 2);
        assert.equal(logged(running, 'error', 'reactions:write').length, 1);
        await until('the manager was told', async () => (await told('reactions:write')) === 1);
    });

    it('is over when the app has it again at the next start', async () => {
        await running.workspace.post('/_local/app', { without_scopes: [] });
        await running.bot.stop('SIGTERM');
        running.start();
        await running.ready();
        await running.delivered();
        assert.equal(await outbox(running, 'parked'), 0);
    });
});
