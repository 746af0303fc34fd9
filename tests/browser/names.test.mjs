// What an inbox calls its states, hold reasons and causes: Facilities has names of its own, IT has the desk's.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser } from './browser.mjs';
import { byFirstName, leave } from './desk.mjs';
import { startProgram } from './program.mjs';

let browser;
let demo;
let people;

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    people = await byFirstName(browser, demo.url, { mia: 'Mia', ana: 'Ana', chloe: 'Chloé' });
});
after(() => leave(browser, demo, people));

const optionsOf = (desk) => desk.page.getByRole('option').allInnerTexts();

describe('an inbox with names of its own', () => {
    let number;

    it('offers its hold reasons, and calls the state by its name on the card and to who asked', async () => {
        const { mia, chloe } = people;
        await mia.write('help-facilities', '/ticket The heating is cold');
        const answer = mia.message('Only visible to you', 'The heating is cold');
        await answer.waitFor();
        number = /\b(INC|REQ)-\d+\b/.exec(await answer.innerText())[0];
        await chloe.go('triage-facilities');
        await chloe.card(number).waitFor();
        await chloe.more(number, 'Hold…');
        const form = chloe.dialog('Hold');
        await form.getByLabel('Reason').click();
        assert.deepEqual(await optionsOf(chloe), [
            'Waiting for the requester',
            'Waiting for a supplier',
            'Scheduled for later',
            'Waiting for spare parts',
        ]);
        await chloe.page.getByRole('option', { name: 'Waiting for spare parts' }).click();
        await form.getByRole('button', { name: 'Hold' }).click();
        await chloe.card(number).getByText('At the supplier').waitFor();
        await picture(chloe.page, 'names-card');
        const home = await mia.home();
        await home.getByText('At the supplier').waitFor();
    });

    it('asks for one of its causes when the ticket is resolved', async () => {
        const { chloe } = people;
        await chloe.card(number).getByRole('button', { name: 'Resolve' }).click();
        const form = chloe.dialog('Resolve');
        await form.getByLabel('Cause').click();
        assert.ok((await optionsOf(chloe)).includes('Worn out'));
        await chloe.page.getByRole('option', { name: 'Worn out' }).click();
        await form.getByLabel('Resolution').fill('A new valve');
        await picture(chloe.page, 'names-resolve');
        await form.getByRole('button', { name: 'Resolve' }).click();
        await chloe.card(number).getByText('Worn out').waitFor();
    });

    it('leaves the other inbox as it was', async () => {
        const { mia, ana } = people;
        await mia.write('help-it', '/ticket My screen flickers');
        const answer = mia.message('Only visible to you', 'My screen flickers');
        await answer.waitFor();
        const other = /\b(INC|REQ)-\d+\b/.exec(await answer.innerText())[0];
        await ana.go('triage-it');
        await ana.card(other).waitFor();
        await ana.more(other, 'Hold…');
        await ana.dialog('Hold').getByLabel('Reason').click();
        const offered = await optionsOf(ana);
        assert.ok(offered.includes('Waiting for another team') && !offered.includes('Waiting for spare parts'));
    });
});
