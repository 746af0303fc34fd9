// Several tickets at once, done in the page: selected from a list, previewed, done, taken back; and a parent with parts.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser } from './browser.mjs';
import { byFirstName, leave } from './desk.mjs';
import { startProgram } from './program.mjs';

let browser;
let demo;
let people;
const numbers = [];

async function raise(person, text) {
    await person.write('help-it', `/ticket ${text}`);
    const answer = person.message('Only visible to you', text);
    await answer.waitFor();
    numbers.push(/\b(INC|REQ)-\d+\b/.exec(await answer.innerText())[0]);
}

/** From `/desk find` to the form in which tickets are ticked. */
async function select(person, search, shown) {
    await person.write('triage-it', `/desk find ${search}`);
    const list = person.message('Only visible to you', 'Found', shown);
    await list.waitFor();
    await list.getByRole('button', { name: 'Select…' }).click();
    const form = person.dialog('Select tickets');
    await form.waitFor();
    return form;
}

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    people = await byFirstName(browser, demo.url, { mia: 'Mia', ana: 'Ana' });
});
after(() => leave(browser, demo, people));

describe('several tickets at once', () => {
    it('are resolved after a preview, and their requester reads one message', async () => {
        const { mia, ana } = people;
        for (const text of ['A zebra chair', 'A zebra table', 'A zebra lamp']) await raise(mia, text);
        const form = await select(ana, 'zebra', 'zebra');
        await ana.choose(form, 'What to do', 'Resolve');
        for (const number of numbers.slice(0, 2))
            await form.getByRole('checkbox', { name: new RegExp(`${number} `) }).check();
        await picture(ana.page, 'bulk-select');
        await form.getByRole('button', { name: 'Next' }).click();
        await form.getByLabel('Resolution').fill('The zebras are here');
        await form.getByRole('button', { name: 'Preview' }).click();
        const preview = ana.dialog('What would happen');
        await preview.getByText('2 tickets would change').waitFor();
        await picture(ana.page, 'bulk-preview');
        await preview.getByRole('button', { name: 'Do it' }).click();
        await preview.waitFor({ state: 'detached' });
        await mia.messagesOfApp();
        const news = mia.message('News of 2 tickets of yours', 'The zebras are here');
        await news.waitFor();
        await picture(mia.page, 'bulk-news');
        await news.getByRole('button', { name: 'Yes, solved' }).first().click();
        await mia.message('Only visible to you', 'is solved.').waitFor();
    });

    it('are taken back where nobody changed them since', async () => {
        const { ana } = people;
        await ana.messagesOfApp();
        const result = ana.message('2 tickets changed');
        await result.getByRole('button', { name: 'Undo' }).click();
        const taken = ana.message('Taken back: 1 ticket as before', 'changed in the meantime');
        await taken.waitFor();
        assert.equal(await taken.getByRole('button', { name: 'Undo' }).count(), 0);
        await picture(ana.page, 'bulk-undone');
    });

    it('get tags together, and are resolved with a cause of their inbox', async () => {
        const { mia, ana } = people;
        for (const text of ['An ocelot chair', 'An ocelot table']) await raise(mia, text);
        const form = await select(ana, 'ocelot', 'ocelot');
        await ana.choose(form, 'What to do', 'Change the tags');
        await form.getByRole('checkbox', { name: /^All/ }).check();
        await form.getByRole('button', { name: 'Next' }).click();
        await form.getByLabel('Put on').fill('furniture');
        await form.getByRole('button', { name: 'Preview' }).click();
        await ana.dialog('What would happen').getByRole('button', { name: 'Do it' }).click();
        await ana.dialog('What would happen').waitFor({ state: 'detached' });
        const found = await select(ana, 'tag:furniture', 'ocelot');
        await ana.choose(found, 'What to do', 'Resolve');
        await found.getByRole('checkbox', { name: /^All 2/ }).check();
        await found.getByRole('button', { name: 'Next' }).click();
        await found.getByLabel('Resolution').fill('Ordered');
        await ana.choose(found, 'Cause', 'Known error');
        await picture(ana.page, 'bulk-cause');
        await found.getByRole('button', { name: 'Preview' }).click();
        const preview = ana.dialog('What would happen');
        await preview.getByText('2 tickets would change').waitFor();
        await preview.getByRole('button', { name: 'Do it' }).click();
        await preview.waitFor({ state: 'detached' });
        await ana.go('triage-it');
        await ana.card(numbers.at(-1)).getByText('Known error').waitFor();
    });

    it('become parts of one, which is answered for all', async () => {
        const { mia, ana } = people;
        await raise(mia, 'A quagga outage');
        await raise(mia, 'A quagga slowdown');
        const [parent, part] = numbers.slice(-2);
        const form = await select(ana, '"quagga slowdown" status:open', 'quagga');
        await ana.choose(form, 'What to do', 'Make parts of one ticket');
        await form.getByRole('checkbox', { name: /^All/ }).check();
        await form.getByRole('button', { name: 'Next' }).click();
        await form.getByLabel('Parent').fill(parent);
        await form.getByRole('button', { name: 'Preview' }).click();
        const preview = ana.dialog('What would happen');
        await picture(ana.page, 'bulk-parent-preview');
        await preview.getByRole('button', { name: 'Do it' }).click();
        await preview.waitFor({ state: 'detached' });
        await ana.go('triage-it');
        // The number of the parent stands on the card of its part, too.
        const card = ana.message('A quagga outage', 'Requester');
        await card.getByText(`1 part, 1 open: ${part}`).waitFor();
        await card.getByRole('button', { name: 'Reply', exact: true }).click();
        const reply = ana.dialog('Reply');
        await reply.getByLabel('Reply').fill('The quaggas are counted');
        await reply.getByRole('checkbox', { name: /1 open part too/ }).check();
        await picture(ana.page, 'bulk-parts');
        await reply.getByRole('button', { name: 'Send' }).click();
        await mia.messagesOfApp();
        await mia.openThread(mia.message(part, 'quagga slowdown'));
        await mia.reply('The quaggas are counted').waitFor();
    });

    it('the Home turns its pages one list at a time', async () => {
        const { mia, ana } = people;
        for (let i = 1; i <= 12; ++i) await raise(mia, `Okapi number ${i}`);
        const home = await ana.home();
        await home.getByRole('button', { name: 'Refresh' }).click();
        await home.getByText('Unassigned').waitFor();
        await home.getByText(/Unassigned · \d+ · 1 to 10 of \d+/).waitFor();
        await home.getByRole('button', { name: 'Next' }).first().click();
        await home.getByText(/Unassigned · \d+ · 11 to \d+ of \d+/).waitFor();
        await picture(ana.page, 'home-second-page');
        await home.getByRole('button', { name: 'Previous' }).first().click();
        await home.getByText(/Unassigned · \d+ · 1 to 10 of \d+/).waitFor();
    });
});
