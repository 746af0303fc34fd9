// Who has a ticket, done in the page as the agents do it: two claim it, it moves, it is escalated and handed over.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { byFirstName, leave } from './desk.mjs';
import { startProgram } from './program.mjs';

let browser;
let demo;
let people;

const numberIn = (text) => /\b(INC|REQ)-\d+\b/.exec(text)?.[0];

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    people = await byFirstName(browser, demo.url, { mia: 'Mia', ana: 'Ana', ben: 'Ben', chloe: 'Chloé' });
});
after(() => leave(browser, demo, people));

describe('who has a ticket', () => {
    let number;

    it('of two agents one has it, and the other reads who and may take over', async () => {
        const { mia, ana, ben } = people;
        await mia.write('help-it', '/ticket The meeting room is locked');
        const answer = mia.message('Only visible to you', 'The meeting room is locked');
        await answer.waitFor();
        number = numberIn(await answer.innerText());
        await ana.go('triage-it');
        await ben.go('triage-it');
        const [hers, his] = [ana, ben].map((one) => one.card(number).getByRole('button', { name: 'Take it' }));
        await Promise.all([hers.waitFor(), his.waitFor()]);
        await Promise.all([hers.click(), his.click({ noWaitAfter: true })]);
        const told = (one) => one.message('Only visible to you', `took ${number}`);
        const loser = await until('one of them reads who was quicker', async () => {
            for (const one of [ana, ben]) if ((await told(one).count()) > 0) return one;
            return null;
        });
        const winner = loser === ana ? ben : ana;
        await picture(loser.page, 'routing-taken');
        assert.ok((await told(loser).innerText()).includes(winner.name));
        await told(loser).getByRole('button', { name: 'Take over' }).click();
        await loser.card(number).getByText(`@${loser.name}`).waitFor();
    });

    it('is escalated to another inbox, which gets a ticket of its own', async () => {
        const { ana, chloe } = people;
        await ana.more(number, 'Escalate…');
        const form = ana.dialog('Escalate');
        await ana.choose(form, 'Who is to help?', 'Help from Facilities');
        await form.getByLabel('Why?').fill('The lock needs the master key');
        await picture(ana.page, 'routing-escalate');
        await form.getByRole('button', { name: 'Escalate' }).click();
        await ana.card(number).getByText('Escalated to Facilities').waitFor();
        await chloe.go('triage-facilities');
        await chloe.message(`Help with ${number}`, 'The lock needs the master key').waitFor();
    });

    it('moves to the other inbox: a sign stays, a card comes, the requester hears why', async () => {
        const { mia, ana, chloe } = people;
        await ana.more(number, 'Move…');
        const form = ana.dialog('Move');
        await ana.choose(form, 'To which inbox?', 'Facilities');
        await form.getByLabel('Why?').fill('Doors belong to facilities');
        await form.getByRole('button', { name: 'Move' }).click();
        await ana.message(`${number} moved to Facilities`, 'Doors belong to facilities').waitFor();
        await picture(ana.page, 'routing-moved');
        await chloe.card(number).getByRole('button', { name: 'Take it' }).click();
        await chloe.card(number).getByText(`@${chloe.name}`).waitFor();
        await picture(chloe.page, 'routing-arrived');
        await mia.messagesOfApp();
        await mia.openThread(mia.message(number));
        await mia.reply('is with Facilities now: Doors belong to facilities').waitFor();
    });

    it('a hand-over is accepted in one press, and the giver sees it', async () => {
        const { ana, ben } = people;
        await ana.write('triage-it', '/desk handover @ben');
        await ana.message('Only visible to you', 'Offered').waitFor();
        await ben.messagesOfApp();
        const list = ben.message('hands over to you');
        await list.waitFor();
        await picture(ben.page, 'routing-handover');
        await list.getByRole('button', { name: /^Accept/ }).last().click();
        await ben.message('0 offered').waitFor();
        await ana.messagesOfApp();
        await ana.message('Hand-over to Ben', '0 still with you').waitFor();
    });

    it('the switch in the Home says who is away', async () => {
        const { ana } = people;
        const home = await ana.home();
        await home.getByRole('button', { name: 'I am away' }).click();
        await home.getByText('You are away').waitFor();
        await picture(ana.page, 'routing-away');
        await home.getByRole('button', { name: 'I am back' }).click();
        await home.getByText('You are there').waitFor();
    });
});
