// Connections that come and go all the time, with real processes: what people asked for is there once.
// SOAK_SECONDS sets how long, SEED repeats a run.
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { agree } from './ledger.mjs';
import { underLoad } from './load.mjs';

const seconds = Number(process.env.SOAK_SECONDS ?? 15);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
// No more than can be posted meanwhile: a message per second and channel.
const kPeopleAtOnce = 2;
// An event that was missed twice comes again after a minute, then after five; what people wrote meanwhile is posted
// at a second for each channel.
const kSettleMs = 420_000 + seconds * 1_000;

const kReadyMs = 120_000;

const troubles = [
    { kind: 'disconnect', reason: 'warning' },
    { kind: 'disconnect', reason: 'refresh_requested' },
    { kind: 'drop_sockets' },
    { kind: 'close_sockets' },
    { kind: 'redeliver' },
    { kind: 'garbage_frame', text: 'Unexpected' },
    { kind: 'binary_frame', text: 'x' },
    { kind: 'slow', method: 'chat.postMessage', ms: 700, count: 1 },
    { kind: 'lose_reply', method: 'chat.postMessage', count: 1 },
    { kind: 'http_status', method: 'chat.postMessage', status: 503, count: 1 },
];

// slackapi/bolt-js#1151, #1840
test(`pitfall 40: refreshes, drops, delays and repeats for ${seconds} s lose nothing and double nothing (SEED=${seed})`, async t => {
    const { desk, load, result: ordered } = await underLoad(
        t,
        { seed, peopleAtOnce: kPeopleAtOnce, settleMs: kSettleMs },
        async (desk, random) => {
            let count = 0;
            for (const end = Date.now() + seconds * 1000; Date.now() < end; ++count) {
                // Slack limits how often a bot may connect: cut all the time, it would hardly ever be there.
                await desk.ready(kReadyMs);
                await pause(random.between(100, 2000));
                await desk.workspace.fault(random.one(troubles));
            }
            return count;
        },
    );
    t.diagnostic(`${ordered} troubles`);
    await agree(desk, load, kSettleMs);
    assert.ok(load.answered() >= ordered / 8, `the load hardly reached the bot: ${load.summary()}`);
});
