// An inbox is set up in the page: a channel is made, the bot invited, its question answered.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { openPage, picture, startBrowser } from './browser.mjs';
import { Desk } from './desk.mjs';
import { startProgram, viewOf } from './program.mjs';

let browser;
let demo;
let admin;
let employee;

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    const { people } = await viewOf(demo.url, '');
    const sitAt = async (title) => {
        const who = people.find((one) => title.test(one.title));
        return new Desk(await openPage(browser, demo.url, { as: who.id }), who);
    };
    admin = await sitAt(/service manager/i);
    employee = await sitAt(/employee/i);
});
after(async () => {
    const wrong = [admin, employee].flatMap((desk) => desk?.page.wrong ?? []);
    await browser?.close();
    assert.equal(await demo?.stop(), 0);
    assert.deepEqual(wrong, []);
});

async function makeChannel(name, isPrivate) {
    await admin.page.getByRole('button', { name: 'Create a channel' }).click();
    const dialog = admin.page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    if (isPrivate) await dialog.getByLabel(/Private/).check();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await admin.composer(name).waitFor();
    await admin.composer(name).fill('/invite @deskbell');
    await admin.composer(name).press('Enter');
}

it('a new inbox is set up by inviting the bot, and takes requests at once', async () => {
    await makeChannel('people-team', true);
    const question = admin.message('What is this channel for?');
    await question.waitFor();
    await picture(admin.page, 'question');
    await question.getByRole('button', { name: 'Agents of a new inbox…' }).click();
    const form = admin.dialog('Set up inbox');
    await form.getByLabel('Name').fill('People team');
    await admin.choose(form, 'Calendar', 'business');
    await picture(admin.page, 'form');
    await form.getByRole('button', { name: 'Set up' }).click();
    await admin.page.getByText('People team is set up').waitFor();
    await admin.page.getByRole('button', { name: 'Close' }).last().click();
    await admin.message("made this the agents' channel of People team").waitFor();

    await employee.write('help-it', '/ticket');
    const ticket = employee.dialog('New ticket');
    await ticket.getByLabel('What do you need?').fill('A reference letter');
    await employee.choose(ticket, 'Inbox', 'People team');
    await ticket.getByRole('button', { name: 'Create' }).click();
    await admin.message('A reference letter', 'Requester').waitFor();
    await picture(admin.page, 'card');
});

it('a public channel is offered for requests only', async () => {
    await makeChannel('ask-people', false);
    const question = admin.message('What is this channel for?');
    await question.waitFor();
    assert.equal(await question.getByRole('button', { name: 'Agents of a new inbox…' }).count(), 0);
    await question.getByLabel('Requests of an inbox').click();
    await admin.page.getByRole('option', { name: 'People team', exact: true }).click();
    await admin.message('connected this channel with People team').waitFor();
    await admin.composer('ask-people').fill('/desk inboxes');
    await admin.composer('ask-people').press('Enter');
    const list = admin.message('people ask in #ask-people');
    await list.getByRole('button', { name: 'Change…' }).waitFor();
    await picture(admin.page, 'inboxes');
});
