// What an inbox asks, done in the page: a form is written, asked, answered, and its answers are read and corrected.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openPage, picture, startBrowser } from './browser.mjs';
import { Desk } from './desk.mjs';
import { startProgram, viewOf } from './program.mjs';

const FORM = `[[form]]
key = "device"
name = "New device"
inbox = "it"
process = "request"

[[form.field]]
name = "kind"
label = "What kind?"
type = "one_of"
options = ["Laptop", "Phone"]
required = true

[[form.field]]
name = "model"
label = "Which model?"
required = true
visible_when = "kind == 'Laptop'"

[[form.field]]
name = "budget"
label = "Whose budget?"
seen_by = "agents"
`;

let browser;
let demo;
const people = {};

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    const view = await viewOf(demo.url, '');
    const sitAt = async (test) => {
        const who = view.people.find(test);
        return new Desk(await openPage(browser, demo.url, { as: who.id }), who);
    };
    people.admin = await sitAt((one) => /service manager/i.test(one.title));
    people.mia = await sitAt((one) => one.real_name.startsWith('Mia'));
    people.ana = await sitAt((one) => one.real_name.startsWith('Ana'));
});
after(async () => {
    const wrong = Object.values(people).flatMap((one) => one.page.wrong);
    await browser?.close();
    assert.equal(await demo?.stop(), 0);
    assert.deepEqual(wrong, []);
});

describe('the form of an inbox', () => {
    let number;

    it('is written as text: faults name the line, and a dry run comes before it counts', async () => {
        const { admin } = people;
        await admin.write('help-it', '/desk forms');
        const list = admin.message('Only visible to you', 'New form…');
        await list.getByRole('button', { name: 'New form…' }).click();
        const form = admin.dialog('New form');
        await form.getByLabel('The form').fill(FORM.replace('label = "Which', 'lable = "Which'));
        await form.getByRole('button', { name: 'Check' }).click();
        await form.getByText('Did you mean "label"?').waitFor();
        await picture(admin.page, 'form-fault');
        await form.getByLabel('The form').fill(FORM);
        await form.getByRole('button', { name: 'Check' }).click();
        await form.getByText('This is a new form').waitFor();
        await picture(admin.page, 'form-dry-run');
        await form.getByRole('button', { name: 'Save' }).click();
        await admin.page.getByText('New device is in force').waitFor();
        await admin.page.getByRole('button', { name: 'Close' }).last().click();
    });

    it('is asked with the ticket, and an answer brings the next question with everything typed', async () => {
        const { mia } = people;
        await mia.write('help-it', '/ticket');
        const form = mia.dialog('New ticket');
        await form.getByLabel('What do you need?').fill('Something to work on');
        await mia.choose(form, 'Type', 'I need something');
        await form.getByLabel('What kind?').waitFor();
        assert.equal(await form.getByLabel('Whose budget?').count(), 0);
        await mia.choose(form, 'What kind?', 'Laptop');
        await form.getByLabel('Which model?').fill('The light one');
        assert.equal(await form.getByLabel('What do you need?').inputValue(), 'Something to work on');
        await form.getByText('Who will see this').waitFor();
        await picture(mia.page, 'form-asked');
        await form.getByRole('button', { name: 'Create' }).click();
        const done = mia.page.getByRole('dialog', { name: /^REQ-\d+$/ });
        await done.waitFor();
        number = /REQ-\d+/.exec(await done.innerText())[0];
        await done.getByRole('button', { name: 'Close' }).last().click();
    });

    it('shows the agents its answers, and they add what only they know', async () => {
        const { ana, mia } = people;
        await ana.go('triage-it');
        await ana.card(number).getByText('The light one').waitFor();
        await ana.card(number).getByRole('combobox', { name: 'More' }).click();
        await ana.page.getByRole('option', { name: 'Edit answers…', exact: true }).click();
        const form = ana.dialog('Edit answers');
        await form.getByLabel('Whose budget?').fill('Research');
        await picture(ana.page, 'form-edit');
        await form.getByRole('button', { name: 'Save' }).click();
        await ana.card(number).getByText('Research').waitFor();
        await picture(ana.page, 'form-card');
        await mia.messagesOfApp();
        await mia.message(number).getByRole('combobox', { name: 'More' }).click();
        await mia.page.getByRole('option', { name: 'History', exact: true }).click();
        const history = mia.page.getByRole('dialog');
        await history.getByText('The light one').waitFor();
        assert.equal(await history.getByText('Research').count(), 0);
    });
});
