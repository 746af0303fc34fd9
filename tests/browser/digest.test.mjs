// A manager's Monday in the page: the digest, its charts, the list behind each number; and an agent who asks why.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPage, picture, startBrowser } from './browser.mjs';
import { startProgram, viewOf } from './program.mjs';

const kPhone = { width: 400, height: 860 };
let browser;
let demo;
let manager;
let agent;

const idOf = (people, title) => people.find((one) => title.test(one.title)).id;

async function type(page, text) {
    const box = page.getByRole('textbox', { name: /^Message/ }).first();
    await box.fill(text);
    await box.press('Enter');
}

async function openMessagesOfApp(page) {
    await page.getByRole('navigation').getByRole('button', { name: 'Deskbell' }).click();
    await page.getByRole('tab', { name: 'Messages' }).click();
}

const digestOn = (page) => page.getByRole('main').getByRole('article').filter({ hasText: 'Digest of' }).last();

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    const page = await openPage(browser, demo.url);
    const { people } = await viewOf(demo.url, '');
    manager = await openPage(browser, demo.url, { as: idOf(people, /manager/i), height: 1400 });
    agent = await openPage(browser, demo.url, { as: idOf(people, /it agent/i), height: 1200 });
    await page.close();
});
after(async () => {
    const wrong = [manager, agent].flatMap((page) => page?.wrong ?? []);
    await browser?.close();
    assert.equal(await demo?.stop(), 0);
    assert.deepEqual(wrong, []);
});

describe('the Home of a manager', () => {
    it('has six numbers of now without a digest, each with its list', async () => {
        await manager.getByRole('navigation').getByRole('button', { name: 'Deskbell' }).click();
        await manager.getByRole('tab', { name: 'Home' }).click();
        const home = manager.getByRole('tabpanel', { name: 'Home' });
        const opened = home.getByRole('button', { name: /^Opened \d+$/ });
        await opened.waitFor();
        for (const words of ['Solved the first time', 'First answers in time', 'before:'])
            await home.getByText(words).first().waitFor();
        await picture(manager, 'home-figures');
        const before = Number(/\d+/.exec(await opened.innerText())[0]);
        await opened.click();
        await manager.getByRole('dialog').getByText(/^As of/).waitFor();
        await manager.keyboard.press('Escape');
        await agent.getByRole('navigation').getByRole('button', { name: 'help-it' }).click();
        await type(agent, '/ticket A lamp for the corridor');
        await home.getByRole('button', { name: 'Refresh' }).click();
        await home.getByRole('button', { name: `Opened ${before + 1}` }).waitFor();
        await manager.getByRole('navigation').getByRole('button', { name: 'help-it' }).click();
    });
});

describe('the managers’ digest', () => {
    it('comes as a direct message when a manager asks for it', async () => {
        await type(manager, '/desk digest');
        await openMessagesOfApp(manager);
        await digestOn(manager).waitFor();
        await picture(manager, 'digest');
        for (const words of ['First answer', 'Flow', 'opened'])
            await digestOn(manager).getByText(words).first().waitFor();
    });

    it('opens behind every number a list with exactly as many tickets', async () => {
        const labels = (await digestOn(manager).getByRole('button').allInnerTexts()).filter((label) => / \d+$/.test(label));
        assert.ok(labels.length >= 5, labels.join(', '));
        for (const label of labels) {
            await digestOn(manager).getByRole('button', { name: label, exact: true }).first().click();
            const list = manager.getByRole('dialog');
            await list.getByText(/^week/).waitFor();
            const promised = Number(/\d+$/.exec(label)[0]);
            const shown = await list.getByRole('button', { name: 'Open', exact: true }).count();
            assert.equal(shown, Math.min(promised, 10), label);
            await list.getByRole('button', { name: 'Close' }).last().click();
            await list.waitFor({ state: 'detached' });
        }
    });

    it('carries three charts whose words say the numbers', async () => {
        await digestOn(manager).getByRole('button', { name: /repl/ }).click();
        const charts = manager.getByRole('complementary', { name: 'Thread' }).locator('img[alt]');
        await charts.nth(2).waitFor();
        const words = await charts.evaluateAll((all) => all.map((one) => one.alt).filter((alt) => alt.length > 20));
        assert.equal(words.length, 3, words.join('\n'));
        for (const alt of words) assert.match(alt, /\d/);
        await picture(manager, 'charts');
    });

    it('can be read on a phone without scrolling sideways', async () => {
        await manager.setViewportSize(kPhone);
        const wide = await manager.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${wide} pixels too wide`);
        await picture(manager, 'digest-phone');
        await manager.setViewportSize({ width: 1280, height: 1400 });
    });

    it('is not for everybody', async () => {
        const { people } = await viewOf(demo.url, '');
        const employee = await openPage(browser, demo.url, { as: idOf(people, /employee/i) });
        await type(employee, '/desk digest');
        await employee.getByRole('main').getByText(/manager/i).last().waitFor();
        await openMessagesOfApp(employee);
        assert.equal(await digestOn(employee).count(), 0);
        await employee.context().close();
    });
});

describe('deadlines', () => {
    it('stand in the queue with the time that is left', async () => {
        await agent.getByRole('navigation').getByRole('button', { name: 'triage-it' }).click();
        await type(agent, '/desk queue');
        await agent.getByRole('main').getByText(/left · due|late by/).first().waitFor();
        await picture(agent, 'queue');
    });

    it('can be explained: policy, calendar, and what counted', async () => {
        const card = agent.getByRole('main').getByRole('article').filter({ hasText: 'Requester' }).last();
        await card.getByText('More').click();
        await agent.getByRole('option', { name: 'Why this deadline?' }).click();
        const why = agent.getByRole('dialog', { name: 'Why this deadline?' });
        for (const words of [/policy P\d/, /Calendar: /, /Time that counts/, /Mon–Fri/])
            await why.getByText(words).first().waitFor();
        await picture(agent, 'why');
        await why.getByRole('button', { name: 'Close' }).last().click();
    });
});
