// What agents put off: a reminder until a time of their own or for good, and a ticket that is held until a day.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser } from './browser.mjs';
import { Days, skip } from './days.mjs';
import { close, people } from './running.mjs';

// Three quarters are used soon after 16:00, nine tenths after 17:12; it is late after 18:00.
const kPromise = `
[sla.P4]
response = "none"
update = "none"
resolution = "8h"
calendar = "24x7"
`;

let browser;
let days;
let ana; // who asks
let chloe; // an agent
let number;

const reminder = (...words) => chloe.message(number, 'Fulfilment', ...words);
const snoozed = (words) => chloe.message(number, `${chloe.name} ${words}`);

async function chooseOn(message, entry) {
    await message.getByRole('combobox', { name: 'Snooze…' }).click();
    await chloe.page.getByRole('option', { name: entry, exact: true }).click();
}

describe('what agents put off', { skip }, () => {
    before(async () => {
        browser = await startBrowser();
        days = await Days.begin(browser, { more: kPromise, roles: '' });
        ana = await days.sitAt(people.ana);
        chloe = await days.sitAt(people.chloe);
        await chloe.go('triage-it');
    });
    after(async () => assert.deepEqual(await close(browser, days?.running, days?.desks ?? []), []));

    it('a reminder is put off until a time, which has to be one to come', async () => {
        number = await ana.ask('My lamp hums');
        await days.come('2027-06-08T16:01:00+02:00');
        await reminder('75 % of the time is used').waitFor();
        await chooseOn(reminder(), 'Snooze until…');
        const form = chloe.dialog('Snooze');
        await form.getByLabel('Until').fill('2027-06-08T15:00');
        await form.getByRole('button', { name: 'Snooze' }).click();
        await form.getByText('Please choose a time that is still to come.').waitFor();
        await picture(chloe.page, 'snooze-past');
        await form.getByLabel('Until').fill('2027-06-08T19:00');
        await form.getByRole('button', { name: 'Snooze' }).click();
        await snoozed('snoozed it until Tue 08 Jun 19:00 (Europe/Paris)').waitFor();
        await picture(chloe.page, 'snooze-until');
    });

    it('nothing is heard until then, though the Home says how late it is', async () => {
        await days.come('2027-06-08T17:15:00+02:00');
        await days.come('2027-06-08T18:30:00+02:00');
        const home = await chloe.home();
        await home.getByText('late by').waitFor();
        await picture(chloe.page, 'snooze-home');
        await chloe.go('triage-it');
        assert.equal(await reminder('of the time is used').count(), 0);
        assert.equal(await reminder('is late').count(), 0);
    });

    it('then it is heard as things stand, and can be stopped for this ticket', async () => {
        await days.come('2027-06-08T19:00:05+02:00');
        await reminder('is late').waitFor();
        await picture(chloe.page, 'snooze-over');
        await chooseOn(reminder('is late'), 'Stop for this ticket');
        await snoozed('stopped the reminders for this ticket').waitFor();
        await picture(chloe.page, 'snooze-stopped');
    });

    it('of that ticket nothing is heard any more, of another one as ever', async () => {
        const other = await ana.ask('My chair squeaks');
        await days.come('2027-06-09T04:00:00+02:00');
        await chloe.message(other, 'Fulfilment', 'is late').waitFor();
        await picture(chloe.page, 'snooze-other');
        assert.equal(await reminder('is late').count(), 0);
    });

    it('a ticket held until a day is in the Home under “On hold”, and whoever has it is called on that day', async () => {
        await days.come('2027-06-09T09:10:00+02:00');
        number = await ana.ask('A second screen, but after the move');
        await chloe.card(number).getByRole('button', { name: 'Take it' }).click();
        await chloe.card(number).getByText(`@${chloe.name}`).waitFor();
        await chloe.more(number, 'Hold…');
        const form = chloe.dialog('Hold');
        await chloe.choose(form, 'Reason', 'Scheduled for later');
        await form.getByLabel('Until').fill('2027-06-11T09:30');
        await picture(chloe.page, 'hold-until');
        await form.getByRole('button', { name: 'Hold' }).click();
        await form.waitFor({ state: 'detached' });
        await chloe.card(number).getByText('the clock stands still').waitFor();
        const home = await chloe.home();
        await home.getByText('On hold · 1').waitFor();
        // Of eight hours; how many seconds the hands above took is not the subject.
        await home.getByText(/stands still, (8 h|7 h 5\d min) left/).waitFor();
        await picture(chloe.page, 'hold-home');
        await days.come('2027-06-11T09:30:05+02:00');
        await home.getByRole('button', { name: 'Refresh' }).click();
        await home.getByText('On hold · 0').waitFor();
        await home.getByText('Needs you now · 1').waitFor();
        await picture(chloe.page, 'hold-over');
        await chloe.go('triage-it');
        await chloe.card(number).getByText('Solved by today at 17:').waitFor();
        await chloe.openThread(chloe.card(number));
        await chloe.reply(`@${chloe.name}: the hold is over, ${number} goes on`).waitFor();
        await picture(chloe.page, 'hold-over-told');
    });
});
