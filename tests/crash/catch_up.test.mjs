// What no event ever told: the bot was away, or Slack gave up. After the next connection everything is there, once.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Desk, channels, people } from './desk.mjs';
import { until } from '../conformance/programs.mjs';

// Facilities takes every message of its channel as a request.
const automatic = config => config.replace('request_channels = ["C0HELPFAC"]', 'request_channels = ["C0HELPFAC"]\nauto_create = true');

const records = desk => desk.rows('SELECT * FROM record ORDER BY id');

/** The metric's sum over all kinds. */
const recovered = async desk =>
    [...(await (await desk.get('/metrics')).text()).matchAll(/^deskbell_recovered_total\{.*\} (\d+)/gm)].reduce(
        (sum, match) => sum + Number(match[1]),
        0,
    );

const firstReading = desk =>
    until(
        'the channels are known',
        async () => (await desk.rows("SELECT * FROM reading WHERE channel LIKE 'C0HELP%'")).length === 2,
        30_000,
    );

test('what happened while no event reached the bot is found in the history, once', async () => {
    const desk = await Desk.create('', automatic);
    const { workspace } = desk;
    const say = (as, channel, text, thread_ts) => workspace.does(as, 'post', { channel, text, thread_ts });
    try {
        desk.start();
        await desk.ready();
        await firstReading(desk);
        const heating = await say(people.ana, channels.helpFac, 'The heating is cold');
        const lamp = await say(people.ana, channels.helpFac, 'The lamp is dark');
        await until('two tickets', async () => (await records(desk)).length === 2);
        const early = await say(people.ana, channels.helpFac, 'It is 15 degrees', heating.ts);
        const regret = await say(people.ana, channels.helpFac, 'My phone is 555 1234', heating.ts);
        await until('both words', async () => (await desk.rows('SELECT * FROM comment')).length === 2);
        await desk.delivered(60_000);

        // While the bot is away, and Slack never tells of any of it.
        await desk.bot.stop('SIGKILL');
        await workspace.fault({ kind: 'forget_events', count: 50 });
        await say(people.ana, channels.helpFac, 'The door is stuck');
        await say(people.ana, channels.helpFac, 'Please bring a heater', heating.ts);
        await workspace.does(people.ana, 'edit', { channel: channels.helpFac, ts: early.ts, text: 'It is 12 degrees' });
        await workspace.does(people.ana, 'delete', { channel: channels.helpFac, ts: regret.ts });
        await workspace.does(people.ana, 'delete', { channel: channels.helpFac, ts: lamp.ts });
        await workspace.fault({ kind: 'forget_events', count: 0 });
        desk.start();
        await desk.ready();

        await until('all is found', async () => (await desk.rows('SELECT * FROM recovery')).length === 5, 60_000);
        await desk.delivered(60_000);
        const [, second, third] = await records(desk);
        assert.equal(second.category, 'void', 'the ticket of the deleted message is withdrawn');
        assert.equal(third.title, 'The door is stuck');
        const comments = await desk.rows('SELECT text, deleted_at FROM comment ORDER BY id');
        assert.deepEqual(
            comments.map(({ text, deleted_at }) => [text, deleted_at !== null]),
            [
                ['It is 12 degrees', false],
                ['My phone is 555 1234', true],
                ['Please bring a heater', false],
            ],
        );
        assert.equal(await recovered(desk), 5);

        // A third start finds nothing more: what was recovered counts as told.
        await desk.bot.stop('SIGKILL');
        const before = await desk.rows("SELECT whole_to FROM reading WHERE channel LIKE 'C0%' ORDER BY channel");
        await until('another second', () => Date.now() > (Math.max(...before.map(row => row.whole_to)) + 1) * 1000);
        desk.start();
        await desk.ready();
        await until('it has been read again', async () => {
            const now = await desk.rows("SELECT whole_to FROM reading WHERE channel LIKE 'C0%' ORDER BY channel");
            return now.every((row, i) => row.whole_to > before[i].whole_to);
        }, 60_000);
        assert.equal((await desk.rows('SELECT * FROM recovery')).length, 5);
        assert.equal((await records(desk)).length, 3);
        const verified = await desk.command('verify');
        assert.equal(verified.code, 0, verified.output);
    } finally {
        await desk.close();
    }
});

test('an event that is lost while the connection stands is found at the next one', async () => {
    const desk = await Desk.create('', automatic);
    try {
        desk.start();
        await desk.ready();
        await firstReading(desk);
        await desk.workspace.fault({ kind: 'forget_events', count: 1 });
        await desk.workspace.does(people.ana, 'post', { channel: channels.helpFac, text: 'The door is stuck' });
        await desk.workspace.fault({ kind: 'drop_sockets' });
        await until('the ticket', async () => (await records(desk)).length === 1, 90_000);
        // Counted after the commit, so a moment later.
        await until('it counts as found', async () => (await recovered(desk)) === 1);
    } finally {
        await desk.close();
    }
});

test('the very first direct message of somebody, of which no event told, is found after a restart', async () => {
    const desk = await Desk.create('', automatic);
    const { workspace } = desk;
    try {
        desk.start();
        await desk.ready();
        await firstReading(desk);
        await desk.bot.stop('SIGKILL');
        await workspace.fault({ kind: 'forget_events', count: 50 });
        const { channel } = await workspace.does(people.ben, 'open_dm', { user: 'U0DESKBELL' });
        await workspace.does(people.ben, 'post', { channel, text: 'My phone rings all day' });
        await workspace.fault({ kind: 'forget_events', count: 0 });
        desk.start();
        await desk.ready();
        await until('the ticket', async () => (await records(desk)).length === 1, 60_000);
        await desk.delivered(60_000);
        const [ticket] = await records(desk);
        assert.equal(ticket.title, 'My phone rings all day');
        assert.equal(ticket.requester, people.ben);
        assert.deepEqual(await desk.rows('SELECT kind, channel FROM recovery'), [{ kind: 'message', channel }]);
    } finally {
        await desk.close();
    }
});
