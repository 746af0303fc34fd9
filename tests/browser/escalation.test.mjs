// A ticket for which another inbox helps: its own ticket there, who closes that, and a solution in spite of it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser } from './browser.mjs';
import { close, people, sitAt, startRunning } from './running.mjs';

let browser;
let running;
let ana; // who asks
let chloe; // an IT agent
let emma; // a facilities agent

before(async () => {
    browser = await startBrowser();
    running = await startRunning();
    [ana, chloe, emma] = [
        await sitAt(browser, running, people.ana),
        await sitAt(browser, running, people.chloe),
        await sitAt(browser, running, people.emma),
    ];
    await chloe.go('triage-it');
    await emma.go('triage-facilities');
});
after(async () => assert.deepEqual(await close(browser, running, [ana, chloe, emma]), []));

/** Chloé has the ticket and calls for help with it; the two numbers. */
async function escalated(title, why) {
    const number = await ana.ask(title);
    await chloe.card(number).getByRole('button', { name: 'Take it' }).click();
    await chloe.card(number).getByText(`@${chloe.name}`).waitFor();
    await chloe.more(number, 'Escalate…');
    const form = chloe.dialog('Escalate');
    await chloe.choose(form, 'Who is to help?', 'Help from Facilities');
    await form.getByLabel('Why?').fill(why);
    await picture(chloe.page, 'escalate');
    await form.getByRole('button', { name: 'Escalate' }).click();
    const line = chloe.card(number).getByText(/Escalated to Facilities · \w+-\d+/);
    const child = /\w+-\d+/.exec(await line.innerText())[0];
    await emma.card(child).getByText(`Help with ${number}`).first().waitFor();
    return { number, child };
}

async function openResolve(desk, number, words) {
    await desk.card(number).getByRole('button', { name: 'Resolve', exact: true }).click();
    const form = desk.dialog('Resolve');
    await form.getByLabel('Resolution').fill(words);
    return form;
}

const send = (form) => form.getByRole('button', { name: 'Resolve' }).click();

describe('a ticket with which another inbox helps', () => {
    it('is solved after the helpers have closed theirs, and its team hears of that', async () => {
        const { number, child } = await escalated('The meeting room is locked', 'The lock needs the master key');
        await picture(emma.page, 'escalate-child');
        await chloe.openThread(chloe.card(number));
        await send(await openResolve(emma, child, 'Opened it'));
        await chloe.reply(`${child}, which helps with this, is solved`).waitFor();
        await picture(chloe.page, 'escalate-helped');
        await chloe.messagesOfApp();
        await chloe.openThread(chloe.message(`Help with ${number}`));
        await chloe.reply('Opened it').getByRole('button', { name: 'Yes, solved' }).click();
        await emma.card(child).getByText('Closed').waitFor();
        await chloe.go('triage-it');
        const form = await openResolve(chloe, number, 'It is open');
        assert.equal(await form.getByLabel('Solve it all the same').count(), 0);
        await send(form);
        await chloe.card(number).getByText('It is open').waitFor();
    });

    it('can be solved in spite of them with a tick, and the history says who did', async () => {
        const { number, child } = await escalated('The window does not close', 'It needs another handle');
        const form = await openResolve(chloe, number, 'Taped over');
        await form.getByText(`Still open for this: ${child}`).waitFor();
        await send(form);
        await form.getByText('Please complete this required field.').waitFor();
        await picture(chloe.page, 'escalate-refused');
        await form.getByLabel('Solve it all the same').check();
        await send(form);
        await chloe.card(number).getByText('Taped over').waitFor();
        await chloe.more(number, 'History');
        const history = await chloe.dialog('History').innerText();
        await picture(chloe.page, 'escalate-history');
        const step = history.split('\n').findIndex((line) => line.includes(`${chloe.name} chose “Resolve”`));
        const despite = history.split('\n').findIndex((line) => line.includes(`despite: ${child}`));
        assert.ok(step >= 0 && despite > step, history);
        await chloe.page.keyboard.press('Escape');
        // Theirs goes on.
        await emma.card(child).getByRole('button', { name: 'Take it' }).click();
        await emma.card(child).getByText(`@${emma.name}`).waitFor();
    });
});
