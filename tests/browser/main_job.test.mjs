// The main job, done in the page as the people do it: somebody asks, an agent answers, somebody confirms.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPage, picture, startBrowser, until } from './browser.mjs';
import { castOf, leave } from './desk.mjs';
import { startProgram, viewOf } from './program.mjs';

let browser;
let demo;
let cast;

const shows = (locator) => locator.waitFor();
// A request is "In fulfilment" where an incident is "In progress".
const kBeingWorkedOn = /In (progress|fulfilment)/;
const numberIn = (text) => /\b(INC|REQ)-\d+\b/.exec(text)?.[0];

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    cast = await castOf(browser, demo.url);
});
after(() => leave(browser, demo, cast));

describe('a request typed as a command', () => {
    const title = 'The projector in room 4 stays dark';
    let number;

    it('is answered to the person alone: number, promise, link', async () => {
        const { employee, help } = cast;
        await employee.write(help, `/ticket ${title}`);
        const answer = employee.message('Only visible to you', title);
        await shows(answer);
        const text = await answer.innerText();
        number = numberIn(text);
        assert.ok(number, text);
        assert.match(text, /by .*\d\d:\d\d/);
        await picture(employee.page, 'employee-raised-by-command');
    });

    it("stands as a card in the agents' channel, with what an agent may do now", async () => {
        const { agent, employee, triage } = cast;
        await agent.go(triage);
        const card = agent.card(number);
        await shows(card.getByRole('button', { name: 'Take it' }));
        const text = await card.innerText();
        for (const piece of [title, employee.name, 'State', 'Priority', 'nobody yet', 'First answer by'])
            assert.ok(text.includes(piece), `${piece} in ${text}`);
        for (const name of ['Reply', 'Note', 'Resolve'])
            assert.equal(await card.getByRole('button', { name, exact: true }).count(), 1, name);
        assert.equal(await card.getByRole('combobox', { name: 'More' }).count(), 1);
        await picture(agent.page, 'agent-card');
    });

    it('is taken, and the requester hears who has it', async () => {
        const { agent, employee } = cast;
        const card = agent.card(number);
        await card.getByRole('button', { name: 'Take it' }).click();
        await shows(card.getByText(kBeingWorkedOn));
        await card.getByRole('button', { name: 'Take it' }).waitFor({ state: 'detached' });
        await employee.messagesOfApp();
        await employee.openThread(employee.message(number));
        await shows(employee.reply(`is looking at ${number}`));
    });

    it('a reply reaches the requester, a note never does', async () => {
        const { agent, employee } = cast;
        const card = agent.card(number);
        await card.getByRole('button', { name: 'Reply', exact: true }).click();
        await agent.dialog('Reply').getByLabel('Reply').fill('Is the *red* light on?');
        await picture(agent.page, 'agent-reply');
        await agent.dialog('Reply').getByRole('button', { name: 'Send' }).click();
        await agent.message('Goes to').getByRole('button', { name: 'Send now' }).click();
        await shows(employee.reply('light on?'));
        await picture(employee.page, 'employee-thread');
        await card.getByRole('button', { name: 'Note', exact: true }).click();
        await agent.dialog('Note').getByLabel('Note').fill('Third lamp this month, ask the supplier');
        await agent.dialog('Note').getByRole('button', { name: 'Send' }).click();
        await agent.openThread(card);
        await shows(agent.reply('Third lamp this month'));
        await picture(agent.page, 'agent-thread');
        await agent.page.keyboard.press('Escape');
        assert.ok(!JSON.stringify(await viewOf(demo.url, employee.id)).includes('Third lamp'));
    });

    it("an answer in the requester's thread reaches the agents", async () => {
        const { agent, employee } = cast;
        const field = employee.page.getByRole('textbox', { name: 'Reply', exact: true });
        await field.fill('No, everything is dark');
        await field.press('Enter');
        await agent.openThread(agent.card(number));
        await shows(agent.reply('everything is dark'));
        await agent.page.keyboard.press('Escape');
    });

    it('priority follows from how many and how badly', async () => {
        const { agent } = cast;
        const card = agent.card(number);
        await card.getByRole('combobox', { name: 'More' }).click();
        await picture(agent.page, 'agent-more');
        await agent.page.getByRole('option', { name: 'Priority…' }).click();
        const form = agent.dialog('Priority');
        await agent.choose(form, 'How many are affected?', 'Everyone, a whole site or customers');
        await agent.choose(form, 'How badly?', 'Work has stopped');
        await form.getByRole('button', { name: 'Priority' }).click();
        await form.waitFor({ state: 'detached' });
        await until('the card says P1', async () => /\bP1\b/.test(await card.innerText()));
    });

    it('is held with a reason, and goes on', async () => {
        const { agent, employee } = cast;
        const card = agent.card(number);
        await card.getByRole('combobox', { name: 'More' }).click();
        await agent.page.getByRole('option', { name: 'Hold…' }).click();
        const form = agent.dialog('Hold');
        await form.getByRole('button', { name: 'Hold' }).click();
        await shows(form.getByText('Please complete this required field.'));
        await agent.choose(form, 'Reason', 'Waiting for a supplier');
        await form.getByRole('button', { name: 'Hold' }).click();
        await shows(card.getByText('On hold'));
        await shows(employee.reply('on hold'));
        await picture(agent.page, 'agent-on-hold');
        await card.getByRole('button', { name: 'Resume' }).click();
        await shows(card.getByText(kBeingWorkedOn));
    });

    it('is resolved, and the requester confirms', async () => {
        const { agent, employee } = cast;
        const card = agent.card(number);
        await card.getByRole('button', { name: 'Resolve', exact: true }).click();
        await agent.dialog('Resolve').getByLabel('Resolution').fill('A new lamp is in');
        await picture(agent.page, 'agent-resolve');
        await agent.dialog('Resolve').getByRole('button', { name: 'Resolve' }).click();
        const answer = employee.reply('A new lamp is in');
        await shows(answer.getByRole('button', { name: 'No, reopen' }));
        await picture(employee.page, 'employee-solved');
        await answer.getByRole('button', { name: 'Yes, solved' }).click();
        await until('the card is closed', async () => /Closed/.test(await card.innerText()));
        assert.equal(await card.getByRole('button', { name: 'Resolve', exact: true }).count(), 0);
        await picture(agent.page, 'agent-closed');
    });
});

describe('a request by the form', () => {
    const title = 'Nobody can log in to the shop';
    let number;

    it('asks how many and how badly when something is broken, and remembers what was typed', async () => {
        const { employee, help } = cast;
        await employee.go(help);
        await employee.page.getByRole('button', { name: 'Shortcuts' }).click();
        await employee.page.getByRole('menuitem', { name: 'New ticket' }).click();
        const form = employee.dialog('New ticket');
        await form.getByLabel('What do you need?').fill(title);
        await form.getByLabel('Details').fill('Since this morning');
        await employee.choose(form, 'Type', 'I need something');
        await form.getByLabel('How many are affected?').waitFor({ state: 'detached' });
        await employee.choose(form, 'Type', 'Something is broken');
        await employee.choose(form, 'How many are affected?', 'A department or several teams');
        await employee.choose(form, 'How badly?', 'Work has stopped');
        assert.equal(await form.getByLabel('What do you need?').inputValue(), title);
        await picture(employee.page, 'employee-form');
        await form.getByRole('button', { name: 'Create' }).click();
        const done = employee.page.getByRole('dialog', { name: /^INC-\d+$/ });
        await shows(done);
        number = numberIn(await done.getAttribute('aria-label'));
        assert.match(await done.innerText(), /by .*\d\d:\d\d/);
        await done.getByRole('button', { name: 'Close' }).last().click();
        await done.waitFor({ state: 'detached' });
    });

    it('is reopened by "No, reopen"', async () => {
        const { agent, employee, triage } = cast;
        await agent.go(triage);
        const card = agent.card(number);
        await shows(card.getByText('Since this morning'));
        await card.getByRole('button', { name: 'Resolve', exact: true }).click();
        await agent.dialog('Resolve').getByLabel('Resolution').fill('Please try again');
        await agent.dialog('Resolve').getByRole('button', { name: 'Resolve' }).click();
        await employee.messagesOfApp();
        await employee.openThread(employee.message(number));
        await employee.reply('Please try again').getByRole('button', { name: 'No, reopen' }).click();
        await shows(card.getByText(kBeingWorkedOn));
        await shows(employee.reply(number, 'is open again'));
    });
});

describe('the other doors', () => {
    it('a ticket reaction makes a ticket for the author, once', async () => {
        const { agent, employee, other, help, triage } = cast;
        await other.write(help, 'My monitor flickers all day');
        await employee.go(help);
        await employee.react(employee.message('monitor flickers'), 'ticket');
        const source = other.message('monitor flickers');
        await source.getByRole('button', { name: /^\d+ repl/ }).waitFor();
        await other.openThread(source);
        const receipt = other.reply('Solved – thanks');
        await shows(receipt);
        const number = numberIn(await receipt.innerText());
        await agent.go(triage);
        const card = agent.card(number);
        await shows(card.getByText('My monitor flickers all day').first());
        assert.ok((await card.innerText()).includes(other.name));
        await other.page.keyboard.press('Escape');
        await other.react(source, 'ticket');
        await shows(other.page.getByText(`This conversation already has the ticket ${number}.`));
        await picture(other.page, 'other-reaction');
    });

    it("a stranger's click is refused in words and changes nothing", async () => {
        const { agent, other, stranger, help } = cast;
        await stranger.go(help);
        await stranger.openThread(stranger.message('monitor flickers'));
        const receipt = stranger.reply('Solved – thanks');
        const number = numberIn(await receipt.innerText());
        for (const name of ['Solved – thanks', 'Add details']) {
            await receipt.getByRole('button', { name }).click();
            const refusal = stranger.reply('Only visible to you', number);
            await shows(refusal);
            assert.match(await refusal.innerText(), /There is no \S+ that you may see/);
            if (name === 'Add details') await picture(stranger.page, 'stranger-refused');
            await refusal.getByRole('button', { name: 'Dismiss' }).click();
            await refusal.waitFor({ state: 'detached' });
        }
        assert.match(await agent.card(number).innerText(), /State\s+(New|Submitted)/);
        await other.openThread(other.message('monitor flickers'));
        await other.reply('Solved – thanks').getByRole('button', { name: 'Solved – thanks' }).click();
        await until('the card is closed', async () => /Closed/.test(await agent.card(number).innerText()));
    });

    it('the message shortcut opens the form with the words of the message', async () => {
        const { agent, employee, other, help } = cast;
        await other.write(help, 'I would like a second screen');
        await employee.go(help);
        const message = employee.message('second screen');
        await message.hover();
        await message.getByRole('button', { name: 'More actions' }).click();
        await employee.page.getByRole('menuitem', { name: 'Create ticket' }).click();
        const form = employee.dialog('New ticket');
        assert.match(await form.getByLabel('What do you need?').inputValue(), /second screen/);
        await employee.choose(form, 'Type', 'I need something');
        await form.getByLabel('How many are affected?').waitFor({ state: 'detached' });
        await form.getByRole('button', { name: 'Create' }).click();
        await shows(employee.page.getByRole('dialog', { name: /^REQ-\d+$/ }));
        await picture(employee.page, 'employee-message-shortcut');
        await employee.page.keyboard.press('Escape');
        await shows(agent.message('I would like a second screen').getByText(other.name).first());
    });

    it('a direct message to the app is a request', async () => {
        const { agent, other } = cast;
        await other.messagesOfApp();
        const field = other.page.getByRole('textbox', { name: /^Message Deskbell/ });
        await field.fill('I lost my badge');
        await field.press('Enter');
        await other.openThread(other.message('I lost my badge'));
        await shows(other.reply('Solved – thanks'));
        await shows(agent.message('I lost my badge').getByRole('button', { name: 'Take it' }));
        await picture(other.page, 'other-direct-message');
    });
});

describe("finding one's way", () => {
    it('lists and search by command', async () => {
        const { agent, employee, help, triage } = cast;
        await agent.write(triage, '/desk queue');
        const queue = agent.message('Only visible to you', 'Open');
        await shows(queue);
        assert.match(await queue.innerText(), /Nobody can log in to the shop[^]*due/);
        await picture(agent.page, 'agent-queue');
        await queue.getByRole('button', { name: 'Open' }).first().click();
        await shows(
            agent.page
                .getByRole('dialog', { name: /^(INC|REQ)-\d+$/ })
                .getByRole('button', { name: 'Resolve', exact: true }),
        );
        await picture(agent.page, 'agent-open-from-queue');
        await agent.page.keyboard.press('Escape');
        await employee.write(help, '/ticket mine');
        await shows(employee.message('Only visible to you', 'Nobody can log in to the shop'));
        await employee.write(help, '/ticket find projector');
        const found = employee.message('Only visible to you', 'The projector in room 4');
        await shows(found);
        assert.ok(!(await found.innerText()).includes('badge'));
        await picture(employee.page, 'employee-find');
        await employee.write(help, '/desk queue');
        await shows(employee.message('Only visible to you', 'The queue is for agents'));
    });

    it('the Home of an employee shows their own, that of an agent the work', async () => {
        const { agent, employee, other } = cast;
        const mine = await employee.home();
        await shows(mine.getByText('Nobody can log in to the shop'));
        assert.equal(await mine.getByText('I lost my badge').count(), 0);
        await picture(employee.page, 'employee-home');
        const theirs = await other.home();
        await shows(theirs.getByText('I lost my badge'));
        const work = await agent.home();
        await shows(work.getByText('I lost my badge').first());
        await picture(agent.page, 'agent-home');
        await work.getByRole('button', { name: 'Open' }).first().click();
        await shows(agent.page.getByRole('dialog', { name: /^(INC|REQ)-\d+$/ }));
        await agent.page.keyboard.press('Escape');
    });

    it('a private word stays private: the other employee finds nothing of it', async () => {
        const { other, help } = cast;
        await other.write(help, '/ticket find projector');
        const answer = other
            .message('Only visible to you', 'find')
            .or(other.message('Only visible to you', '· 0'));
        await shows(answer.first());
        assert.equal(await other.message('The projector in room 4').count(), 0);
    });
});
