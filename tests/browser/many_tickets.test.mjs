// Five hundred open tickets: the Home and the queue stay a page each, which turns, and say how many there are.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { picture, startBrowser, until } from './browser.mjs';
import { byFirstName, leave } from './desk.mjs';
import { startProgram, viewOf } from './program.mjs';

const kTickets = 500;
const kAtOnce = 5;
const kTries = 3; // on a busy machine an answer comes later than Slack waits for it
const kBlocksMost = 100; // Slack's limit for a view

let browser;
let demo;
let total;
let people;

async function act(as, what, fields) {
    const answer = await fetch(`${demo.url}/_local/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ as, do: what, ...fields }),
    });
    return answer.json();
}

/** As the page types it, without the page: five hundred commands of somebody who never tires. */
async function raiseMany(who, channel) {
    let next = 0;
    const typist = async () => {
        while (next < kTickets) {
            const text = `Screen ${++next} flickers`;
            let answer;
            // Typed again it is the same ticket, not a second one.
            for (let i = 0; i < kTries && !answer?.ok; ++i)
                answer = await act(who.id, 'command', { channel, command: '/ticket', text });
            assert.equal(answer.ok, true, `${text}: ${JSON.stringify(answer)}`);
        }
    };
    await Promise.all(Array.from({ length: kAtOnce }, typist));
}

const home = async (who) => (await viewOf(demo.url, who.id)).home;
/** "1 to 10 of 512" as the section of this name says it, or undefined. */
const shown = (text, heading) => new RegExp(`${heading} · (\\d+) · (\\d+) to (\\d+) of (\\d+)`).exec(text);

before(async () => {
    browser = await startBrowser();
    demo = await startProgram('demo', '--port', '0', '--fresh');
    const view = await viewOf(demo.url, '');
    people = await byFirstName(browser, demo.url, { mia: 'Mia', ana: 'Ana' });
    await raiseMany(people.mia, view.channels.find((one) => one.name === 'help-it').id);
});
after(() => leave(browser, demo, people));

describe('five hundred open tickets', () => {
    it("are pages of the requester's Home, with the number of all", async () => {
        const { mia } = people;
        const panel = await mia.home();
        const line = async () => shown(await panel.innerText(), 'Your open tickets');
        const first = await until('the Home counts them', line);
        total = Number(first[1]);
        assert.ok(total >= kTickets);
        assert.deepEqual(first.slice(2), ['1', '10', String(total)]);
        await picture(mia.page, 'many-home');
        await panel.getByRole('button', { name: 'Next' }).first().click();
        await panel.getByText(`11 to 20 of ${total}`).waitFor();
        assert.ok((await home(mia)).blocks.length <= kBlocksMost);
        await panel.getByRole('button', { name: 'Previous' }).first().click();
        await panel.getByText(`1 to 10 of ${total}`).waitFor();
    });

    it("are pages of the agents' Home, which stays below Slack's limit", async () => {
        const { ana } = people;
        const panel = await ana.home();
        await panel.getByRole('button', { name: 'Refresh' }).click();
        const first = await until('the Home counts them', async () =>
            shown(await panel.innerText(), 'Unassigned'),
        );
        assert.ok(Number(first[1]) >= kTickets);
        assert.equal(first[2], '1');
        assert.ok((await home(ana)).blocks.length <= kBlocksMost);
        await picture(ana.page, 'many-home-agent');
    });

    it('are pages of the queue, from the first to the last', async () => {
        const { ana } = people;
        await ana.write('triage-it', '/desk queue');
        const answer = ana.message('Only visible to you', 'Queue ·');
        await answer.waitFor();
        const all = Number(/Queue · (\d+)/.exec(await answer.innerText())[1]);
        assert.ok(all >= kTickets);
        await answer.getByRole('button', { name: `Show all ${all}` }).click();
        const list = ana.dialog('Queue');
        await list.getByText(`Showing 1 to 10 of ${all}`).waitFor();
        await picture(ana.page, 'many-queue');
        await list.getByRole('button', { name: 'Next' }).click();
        await list.getByText(`Showing 11 to 20 of ${all}`).waitFor();
        assert.equal(await list.getByRole('button', { name: 'Open' }).count(), 10);
        await list.getByRole('button', { name: 'Previous' }).click();
        await list.getByText(`Showing 1 to 10 of ${all}`).waitFor();
    });
});
