// What is mistaken for a command is asked about; an inbox has names of its own; the log of the desk tells who did what.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { picture, startBrowser } from './browser.mjs';
import { byFirstName, leave } from './desk.mjs';
import { startProgram } from './program.mjs';

let browser;
let demo;
let cast;

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    cast = await byFirstName(browser, demo.url, { mia: 'Mia', omar: 'Omar' });
});
after(() => leave(browser, demo, cast));

it('words that read like a command are asked about, and raised by the button in the same place', async () => {
    const { mia } = cast;
    await mia.write('help-it', '/ticket show INC-1');
    const question = mia.message('Nothing was raised yet');
    await question.waitFor();
    await picture(mia.page, 'question');
    assert.match(await question.innerText(), /\/ticket INC-1.* shows it/);
    await question.getByRole('button', { name: 'Raise it as a request' }).click();
    await mia.message('show INC-1', 'is with IT help').waitFor();
    await mia.message('Nothing was raised yet').waitFor({ state: 'detached' });
});

it('an inbox is set up with hold reasons of its own, and a wrong one is told at its field', async () => {
    const { omar } = cast;
    await omar.page.getByRole('button', { name: 'Create a channel' }).click();
    const channel = omar.page.getByRole('dialog');
    await channel.getByLabel('Name').fill('workshop');
    await channel.getByLabel(/Private/).check();
    await channel.getByRole('button', { name: 'Create' }).click();
    await omar.composer('workshop').waitFor();
    await omar.write('workshop', '/invite @deskbell');
    await omar.message('What is this channel for?').getByRole('button', { name: 'Agents of a new inbox…' }).click();
    const form = omar.dialog('Set up inbox');
    await form.getByLabel('Name').fill('Workshop');
    await omar.choose(form, 'Calendar', 'business');
    const reasons = form.getByLabel('Reasons to put a ticket on hold');
    assert.match(await reasons.inputValue(), /Waiting for a supplier/);
    await reasons.fill('Spare parts\nspare parts');
    await form.getByRole('button', { name: 'Set up' }).click();
    await form.getByText('Line 2 "spare parts" stands in the list already.').waitFor();
    await picture(omar.page, 'wrong-name');
    await reasons.fill('Waiting for a supplier\nSpare parts');
    await form.getByRole('button', { name: 'Set up' }).click();
    await omar.page.getByText('Promises run on while a ticket is on hold for: Spare parts.').waitFor();
    await picture(omar.page, 'set-up');
    await omar.page.getByRole('button', { name: 'Close' }).last().click();
});

it('the log of the desk tells what was set up and who read by office alone, to managers only', async () => {
    const { mia, omar } = cast;
    await omar.write('workshop', '/desk INC-1');
    await omar.message('INC-1', 'Only visible to you').waitFor();
    await omar.write('workshop', '/desk log');
    const log = omar.dialog('Log of the desk');
    await log.getByText('inbox workshop: name: Workshop').waitFor();
    await log.getByText('read tickets of an inbox by office').first().waitFor();
    await picture(omar.page, 'log');
    await log.getByRole('button', { name: 'Close' }).last().click();

    await mia.write('help-it', '/desk log');
    await mia.message('for managers and auditors').waitFor();
});
