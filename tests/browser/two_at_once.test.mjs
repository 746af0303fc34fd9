// Two people do the same thing at the same time: one does it, the other reads a clear sentence, and nothing typed is lost.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { close, manager, people, sitAt, startRunning } from './running.mjs';

let browser;
let running;
let dev;
let farah; // an agent as well
let ana;
let number;
let pressed; // the button Take it, while it stood there

before(async () => {
    browser = await startBrowser();
    running = await startRunning();
    dev = await sitAt(browser, running, people.dev);
    farah = await sitAt(browser, running, manager);
    ana = await sitAt(browser, running, people.ana);
    await ana.write('help-it', '/ticket The projector hums');
    const answer = ana.message('Only visible to you', 'The projector hums');
    await answer.waitFor();
    number = /\b(INC|REQ)-\d+\b/.exec(await answer.innerText())[0];
    await Promise.all([dev.go('triage-it'), farah.go('triage-it')]);
    await Promise.all([dev, farah].map((one) => one.card(number).waitFor()));
    const { channels } = await running.workspace.view(people.dev);
    for (const { blocks } of channels.find((one) => one.name === 'triage-it').messages)
        for (const { block_id: block, elements } of blocks)
            for (const one of elements ?? [])
                if (one.text?.text === 'Take it') pressed = { block_id: block, action_id: one.action_id };
});
after(async () => assert.deepEqual(await close(browser, running, [dev, farah, ana]), []));

/** What only this person reads about it. */
const toldAlone = (desk, words) =>
    desk.message('Only visible to you', words).or(desk.reply('Only visible to you', words)).last();

it('two agents take a ticket: one has it, the other reads who', async () => {
    await Promise.all(
        [dev, farah].map((one) => one.card(number).getByRole('button', { name: 'Take it' }).click()),
    );
    const loser = await until('somebody was too late', async () => {
        for (const one of [dev, farah]) if ((await toldAlone(one, `took ${number}`).count()) > 0) return one;
        return null;
    });
    const winner = loser === dev ? farah : dev;
    await toldAlone(loser, winner.name).waitFor();
    assert.equal(await toldAlone(winner, `took ${number}`).count(), 0);
    await dev.card(number).getByText(`@${winner.name}`).waitFor();
    await picture(loser.page, 'taken-already');
});

it('two agents solve it: one solution counts, and the other one stays in its form', async () => {
    const forms = [dev, farah].map((one) => one.dialog('Resolve'));
    for (const one of [dev, farah])
        await one.card(number).getByRole('button', { name: 'Resolve', exact: true }).click();
    await forms[0].getByLabel('Resolution').fill('Cleaned the fan');
    await forms[1].getByLabel('Resolution').fill('Another projector');
    await Promise.all(forms.map((form) => form.getByRole('button', { name: 'Resolve' }).click()));
    await until('one form is gone', async () => {
        const open = await Promise.all(forms.map((form) => form.count()));
        return open[0] + open[1] === 1;
    });
    const left = (await forms[0].count()) === 1 ? 0 : 1;
    await until('the other one says why', async () =>
        /no longer possible/.test(await forms[left].innerText()),
    );
    assert.equal(
        await forms[left].getByLabel('Resolution').inputValue(),
        ['Cleaned the fan', 'Another projector'][left],
    );
    await picture([dev, farah][left].page, 'solved-already');
    await [dev, farah][left].page.keyboard.press('Escape');
});

it('a button that stood on the card before it changed says what is the matter now', async () => {
    const { channels } = await running.workspace.view(people.dev);
    const triage = channels.find((one) => one.name === 'triage-it');
    const card = triage.messages.find((one) => one.text.includes(number));
    // Slack tells the app of a press on what stood there when somebody still sees it.
    const { ok } = await running.workspace.act(people.dev, 'click', {
        channel: triage.id,
        ts: card.ts,
        ...pressed,
        value: {},
    });
    assert.ok(ok);
    await toldAlone(dev, 'no longer possible').waitFor();
});

it('whoever is no agent any more reads so in the form, which keeps the words', async () => {
    await ana.write('help-it', '/ticket A quieter keyboard');
    const answer = ana.message('Only visible to you', 'A quieter keyboard');
    await answer.waitFor();
    const other = /\b(INC|REQ)-\d+\b/.exec(await answer.innerText())[0];
    await dev.card(other).getByRole('button', { name: 'Reply', exact: true }).click();
    const form = dev.dialog('Reply');
    await form.getByLabel('Reply').fill('Which one do you have now?');
    await running.workspace.does(manager, 'remove', { channel: 'C0TRIAGEIT', user: people.dev });
    await running.workspace.settled();
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText(/There is no \S+ that you may see/).waitFor();
    assert.equal(await form.getByLabel('Reply').inputValue(), 'Which one do you have now?');
    await picture(dev.page, 'no-agent-any-more');
});
