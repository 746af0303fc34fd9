// An approval that nobody decides: a reminder after a working day, those above hear of it after three, and it can be
// given all the same.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { Days, skip } from './days.mjs';
import { close, manager, people } from './running.mjs';

const kTitle = 'A graphics tablet for the brochure';

let browser;
let days;
let ana; // who asks
let ben; // who is to decide
let chloe; // an agent
let farah; // the manager
let number;

const requests = () => ben.all(ben.page.getByRole('main'), `${number} waits for your decision`);

describe('an approval that waits', { skip }, () => {
    before(async () => {
        browser = await startBrowser();
        days = await Days.begin(browser);
        ana = await days.sitAt(people.ana);
        ben = await days.sitAt(people.ben);
        chloe = await days.sitAt(people.chloe);
        farah = await days.sitAt(manager);
        await chloe.go('triage-it');
    });
    after(async () => assert.deepEqual(await close(browser, days?.running, days?.desks ?? []), []));

    it('is asked for, and the ticket stands still', async () => {
        number = await ana.ask(kTitle);
        await chloe.card(number).getByRole('button', { name: 'Take it' }).click();
        await chloe.card(number).getByText(`@${chloe.name}`).waitFor();
        await chloe.more(number, 'Approval…');
        const form = chloe.dialog('Approval');
        await form.getByLabel('Who decides?').click();
        await chloe.page.getByRole('option', { name: ben.name }).click();
        await chloe.page.keyboard.press('Escape');
        await form.getByLabel('What is to be approved?').fill('Buy the large model');
        await form.getByRole('button', { name: 'Ask' }).click();
        await chloe.card(number).getByText('Waits for an approval').waitFor();
        await ben.messagesOfApp();
        await requests().getByRole('button', { name: 'Approve' }).waitFor();
        await farah.messagesOfApp();
    });

    it('is asked for once more after a working day, and not before', async () => {
        await days.come('2027-06-09T09:59:00+02:00');
        assert.equal(await requests().count(), 1);
        await days.come('2027-06-09T10:05:00+02:00');
        const again = ben.message(`Reminder: ${number} waits for your decision`);
        await again.getByRole('button', { name: 'Approve' }).waitFor();
        await picture(ben.page, 'approval-reminder');
    });

    it('is known to the manager after three, without the title', async () => {
        await days.come('2027-06-11T09:59:00+02:00');
        assert.equal(await farah.message(number).count(), 0);
        await days.come('2027-06-11T10:05:00+02:00');
        const late = farah.message(`${number} has waited for a decision of ${ben.name}`, `${chloe.name} asked`);
        await late.waitFor();
        assert.ok(!(await late.innerText()).includes(kTitle));
        assert.equal(await requests().count(), 2);
        await picture(farah.page, 'approval-late');
        await late.getByRole('button', { name: 'Open' }).click();
        await farah.page.getByRole('dialog').getByText(kTitle).first().waitFor();
        await picture(farah.page, 'approval-late-open');
        await farah.page.keyboard.press('Escape');
    });

    it('can be given all the same: both cards lose their buttons, and the ticket goes on', async () => {
        await requests().first().getByRole('button', { name: 'Approve' }).click();
        await until('no card can be pressed any more', async () => {
            const buttons = ben.all(ben.page.getByRole('main'), number).getByRole('button', { name: 'Approve' });
            return (await buttons.count()) === 0;
        });
        await picture(ben.page, 'approval-given');
        await chloe.card(number).getByText('In fulfilment').waitFor();
        await picture(chloe.page, 'approval-goes-on');
    });
});
