// A requester who does not answer, through three weeks: two reminders, the end of the wait, the close, and the words that
// are erased.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { Days, skip } from './days.mjs';
import { close, manager, people } from './running.mjs';

const kTitle = 'My badge opens no door';
const kQuestion = 'Which doors have you tried?';

let browser;
let days;
let ana; // who asks
let chloe; // an agent
let number;

const reminders = () =>
    ana.all(ana.page.getByRole('complementary', { name: 'Thread' }), `${number} waits for your answer`);
const noWordsAfterADay = (text) => text.replaceAll('undo_seconds = 0', 'undo_seconds = 0\nretention_days = 1');

describe('a requester who does not answer', { skip }, () => {
    before(async () => {
        browser = await startBrowser();
        days = await Days.begin(browser, { changed: noWordsAfterADay });
        ana = await days.sitAt(people.ana);
        chloe = await days.sitAt(people.chloe);
    });
    after(async () => assert.deepEqual(await close(browser, days?.running, days?.desks ?? []), []));

    it('is asked, and the ticket waits for them', async () => {
        number = await ana.ask(kTitle);
        await chloe.go('triage-it');
        await chloe.card(number).getByRole('button', { name: 'Take it' }).click();
        await chloe.card(number).getByText(`@${chloe.name}`).waitFor();
        await chloe.more(number, 'Hold…');
        const form = chloe.dialog('Hold');
        await chloe.choose(form, 'Reason', 'Waiting for the requester');
        await form.getByLabel('Message to the requester').fill(kQuestion);
        await form.getByRole('button', { name: 'Hold' }).click();
        await chloe.card(number).getByText('the clock stands still while we wait').waitFor();
        await picture(chloe.page, 'waiting-card');
        await ana.messagesOfApp();
        await ana.openThread(ana.message(number, kTitle));
        await ana.reply(kQuestion).waitFor();
    });

    it('is reminded at the end of the second working day, and not before', async () => {
        await days.come('2027-06-10T16:59:00+02:00');
        assert.equal(await reminders().count(), 0);
        await days.come('2027-06-10T17:00:01+02:00');
        await reminders().getByText(kQuestion).waitFor();
        await picture(ana.page, 'waiting-first');
    });

    it('is reminded once more after the fifth, over a weekend, and reads what comes then', async () => {
        await days.come('2027-06-15T16:59:00+02:00');
        assert.equal(await reminders().count(), 1);
        await days.come('2027-06-15T17:00:01+02:00');
        // Lisbon is an hour behind Berlin.
        await reminders().getByText('Without an answer we take it as solved Jun 17, 2027 at 16:00').waitFor();
        assert.equal(await reminders().count(), 2);
        await picture(ana.page, 'waiting-second');
    });

    it('has the ticket taken as done then, and can still say no', async () => {
        await days.come('2027-06-17T17:00:01+02:00');
        const end = ana.reply('We had no answer', 'taken as done');
        await end.getByRole('button', { name: 'No, reopen' }).waitFor();
        await picture(ana.page, 'waiting-end');
        await chloe.card(number).getByText('We had no answer to our question').waitFor();
        await picture(chloe.page, 'waiting-end-card');
    });

    it('finds it closed five working days later, without buttons', async () => {
        await days.come('2027-06-24T16:59:00+02:00');
        const end = ana.reply('We had no answer');
        assert.equal(await end.getByRole('button', { name: 'Yes, solved' }).count(), 1);
        await days.come('2027-06-24T17:00:01+02:00');
        await end.getByText(`${number} is closed: nobody said otherwise`).waitFor();
        assert.equal(await end.getByRole('button', { name: 'Yes, solved' }).count(), 0);
        await picture(ana.page, 'waiting-closed');
    });

    it('leaves no words and no name after the time that the inbox keeps them', async () => {
        await days.come('2027-06-25T17:00:03+02:00');
        await chloe.card(number).getByText(`${number} [erased after 1 day]`).waitFor();
        await chloe.more(number, 'History');
        const history = chloe.dialog('History');
        await history.getByText('ERASED raised it').waitFor();
        await picture(chloe.page, 'waiting-erased');
        const kept = await history.innerText();
        for (const words of [kTitle, kQuestion, ana.name]) assert.ok(!kept.includes(words), kept);
        await chloe.page.keyboard.press('Escape');
        for (const desk of [ana, chloe])
            await until('the words are gone from the page', async () => {
                const text = await desk.page.locator('body').innerText();
                return !text.includes(kTitle) && !text.includes(kQuestion);
            });
        await picture(ana.page, 'waiting-erased-asker');
    });

    it('is still counted', async () => {
        const farah = await days.sitAt(manager);
        const home = await farah.home();
        await home.getByText('How it goes').waitFor();
        await until('last week’s solution is a number', async () =>
            /Solved\s+0\s+\S+\s+before: 1/.test(await home.innerText()),
        );
        await picture(farah.page, 'waiting-counted');
    });
});
