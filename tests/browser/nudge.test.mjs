// The fair nudge, with a promise of its own that is at risk after half a minute.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { picture, startBrowser } from './browser.mjs';
import { close, people, sitAt, startRunning } from './running.mjs';

// From three quarters of its time on it may be nudged for.
const kPromise = `
[sla.P4]
response = "none"
update = "none"
resolution = "40s"
calendar = "24x7"
`;
const kAtRiskMs = 60_000;

let browser;
let running;
let ana; // who asks
let dev; // an agent
let ben; // somebody else
let number;

before(async () => {
    browser = await startBrowser();
    running = await startRunning({ more: kPromise });
    [ana, dev, ben] = await Promise.all([people.ana, people.dev, people.ben].map((id) => sitAt(browser, running, id)));
    number = await ana.ask('The lift hums');
});
after(async () => assert.deepEqual(await close(browser, running, [ana, dev, ben]), []));

it('is not offered while the promise is on time', async () => {
    await ana.messagesOfApp();
    const receipt = ana.within(ana.page.getByRole('main'), 'The lift hums', 'Add details');
    assert.equal(await receipt.getByRole('button', { name: 'Nudge' }).count(), 0);
});

it('is offered when the promise is at risk, reaches the team, and says when it can be used again', async () => {
    const receipt = ana.within(ana.page.getByRole('main'), 'The lift hums', 'Add details');
    const nudge = receipt.getByRole('button', { name: 'Nudge' });
    await nudge.waitFor({ timeout: kAtRiskMs });
    await nudge.click();
    await ana.message('Only visible to you', `you ask about ${number}`, 'You can nudge again from').waitFor();
    await picture(ana.page, 'nudged');
    await dev.go('triage-it');
    await dev.openThread(dev.card(number));
    await dev.reply('asks how it goes', number).waitFor();
    await picture(dev.page, 'nudge');
});

it('is nothing for somebody who may not see the ticket', async () => {
    await ben.write('help-it', `/ticket ${number}`);
    await ben.message('Only visible to you', `There is no ${number} that you may see`).waitFor();
});
