// What happened to a ticket, and one's own data, in the page: history for both sides, export, the wish to be erased.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPage, picture, startBrowser } from './browser.mjs';
import { startProgram, viewOf } from './program.mjs';

let browser;
let demo;
let employee;
let agent;
let help;
let triage;

const shows = (locator) => locator.waitFor();
const numberIn = (text) => /\b(INC|REQ)-\d+\b/.exec(text)?.[0];

const go = (page, channel) => page.getByRole('navigation').getByRole('button', { name: channel }).click();

async function write(page, channel, text) {
    await go(page, channel);
    const field = page.getByRole('textbox', { name: `Message #${channel}` });
    await field.fill(text);
    await field.press('Enter');
}

/** The newest message with these words. */
const message = (page, ...words) =>
    words
        .reduce((found, word) => found.filter({ hasText: word }), page.getByRole('main').getByRole('article'))
        .last();

const directMessages = async (page) => {
    await page.getByRole('navigation').getByRole('button', { name: 'Deskbell' }).click();
    await page.getByRole('tab', { name: 'Messages' }).click();
};

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    const { people, channels } = await viewOf(demo.url, '');
    help = channels.find((one) => one.name === 'help-it').name;
    const rooms = async (who) =>
        (await viewOf(demo.url, who.id)).channels.filter((one) => one.is_private && !one.is_im);
    const humans = people.filter((one) => !one.is_bot);
    const it = humans.find((one) => /it agent/i.test(one.title));
    triage = (await rooms(it))[0].name;
    let plain;
    for (const who of humans) if (!plain && (await rooms(who)).length === 0) plain = who;
    employee = await openPage(browser, demo.url, { as: plain.id });
    agent = await openPage(browser, demo.url, { as: it.id });
});
after(async () => {
    const wrong = [employee, agent].flatMap((page) => page?.wrong ?? []);
    await browser?.close();
    assert.equal(await demo?.stop(), 0);
    assert.deepEqual(wrong, []);
});

describe('the history of a ticket', () => {
    let number;

    it('is in the menu More of the card, with names, changes and notes', async () => {
        await write(employee, help, '/ticket The lamp over my desk flickers');
        const answer = message(employee, 'Only visible to you', 'flickers');
        await shows(answer);
        number = numberIn(await answer.innerText());
        await go(agent, triage);
        const card = message(agent, number, 'Requester');
        await card.getByRole('button', { name: 'Take it' }).click();
        await card.getByRole('button', { name: 'Take it' }).waitFor({ state: 'detached' });
        await card.getByRole('button', { name: 'Note', exact: true }).click();
        await agent.getByRole('dialog', { name: 'Note' }).getByLabel('Note').fill('third one this week');
        await agent.getByRole('dialog', { name: 'Note' }).getByRole('button', { name: 'Send' }).click();
        await agent.getByRole('dialog', { name: 'Note' }).waitFor({ state: 'detached' });
        await card.getByRole('combobox', { name: 'More' }).click();
        await agent.getByRole('option', { name: 'History' }).click();
        const history = agent.getByRole('dialog', { name: 'History' });
        await shows(history.getByText('chose “Take it”'));
        await shows(history.getByText('third one this week'));
        await shows(history.getByText('raised it'));
        await picture(agent, 'history-agent');
        await agent.keyboard.press('Escape');
    });

    it("is behind a button of the requester's own ticket, without notes", async () => {
        await directMessages(employee);
        await message(employee, number).getByRole('combobox', { name: 'More' }).click();
        await employee.getByRole('option', { name: 'History' }).click();
        const history = employee.getByRole('dialog', { name: 'History' });
        await shows(history.getByText('chose “Take it”'));
        assert.ok(!(await history.innerText()).includes('third one this week'));
        await picture(employee, 'history-requester');
        await employee.keyboard.press('Escape');
    });
});

describe('my own record', () => {
    it('comes as a file by direct message', async () => {
        await write(employee, help, '/ticket export');
        await shows(message(employee, 'direct message in a moment'));
        await directMessages(employee);
        await shows(message(employee, 'Everything you asked for', 'My requests'));
        await picture(employee, 'own-export');
    });

    it('erasing says what will happen and becomes a private ticket', async () => {
        await write(employee, help, '/ticket erase');
        const form = employee.getByRole('dialog', { name: 'Erase my data' });
        await shows(form.getByText('What will happen'));
        await picture(employee, 'own-erase');
        await form.getByRole('button', { name: 'Ask for it' }).click();
        await shows(form.getByText(/REQ-\d+ Erase my personal data/));
        await go(agent, triage);
        await shows(message(agent, 'Erase my personal data', 'Requester'));
    });
});
