// The escalation ladder under kill -9: each rung is reached once at most, whatever dies in between, and what was told
// is told once. Targets of seconds make hours of work; `KILLS=20` kills more often.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Desk, channels, people } from './desk.mjs';
import { until } from '../conformance/programs.mjs';

const kTickets = 12;
const kKills = Number(process.env.KILLS ?? 5);
const kTargetS = 8; // 200 % are over after 16 s
// A post per second and channel, and what was under way at a kill is looked up first.
const kSettleMs = 180_000;
const kLadder = [50, 75, 90, 100, 125, 150, 175, 200];

const levels = `
[roles]
manager = ["${people.dev}"]

[sla.P4]
response = "none"
update = "none"
resolution = "${kTargetS}s"
calendar = "24x7"
`;

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

test('each rung is reached once at most per ticket, also when the bot is killed at any moment', async () => {
    const desk = await Desk.create(levels);
    try {
        desk.start();
        await desk.ready();
        for (let i = 0; i < kTickets; ++i)
            await desk.workspace.does(people.emma, 'command', {
                channel: channels.helpIt,
                command: '/ticket',
                text: `slow thing number ${i}`,
            });
        for (let i = 0; i < kKills; ++i) {
            await pause(300 + Math.random() * ((kTargetS * 2000) / kKills));
            await desk.bot.stop('SIGKILL');
            desk.start();
            await desk.ready();
        }
        await until(
            'every ticket has climbed to the top',
            async () => (await desk.rows('SELECT DISTINCT record_id FROM escalation WHERE point = 200')).length === kTickets,
            60_000,
        );
        await desk.delivered(kSettleMs);

        const reached = await desk.rows(
            'SELECT record_id, metric, point, count(*) AS n FROM escalation GROUP BY record_id, metric, cycle, point',
        );
        assert.ok(reached.every(row => row.n === 1 && kLadder.includes(row.point)), JSON.stringify(reached));

        const state = await desk.workspace.state();
        const keys = state.channels
            .flatMap(channel => channel.messages)
            .map(message => message.metadata?.event_payload?.key)
            .filter(key => /^notices?:/.test(key ?? ''));
        assert.ok(keys.length > 0, 'somebody was told');
        assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), [], 'told twice');
        // Three minutes lie between two messages to one audience: the test is shorter than that.
        const audiences = await desk.rows('SELECT DISTINCT audience FROM notice');
        assert.ok(keys.length <= audiences.length, `${keys.length} messages to ${audiences.length} audiences`);

        const verified = await desk.command('verify');
        assert.equal(verified.code, 0, verified.output);
    } finally {
        await desk.close();
    }
});
