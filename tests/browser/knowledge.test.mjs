// What a team knows, done in the page: an agent writes it down and answers with it, people are shown what fits.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { castOf, leave } from './desk.mjs';
import { startProgram } from './program.mjs';

let browser;
let demo;
let cast;

const numberIn = (text) => /\b(INC|REQ)-\d+\b/.exec(text)?.[0];

async function writeDown(agent, triage, kind, title, text) {
    await agent.write(triage, '/desk knowledge new');
    const form = agent.dialog('New knowledge');
    await agent.choose(form, 'Kind', kind);
    await form.getByLabel('Title').fill(title);
    await form.getByLabel('Text').fill(text);
    await form.getByRole('button', { name: 'Save' }).click();
    const shown = agent.dialog(kind.startsWith('Ready') ? 'Ready answer' : 'Article');
    await shown.getByText(title).waitFor();
    await shown.getByRole('button', { name: 'Close' }).last().click();
}

async function openForm(person, channel) {
    await person.write(channel, '/ticket');
    const form = person.dialog('New ticket');
    await form.waitFor();
    return form;
}

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    cast = await castOf(browser, demo.url);
});
after(() => leave(browser, demo, cast));

describe('what a team knows', () => {
    it('is shown in the form when a title is entered, and can be enough', async () => {
        const { agent, employee, triage, help } = cast;
        const kind = 'Article, suggested to people who ask';
        await writeDown(agent, triage, kind, 'Pair the label printer', 'Hold the blue button for five seconds.');
        const form = await openForm(employee, help);
        await form.getByLabel('What do you need?').fill('The label printer does not pair');
        await form.getByLabel('What do you need?').press('Enter');
        await form.getByText('Hold the blue button').waitFor();
        await form.getByRole('button', { name: 'Send anyway' }).waitFor();
        await picture(employee.page, 'knowledge-suggested');
        await form.getByRole('button', { name: 'This solved it' }).click();
        const thanks = employee.dialog('Solved');
        await thanks.getByText('No ticket was needed').waitFor();
        await thanks.getByRole('button', { name: 'Close' }).last().click();
    });

    it('stops nobody: the first Create shows it, the second sends what was typed', async () => {
        const { employee, help } = cast;
        const form = await openForm(employee, help);
        await form.getByLabel('What do you need?').fill('Our label printer will not pair again');
        await form.getByLabel('Details').fill('Since this morning');
        await form.getByRole('button', { name: 'Create' }).click();
        await form.getByText('Hold the blue button').waitFor();
        assert.equal(await form.getByLabel('Details').inputValue(), 'Since this morning');
        await form.getByRole('button', { name: 'Send anyway' }).click();
        await employee.page.getByRole('dialog', { name: /^(INC|REQ)-\d+$/ }).waitFor();
        await employee.page.keyboard.press('Escape');
    });

    it('is made of a message by the shortcut, and only by agents', async () => {
        const { agent, employee, triage, help } = cast;
        await agent.write(triage, 'The scanner needs its lid closed');
        await agent.go(triage);
        const message = agent.message('its lid closed');
        await message.hover();
        await message.getByRole('button', { name: 'More actions' }).click();
        await agent.page.getByRole('menuitem', { name: 'Save as knowledge' }).click();
        const form = agent.dialog('New knowledge');
        assert.match(await form.getByLabel('Text').inputValue(), /its lid closed/);
        await form.getByLabel('Title').fill('The scanner is silent');
        await picture(agent.page, 'knowledge-from-message');
        await form.getByRole('button', { name: 'Save' }).click();
        const saved = agent.dialog('Article');
        await saved.getByText('The scanner is silent').waitFor();
        await saved.getByRole('button', { name: 'Close' }).last().click();

        await employee.write(help, 'A word among colleagues');
        const other = employee.message('A word among colleagues');
        await other.hover();
        await other.getByRole('button', { name: 'More actions' }).click();
        await employee.page.getByRole('menuitem', { name: 'Save as knowledge' }).click();
        await employee.page.getByText("Only the agents of a ticket's inbox").waitFor();
        await employee.page.keyboard.press('Escape');
    });

    it('fills a reply, below what the agent typed', async () => {
        const { agent, employee, triage, help } = cast;
        const kind = 'Ready answer, for agents only';
        await writeDown(agent, triage, kind, 'We look', 'Hello {requester}, {number} is next on our list.');
        await employee.write(help, '/ticket A louder doorbell for the ramp');
        const answer = employee.message('Only visible to you', 'A louder doorbell');
        await answer.waitFor();
        const number = numberIn(await answer.innerText());
        await agent.go(triage);
        await agent.card(number).getByRole('button', { name: 'Reply', exact: true }).click();
        const form = agent.dialog('Reply');
        await form.getByRole('textbox', { name: 'Reply' }).fill('Thanks for asking.');
        await agent.choose(form, 'Ready answer', 'We look');
        const words = () => form.getByRole('textbox', { name: 'Reply' }).inputValue();
        const text = await until('the ready answer stands in the reply', async () =>
            (await words()).includes(`${number} is next on our list`) ? words() : null,
        );
        assert.match(text, /^Thanks for asking\.\n\nHello /);
        await picture(agent.page, 'knowledge-ready-answer');
        await form.getByRole('button', { name: 'Send' }).click();
        await form.waitFor({ state: 'detached' });
        await employee.messagesOfApp();
        await employee.openThread(employee.message(number));
        await employee.reply(`${number} is next on our list`).waitFor();
    });

    it('lets people join a known issue instead of reporting it again', async () => {
        const { agent, other, employee, triage, help } = cast;
        await employee.write(help, '/ticket The badge reader at gate seven');
        const answer = employee.message('Only visible to you', 'gate seven');
        await answer.waitFor();
        const number = numberIn(await answer.innerText());
        await agent.go(triage);
        await agent.card(number).getByRole('combobox', { name: 'More' }).click();
        await agent.page.getByRole('option', { name: 'Known issue…', exact: true }).click();
        const marking = agent.dialog('Known issue');
        await marking.getByLabel('What everybody reads').fill('Badge readers reject some cards');
        await marking.getByRole('button', { name: 'Save' }).click();
        await agent.card(number).getByText('Badge readers reject some cards').waitFor();
        const form = await openForm(other, help);
        await form.getByLabel('What do you need?').fill('My badge is rejected');
        await form.getByLabel('What do you need?').press('Enter');
        await form.getByText('Known issue').waitFor();
        await picture(other.page, 'knowledge-known-issue');
        await form.getByRole('button', { name: 'Me too' }).click();
        await other.dialog('Me too').getByText('hear when it is solved').waitFor();
        await agent.card(number).getByText('1 person has it too').waitFor();
    });
});
