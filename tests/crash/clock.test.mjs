// The wall clock of a running bot is set, and the machine sleeps: nothing is told twice and no timer stops. The bot runs
// under libfaketime (Debian: faketime), which reads from a file how far its wall clock is off; the steady clock stays true.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Desk, channels, people } from './desk.mjs';
import { until } from '../conformance/programs.mjs';

const library = process.env.FAKETIME_LIB ?? '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';
const kHour = 3600;
// The bot looks at its clock every 30 s at the latest.
const kNoticedMs = 45_000;

const levels = `
[roles]
manager = ["${people.dev}"]

[sla.P4]
response = "none"
update = "none"
resolution = "2h"
calendar = "24x7"
`;

/** A desk whose clock can be set: `set` takes how many seconds it is ahead of the true time. */
async function withClock(t) {
    const desk = await Desk.create(levels);
    t.after(() => desk.close());
    const file = join(desk.folder, 'offset');
    desk.set = seconds => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}s\n`);
    desk.set(0);
    Object.assign(desk.env, {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
    desk.start();
    await desk.ready();
    return desk;
}

const rungs = async desk =>
    (await desk.rows('SELECT point FROM escalation ORDER BY id')).map(({ point }) => point);

const reaches = (desk, expected) =>
    until(`the rungs ${expected} are reached`, async () => (await rungs(desk)).join() === expected.join(), kNoticedMs);

const ask = (desk, text) =>
    desk.workspace.does(people.ana, 'command', { channel: channels.helpIt, command: '/ticket', text });

/** Nobody heard the same twice, and the log is whole. */
async function isSound(desk) {
    await desk.delivered(kNoticedMs);
    const state = await desk.workspace.content();
    const keys = state.channels
        .flatMap(channel => channel.messages)
        .map(message => message.metadata?.event_payload?.key)
        .filter(Boolean);
    assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), [], 'posted twice');
    assert.equal(desk.bot.child.exitCode, null, 'without a restart');
    assert.equal((await desk.bot.stop('SIGTERM')).code, 0);
    const verified = await desk.command('verify');
    assert.equal(verified.code, 0, verified.output);
}

const skip = !existsSync(library) && 'libfaketime is not installed';

test('a clock that is set forwards and back reaches each rung once, and work goes on', { skip }, async t => {
    const desk = await withClock(t);
    await ask(desk, 'a new chair');
    await desk.delivered();
    assert.deepEqual(await rungs(desk), []);

    desk.set(kHour + 600);
    await reaches(desk, [50]);
    desk.set(0);
    await ask(desk, 'after the clock was set back');
    await desk.delivered();
    assert.equal((await desk.rows('SELECT id FROM record')).length, 2);
    desk.set(kHour + 600);
    await ask(desk, 'and forwards again');
    await reaches(desk, [50, 50]);
    const perTicket = await desk.rows('SELECT record_id FROM escalation GROUP BY record_id, point HAVING count(*) > 1');
    assert.deepEqual(perTicket, [], 'a rung was reached twice');
    await isSound(desk);
});

test('after a sleep of a day only the highest rung is told', { skip }, async t => {
    const desk = await withClock(t);
    await ask(desk, 'a new desk');
    await desk.delivered();
    desk.bot.child.kill('SIGSTOP');
    desk.set(24 * kHour);
    desk.bot.child.kill('SIGCONT');
    await reaches(desk, [200]);
    await ask(desk, 'after the sleep');
    await isSound(desk);
    assert.deepEqual(await rungs(desk), [200]);
});
