// After the solution: how it was, what follows from a low score, and who can see a ticket.
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { castOf, leave } from './desk.mjs';
import { startProgram } from './program.mjs';

const title = 'My desk lamp hums like a bee';

let browser;
let demo;
let cast;
let number;

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    cast = await castOf(browser, demo.url);
});
after(() => leave(browser, demo, cast));

describe('the voice of who asked', () => {
    it('lists for the requester and for an agent who can see the ticket', async () => {
        const { other, agent, help, triage } = cast;
        await other.write(help, `/ticket ${title}`);
        const answer = other.message('Only visible to you', title);
        await answer.waitFor();
        number = /(REQ|INC)-\d+/.exec(await answer.innerText())[0];
        await other.write(help, `/ticket ${number}`);
        await other
            .within(other.page.getByRole('main'), number)
            .getByRole('button', { name: 'Who can see this?' })
            .click();
        const list = other.dialog('Who can see this?');
        await list.getByText('Agents of IT help').waitFor();
        await picture(other.page, 'voice-who-sees');
        await list.getByRole('button', { name: 'Close' }).last().click();
        await agent.go(triage);
        await agent.card(number).getByRole('combobox', { name: 'More' }).click();
        await agent.page.getByRole('option', { name: 'Who can see this?' }).click();
        await agent.dialog('Who can see this?').getByText('Who asked').waitFor();
        await agent.dialog('Who can see this?').getByRole('button', { name: 'Close' }).last().click();
    });

    it('asks how it was once the ticket is closed, and one press is an answer', async () => {
        const { other, agent } = cast;
        await agent.card(number).getByRole('button', { name: 'Take it' }).click();
        await agent.card(number).getByRole('button', { name: 'Resolve', exact: true }).click();
        const form = agent.dialog('Resolve');
        await form.getByLabel('Resolution').fill('Took it away');
        await form.getByRole('button', { name: 'Resolve' }).click();
        await other.messagesOfApp();
        await other.openThread(other.message(number));
        await other.reply('Took it away').getByRole('button', { name: 'Yes, solved' }).click();
        const question = other.message('How was it?', number);
        await question.waitFor();
        await picture(other.page, 'voice-question');
        await question.getByRole('button', { name: /2$/ }).click();
        await other.message(`You gave ${number}`, '2 of 5').waitFor();
    });

    it('takes a comment as a second step, and a low score is a task of the team', async () => {
        const { other, agent } = cast;
        await other.message(`You gave ${number}`).getByRole('button', { name: 'Add a comment' }).click();
        const form = other.dialog('Comment');
        await form.getByLabel('Comment').fill('Now I sit in the dark');
        await picture(other.page, 'voice-comment');
        await form.getByRole('button', { name: 'Save' }).click();
        await other.message(`You gave ${number}`, 'Now I sit in the dark').waitFor();
        const task = () => agent.message('gave it', 'Now I sit in the dark');
        await task().waitFor();
        await picture(agent.page, 'voice-task');
        await task().getByRole('button', { name: 'Done…' }).click();
        const done = agent.dialog('Followed up');
        await done.getByLabel('What was done?').fill('Brought a new lamp');
        await done.getByRole('button', { name: 'Done' }).click();
        await agent.message('gave it', 'Brought a new lamp').waitFor();
        await until('the task has no button any more', async () => {
            const buttons = task().getByRole('button', { name: 'Done…' });
            return (await buttons.count()) === 0;
        });
    });

    it('shows agents what was said, and others nothing', async () => {
        const { other, agent, help, triage } = cast;
        await agent.write(triage, '/desk ratings');
        await agent.message('Ratings of the last', 'Now I sit in the dark').waitFor();
        await picture(agent.page, 'voice-ratings');
        await other.write(help, '/desk ratings');
        await other.message('Only visible to you', 'are for managers').waitFor();
    });
});
