// A message that is no request and is one after all, and what its author's words mean once it is solved.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPage, picture, startBrowser, until } from './browser.mjs';
import { startProgram, viewOf } from './program.mjs';

const title = 'My chair squeaks at every move';

let browser;
let demo;
let employee;
let agent;
let number;

const inMain = (page, ...words) => all(page.getByRole('main'), ...words).last();
const inThread = (page, ...words) =>
    all(page.getByRole('complementary', { name: 'Thread' }), ...words).last();
const all = (place, ...words) =>
    words.reduce((found, word) => found.filter({ hasText: word }), place.getByRole('article'));
const card = () => all(agent.getByRole('main'), new RegExp(`${number}(?!\\d)`), 'Requester').last();

async function go(page, channel) {
    await page.getByRole('navigation').getByRole('button', { name: channel }).click();
    await page.getByRole('textbox', { name: `Message #${channel}` }).waitFor();
}

async function openThread(page, message) {
    await message.getByRole('button', { name: /^\d+ repl(y|ies)$/ }).click();
}

async function answer(text) {
    const field = employee.getByRole('textbox', { name: 'Reply', exact: true });
    await field.fill(text);
    await field.press('Enter');
}

async function choose(entry) {
    await card().getByRole('combobox', { name: 'More' }).click();
    await agent.getByRole('option', { name: entry }).click();
}

async function resolve(text) {
    await card().getByRole('button', { name: 'Resolve', exact: true }).click();
    const form = agent.getByRole('dialog', { name: 'Resolve' });
    await form.getByLabel('Resolution').fill(text);
    await form.getByRole('combobox', { name: 'Cause' }).click();
    await picture(agent, 'afterwards-causes');
    await agent.getByRole('option', { name: 'Documentation missing' }).click();
    await form.getByRole('button', { name: 'Resolve' }).click();
    await inThread(employee, text).getByRole('button', { name: 'Yes, solved' }).waitFor();
}

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    const { people } = await viewOf(demo.url, '');
    const of = (title) => people.find((one) => title.test(one.title)).id;
    agent = await openPage(browser, demo.url, { as: of(/it agent/i) });
    const rooms = async (id) => (await viewOf(demo.url, id)).channels.filter((one) => one.is_private && !one.is_im);
    for (const { id, is_bot } of people)
        if (!is_bot && !employee && (await rooms(id)).length === 0)
            employee = await openPage(browser, demo.url, { as: id });
});
after(async () => {
    const wrong = [employee, agent].flatMap((page) => page?.wrong ?? []);
    await browser?.close();
    const code = await demo?.stop();
    assert.deepEqual(wrong, []);
    assert.equal(code, 0);
});

describe('a message that becomes a ticket', () => {
    it('is one by the ticket sign at its beginning', async () => {
        await go(employee, 'help-it');
        const composer = employee.getByRole('textbox', { name: 'Message #help-it' });
        await composer.fill(`🎫 ${title}`);
        await composer.press('Enter');
        await openThread(employee, inMain(employee, title));
        const receipt = inThread(employee, 'Solved – thanks');
        await receipt.waitFor();
        number = /REQ-\d+/.exec(await receipt.innerText())[0];
    });

    it('leaves no trace in the channel when it is no request, and comes back with Undo', async () => {
        await go(agent, 'triage-it');
        await card().waitFor();
        await choose('Not a request');
        await all(employee.getByRole('complementary', { name: 'Thread' }), number).first().waitFor({ state: 'detached' });
        await openThread(agent, card());
        await picture(agent, 'afterwards-set-aside');
        await inThread(agent, 'set', 'aside').getByRole('button', { name: 'Undo' }).click();
        await inThread(employee, 'Solved – thanks').waitFor();
        await agent.keyboard.press('Escape');
        await picture(employee, 'afterwards-put-back');
    });

    it('gets a sign for thanks once it is solved, and is reopened by anything else', async () => {
        await card().getByRole('button', { name: 'Take it' }).click();
        await resolve('A drop of oil');
        await answer('Thank you so much!');
        await inThread(employee, 'Thank you so much!').getByText('✅').waitFor();
        await picture(employee, 'afterwards-thanks');
        await answer('It squeaks again since this morning');
        await inThread(employee, number, 'is open again', 'We look at it').waitFor();
        const solution = inThread(employee, 'A drop of oil');
        await solution.getByText('is open again').waitFor();
        assert.equal(await solution.getByRole('button', { name: 'Yes, solved' }).count(), 0);
        await picture(employee, 'afterwards-reopened');
    });

    it('stays closed, and a word after that becomes a linked ticket with one click', async () => {
        await until('it can be solved again', async () => /In fulfilment/.test(await card().innerText()));
        await resolve('A new chair');
        await inThread(employee, 'A new chair').getByRole('button', { name: 'Yes, solved' }).click();
        await inThread(employee, 'is closed').waitFor();
        await answer('The new chair has no arms');
        const offer = inThread(employee, 'is closed and stays so');
        await picture(employee, 'afterwards-offer');
        await offer.getByRole('button', { name: `New ticket linked to ${number}` }).click();
        await inThread(employee, 'Your message is a new ticket').waitFor();
        const next = all(agent.getByRole('main'), 'The new chair has no arms', 'Requester').last();
        await next.getByText(`Follows ${number}`).waitFor();
        await picture(agent, 'afterwards-linked');
    });
});
