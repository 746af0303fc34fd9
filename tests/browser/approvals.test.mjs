// An approval in the page: an agent asks, two people read their cards, one asks back and rejects, another one
// is away and somebody stands in.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPage, picture, startBrowser, until } from './browser.mjs';
import { startProgram } from './program.mjs';

const kPeople = {
    employee: 'U0MIA',
    agent: 'U0ANA',
    approver: 'U0OMAR',
    other: 'U0JONAS',
};
const kTitle = 'A graphics tablet for the brochure';

let browser;
let demo;
const pages = {};

const main = (page) => page.getByRole('main');
const message = (place, ...words) =>
    words.reduce((found, word) => found.filter({ hasText: word }), place.getByRole('article')).last();
const shows = (locator) => locator.waitFor();
const thread = (page) => page.getByRole('complementary', { name: 'Thread' });

async function go(page, channel) {
    await page.getByRole('navigation').getByRole('button', { name: channel }).click();
    await page.getByRole('textbox', { name: `Message #${channel}` }).waitFor();
}

async function write(page, channel, text) {
    await go(page, channel);
    const field = page.getByRole('textbox', { name: `Message #${channel}` });
    await field.fill(text);
    await field.press('Enter');
}

async function app(page, tab) {
    await page.getByRole('navigation').getByRole('button', { name: 'Deskbell' }).click();
    await page.getByRole('tab', { name: tab }).click();
}

async function choose(page, form, label, ...options) {
    await form.getByLabel(label).click();
    for (const name of options) await page.getByRole('option', { name }).first().click();
    if (await page.getByRole('listbox').count()) await page.keyboard.press('Escape');
}

/** The card in the agents' channel. */
const card = (page) =>
    main(page)
        .getByRole('article')
        .filter({ hasText: kTitle })
        .filter({ hasText: 'Requester' })
        .filter({ hasNotText: 'Only visible to you' })
        .last();

async function more(page, entry) {
    await card(page).getByRole('combobox', { name: 'More' }).click();
    await page.getByRole('option', { name: entry }).click();
}

async function askForApproval(page, rule, ...approvers) {
    await more(page, 'Approval…');
    const form = page.getByRole('dialog', { name: 'Approval' });
    await choose(page, form, 'Who decides?', ...approvers);
    await choose(page, form, 'How do several decide?', rule);
    await form.getByLabel('What is to be approved?').fill('Buy the large model');
    await form.getByLabel('Cost and risk').fill('480 EUR');
    await picture(page, 'approval-form');
    await form.getByRole('button', { name: 'Ask' }).click();
    await form.waitFor({ state: 'detached' });
}

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    for (const [role, id] of Object.entries(kPeople)) pages[role] = await openPage(browser, demo.url, { as: id });
});
after(async () => {
    const wrong = Object.values(pages).flatMap((page) => page.wrong);
    await browser?.close();
    const code = await demo?.stop();
    assert.deepEqual(wrong, []);
    assert.equal(code, 0);
});

describe('an approval', () => {
    it('is asked for on the card, and holds the ticket', async () => {
        const { agent, employee } = pages;
        await write(employee, 'help-it', `/ticket ${kTitle}`);
        await go(agent, 'triage-it');
        await card(agent).getByRole('button', { name: 'Take it' }).click();
        await askForApproval(agent, 'All of them', 'Omar Haddad', 'Jonas Weber');
        await shows(card(agent).getByText('Waiting for an approval'));
        assert.equal(await card(agent).getByRole('button', { name: 'Resolve', exact: true }).count(), 0);
        await picture(agent, 'approval-agents-card');
    });

    it('reaches its approvers with what they have to know', async () => {
        const { approver } = pages;
        await app(approver, 'Messages');
        const request = message(main(approver), 'waits for your decision');
        await shows(request.getByRole('button', { name: 'Approve' }));
        const text = await request.innerText();
        for (const piece of [kTitle, 'Mia Sørensen', 'Buy the large model', '480 EUR', 'all of them'])
            assert.ok(text.includes(piece), `${piece} in ${text}`);
        await picture(approver, 'approval-card');
        await app(approver, 'Home');
        const home = approver.getByRole('tabpanel', { name: 'Home' });
        await shows(home.getByText('Waiting for your decision'));
        await shows(home.getByText(kTitle));
        await picture(approver, 'approval-home');
    });

    it('stays open while they ask, and the answer comes to them', async () => {
        const { approver, employee } = pages;
        await app(approver, 'Messages');
        const request = message(main(approver), 'waits for your decision');
        await request.getByRole('button', { name: 'Ask…' }).click();
        const form = approver.getByRole('dialog', { name: 'Ask' });
        await form.getByLabel('Your question').fill('Would the small one do?');
        await form.getByRole('button', { name: 'Ask' }).click();
        await form.waitFor({ state: 'detached' });
        await app(employee, 'Messages');
        await message(main(employee), kTitle)
            .getByRole('button', { name: /^\d+ repl(y|ies)$/ })
            .click();
        await shows(message(thread(employee), 'Would the small one do?'));
        await picture(employee, 'approval-question');
        const field = employee.getByRole('textbox', { name: 'Reply', exact: true });
        await field.fill('No, the brochure is A3');
        await field.press('Enter');
        await request.getByRole('button', { name: /^\d+ repl(y|ies)$/ }).click();
        await shows(message(thread(approver), 'the brochure is A3'));
        await approver.keyboard.press('Escape');
    });

    it('is rejected with a reason: every card loses its buttons, both sides read why', async () => {
        const { agent, approver, employee, other } = pages;
        const request = message(main(approver), kTitle, '480 EUR');
        await request.getByRole('button', { name: 'Reject…' }).click();
        const form = approver.getByRole('dialog', { name: 'Reject' });
        await form.getByRole('button', { name: 'Reject' }).click();
        await shows(form.getByText('Please complete this required field.'));
        await form.getByLabel('Why?').fill('The budget of this year is spent');
        await form.getByRole('button', { name: 'Reject' }).click();
        await form.waitFor({ state: 'detached' });
        await app(other, 'Messages');
        for (const page of [approver, other]) {
            const copy = message(main(page), kTitle, '480 EUR');
            await shows(copy.getByText('The budget of this year is spent'));
            assert.equal(await copy.getByRole('button', { name: 'Approve' }).count(), 0);
        }
        await picture(other, 'approval-rejected-card');
        await shows(message(thread(employee), 'Rejected', 'The budget of this year is spent'));
        await until('the ticket is in work again', async () =>
            /In fulfilment/.test(await card(agent).innerText()),
        );
        await card(agent)
            .getByRole('button', { name: /^\d+ repl(y|ies)$/ })
            .click();
        await shows(message(thread(agent), 'Rejected').getByRole('button', { name: /^Cancel REQ-\d+…$/ }));
        await picture(agent, 'approval-rejected');
        await agent.keyboard.press('Escape');
    });

    it('is given by whoever stands in', async () => {
        const { agent, approver, other } = pages;
        await write(other, 'general', '/desk delegate');
        const form = other.getByRole('dialog', { name: 'Delegate approvals' });
        await choose(other, form, 'Who decides for you?', 'Omar Haddad');
        await form.getByLabel('Until').fill(await form.getByLabel('From').inputValue());
        await form.getByLabel('Why?').fill('At the trade fair');
        await picture(other, 'delegate-form');
        await form.getByRole('button', { name: 'Delegate' }).click();
        await form.waitFor({ state: 'detached' });
        await app(other, 'Home');
        await shows(other.getByRole('tabpanel', { name: 'Home' }).getByText('Omar Haddad decides for you'));
        await picture(other, 'delegate-home');
        await askForApproval(agent, 'Any one of them', 'Jonas Weber');
        await app(approver, 'Messages');
        const request = message(main(approver), 'You decide for Jonas Weber');
        await request.getByRole('button', { name: 'Approve' }).click();
        await app(other, 'Messages');
        await shows(message(main(other), 'Approved', 'Omar Haddad for Jonas Weber'));
        await picture(approver, 'approval-given-for');
        await until('the ticket is in work again', async () =>
            /In fulfilment/.test(await card(agent).innerText()),
        );
    });
});
