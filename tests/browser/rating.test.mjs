// How it was, and the days around the question: when it is asked, and for how long it can be answered and changed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { Days, skip } from './days.mjs';
import { close, people } from './running.mjs';

const kLead = `lead = ["${people.chloe}"]\n`;

let browser;
let days;
let ana; // asks, and answers
let ben; // asks, and does not answer
let chloe; // the lead of the team
let dev; // an agent
let number;

/** An agent solves the ticket; the solution as the requester reads it. */
async function resolve(desk, ticket, words) {
    const button = dev.card(ticket).getByRole('button', { name: 'Resolve', exact: true });
    await button.click();
    const form = dev.dialog('Resolve');
    await form.getByLabel('Resolution').fill(words);
    await form.getByRole('button', { name: 'Resolve' }).click();
    await button.waitFor({ state: 'detached' });
    await desk.messagesOfApp();
    await desk.openThread(desk.message(ticket, 'Solved'));
    return desk.reply(words);
}

const confirm = async (desk, solution) => {
    await solution.getByRole('button', { name: 'Yes, solved' }).click();
    await desk.reply('is closed').waitFor();
};
const question = (desk, ticket) => desk.message('How was it?', ticket);
const faces = (message) => message.getByRole('button', { name: /[1-5]$/ });

describe('the question how it was', { skip }, () => {
    before(async () => {
        browser = await startBrowser();
        days = await Days.begin(browser, { more: kLead });
        [ana, ben, chloe, dev] = [
            await days.sitAt(people.ana),
            await days.sitAt(people.ben),
            await days.sitAt(people.chloe),
            await days.sitAt(people.dev),
        ];
        await dev.go('triage-it');
        await chloe.messagesOfApp();
    });
    after(async () => assert.deepEqual(await close(browser, days?.running, days?.desks ?? []), []));

    it('is not asked while a solution can be refused, nor about the one that was', async () => {
        number = await ana.ask('My lamp hums');
        const solution = await resolve(ana, number, 'Turned it round');
        await solution.getByRole('button', { name: 'No, reopen' }).click();
        await ana.reply('is open again', 'We look at it').waitFor();
        await days.running.delivered();
        assert.equal(await question(ana, number).count(), 0);
    });

    it('is asked when the ticket is closed, says until when, and one press is an answer', async () => {
        await confirm(ana, await resolve(ana, number, 'A new lamp'));
        // Two weeks from Tuesday 10:00 in Berlin, in the time of Lisbon.
        await question(ana, number).getByText('You can answer until Jun 22, 2027 at 09:').waitFor();
        await picture(ana.page, 'rating-question');
        await faces(question(ana, number)).nth(1).click();
        await ana.message(`You gave ${number}`, '2 of 5', 'You can change it until tomorrow at 09:').waitFor();
        await picture(ana.page, 'rating-given');
    });

    it('has a low answer followed up by the lead of the team, with the comment that came after it', async () => {
        await chloe.message(number, 'gave it', '2 of 5').getByRole('button', { name: 'Done…' }).waitFor();
        await ana.message(`You gave ${number}`).getByRole('button', { name: 'Add a comment' }).click();
        await ana.dialog('Comment').getByLabel('Comment').fill('I sat in the dark for a day');
        await ana.dialog('Comment').getByRole('button', { name: 'Save' }).click();
        await chloe.message(number, 'gave it', 'I sat in the dark').waitFor();
        await picture(chloe.page, 'rating-task');
    });

    it('can be answered otherwise for a day: then nothing is to be followed up', async () => {
        await days.come('2027-06-09T09:45:00+02:00');
        await faces(ana.message(`You gave ${number}`)).nth(3).click();
        await ana.message(`You gave ${number}`, '4 of 5').waitFor();
        const task = chloe.message(number, 'nothing to follow up');
        await task.waitFor();
        assert.equal(await task.getByRole('button', { name: 'Done…' }).count(), 0);
        await picture(chloe.page, 'rating-withdrawn');
        await days.come('2027-06-09T10:10:00+02:00');
        await until('the answer stays', async () => (await faces(ana.message(`You gave ${number}`)).count()) === 0);
        await ana.message(`You gave ${number}`, '4 of 5').waitFor();
        await picture(ana.page, 'rating-settled');
    });

    it('is not asked twice in a week', async () => {
        const second = await ana.ask('My chair squeaks');
        await confirm(ana, await resolve(ana, second, 'A drop of oil'));
        await days.running.delivered();
        assert.equal(await question(ana, second).count(), 0);
    });

    it('is over after two weeks without an answer', async () => {
        const his = await ben.ask('The printer has no toner');
        await confirm(ben, await resolve(ben, his, 'There is toner'));
        await faces(question(ben, his)).first().waitFor();
        await days.come('2027-06-23T10:00:00+02:00');
        assert.equal(await faces(question(ben, his)).count(), 5);
        await days.come('2027-06-23T10:30:00+02:00');
        const over = ben.message(his, 'the 14 days to answer are over');
        await over.waitFor();
        assert.equal(await faces(over).count(), 0);
        await picture(ben.page, 'rating-over');
    });

    it('is asked again when the week is over', async () => {
        const third = await ana.ask('My mouse squeaks');
        await confirm(ana, await resolve(ana, third, 'It was hungry'));
        await faces(question(ana, third)).first().waitFor();
    });
});
