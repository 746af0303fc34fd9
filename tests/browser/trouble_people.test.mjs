// People who are deactivated and people from outside: what becomes of their tickets, and who hears of it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { close, manager, outbox, people, sitAt, startRunning } from './running.mjs';

let browser;
let running;
let admin; // Farah: manager, administrator, and in both agents' channels
let dev; // an IT agent
let ana; // asks
let eva; // from another company

before(async () => {
    browser = await startBrowser();
    running = await startRunning();
    admin = await sitAt(browser, running, manager);
    dev = await sitAt(browser, running, people.dev);
    ana = await sitAt(browser, running, people.ana);
});
after(async () => assert.deepEqual(await close(browser, running, [admin, dev, ana, eva]), []));

/** The administrator uses the menu of the conversation with somebody. */
async function account(name, entry) {
    await admin.page.getByRole('navigation').getByRole('button', { name }).click();
    await admin.page.getByRole('button', { name: 'Account actions' }).click();
    await admin.page.getByRole('menuitem', { name: entry }).click();
}

describe('an agent who is deactivated', () => {
    let number;

    it('hands back the tickets visibly, with a button to give them to somebody', async () => {
        number = await ana.ask('The scanner scans upside down');
        await dev.go('triage-it');
        await dev.more(number, 'Assign…');
        const form = dev.dialog('Assign');
        await form.getByLabel('Assign to').click();
        await dev.page.getByRole('option', { name: /Chlo/ }).click();
        await form.getByRole('button', { name: 'Assign' }).click();
        await dev.card(number).getByText('Chlo').first().waitFor();
        await account('Chloé Martin', 'Deactivate account');
        const notice = dev.message('is deactivated. 1 ticket is unassigned now', number);
        await notice.getByRole('button', { name: 'Assign…' }).waitFor();
        await dev.card(number).getByText('nobody yet').waitFor();
        await picture(dev.page, 'agent-deactivated');
    });

    it('can be given nothing any more, and nothing waits for them for ever', async () => {
        await dev.more(number, 'Assign…');
        const form = dev.dialog('Assign');
        await form.getByLabel('Assign to').click();
        assert.equal(await dev.page.getByRole('option', { name: /Chlo/ }).count(), 0);
        await dev.page.keyboard.press('Escape');
        await dev.page.keyboard.press('Escape');
        await form.waitFor({ state: 'detached' });
        await running.delivered();
        assert.equal(await outbox(running, 'parked'), 0);
    });
});

describe('somebody who asked and is deactivated', () => {
    let number;

    it('is told of once to those who work on it', async () => {
        const ben = await sitAt(browser, running, people.ben);
        number = await ben.ask('My badge opens no door');
        await dev.card(number).getByText(' there)').waitFor(); // the desk knows who that is, and their time
        await dev.card(number).getByRole('button', { name: 'Take it' }).click();
        await account('Ben Okafor', 'Deactivate account');
        const notice = dev.message('Ben Okafor is deactivated in Slack and reads no answer any more', number);
        await notice.getByRole('button', { name: 'Open' }).click();
        await dev.page.getByRole('dialog').getByText(number).first().waitFor();
        await dev.page.keyboard.press('Escape');
        await dev.card(number).getByText('deactivated: reads no answer').waitFor();
        await picture(dev.page, 'requester-deactivated');
        await ben.page.context().close();
    });

    it('keeps nobody from ending the ticket, and nothing is parked unknown', async () => {
        await dev.card(number).getByRole('button', { name: 'Resolve', exact: true }).click();
        await dev.dialog('Resolve').getByLabel('Resolution').fill('They left the company');
        await dev.dialog('Resolve').getByRole('button', { name: 'Resolve' }).click();
        const card = dev.card(number);
        await until('it is over', async () => /Fulfilled|Resolved/.test(await card.innerText()));
        await running.delivered();
        assert.equal(await outbox(running, 'parked'), 0);
        await account('Ben Okafor', 'Reactivate account');
    });
});

describe('somebody of another company', () => {
    let number;

    it('raises a ticket with a message in a shared channel, and the card says who they are', async () => {
        await admin.go('help-it');
        await admin.page.getByRole('button', { name: 'Channel actions' }).click();
        await admin.page.getByRole('menuitem', { name: 'Invite someone from another company' }).click();
        const guest = await until('Eva is there', async () => {
            const view = await running.workspace.view(manager);
            return view.people.find((one) => one.is_external);
        });
        eva = await sitAt(browser, running, guest.id);
        await eva.write('help-it', '🎫 The supplier portal shows no orders');
        await eva.openThread(eva.message('supplier portal'));
        const receipt = eva.reply('Solved – thanks');
        await receipt.waitFor();
        number = /\b(INC|REQ)-\d+\b/.exec(await receipt.innerText())[0];
        await dev.card(number).getByText('of another organisation').waitFor();
        await picture(dev.page, 'outsider-card');
    });

    it('cannot press what is not theirs, and is told so in words', async () => {
        await ana.write('help-it', '🎫 My chair squeaks');
        await ana.openThread(ana.message('chair squeaks'));
        await ana.reply('Solved – thanks').waitFor();
        await eva.openThread(eva.message('chair squeaks'));
        await eva.reply('Solved – thanks').getByRole('button', { name: 'Solved – thanks' }).click();
        await eva.reply('Only visible to you').or(eva.message('Only visible to you')).last().waitFor();
        await picture(eva.page, 'outsider-refused');
    });

    it('ends their own ticket with the button', async () => {
        await eva.page.getByRole('button', { name: 'Close thread' }).click();
        await eva.openThread(eva.message('supplier portal'));
        await eva.reply(number).getByRole('button', { name: 'Solved – thanks' }).first().click();
        await until('the card is done', async () => /Solved|Closed/.test(await dev.card(number).innerText()));
    });

    it('is no agent in the agents’ channel: their press is refused, and the agents are warned', async () => {
        const open = await ana.ask('A second screen');
        await running.workspace.does(manager, 'invite', {
            channel: 'C0TRIAGEIT',
            user: eva.id,
        });
        await dev.message('Eva Lund', 'is of another organisation and reads everything here').waitFor();
        await eva.go('triage-it');
        await eva.card(open).getByRole('button', { name: 'Take it' }).click();
        const refusal = eva.message('Only visible to you');
        await refusal.waitFor();
        await picture(eva.page, 'outsider-no-agent');
        assert.match(await dev.card(open).innerText(), /nobody yet/);
    });

    it('has caused no error, and nothing waits for them unknown to the operator', async () => {
        await running.delivered();
        const errors = running.bot.output.split('\n').filter((line) => line.includes(' error '));
        assert.deepEqual(errors, []);
        assert.equal(await outbox(running, 'parked'), 0);
    });
});
