// Kill -9 at random moments under load, start again, and compare at the end. CRASHES sets how often, SEED repeats a run.
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Desk } from './desk.mjs';
import { agree, compare } from './ledger.mjs';
import { Load, generator, underLoad } from './load.mjs';

const crashes = Number(process.env.CRASHES ?? 15);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const kPeopleAtOnce = 3;
const kShortestLifeMs = 20;
const kLongestLifeMs = 2500;
// Slack limits how often a bot may introduce itself and connect: one that starts all the time has to wait.
const kReadyMs = 120_000;
// An event that was missed twice comes again after a minute, then after five; what people wrote meanwhile is posted
// at a second for each channel.
const kSettleMs = 420_000 + crashes * 5_000;

test(`nothing accepted is lost and nothing is said twice over ${crashes} crashes (SEED=${seed})`, async t => {
    const { desk, load } = await underLoad(
        t,
        { seed, peopleAtOnce: kPeopleAtOnce, settleMs: kSettleMs },
        async (desk, random) => {
            for (let i = 0; i < crashes; ++i) {
                if (i % 3 === 1)
                    await desk.workspace.fault({ kind: 'lose_reply', method: 'chat.postMessage', count: 1 });
                // Two of three lives end while the bot works, the third at any moment, also while it starts.
                if (i % 3 !== 0) await desk.ready(kReadyMs);
                await pause(random.between(kShortestLifeMs, kLongestLifeMs));
                await desk.bot.stop('SIGKILL');
                desk.start();
            }
            await desk.ready(kReadyMs);
        },
    );
    await desk.bot.stop('SIGKILL');
    desk.start(); // reads what Slack has given up
    await desk.ready(kReadyMs);
    await agree(desk, load, kSettleMs);
    // After the comparison: what was written counts too, because all of it has been found at the bot.
    const reached = load.answered() + load.words.all.length;
    assert.ok(reached >= crashes / 2, `the load hardly reached the bot: ${load.summary()}`);
    const [{ found }] = await desk.rows('SELECT count(*) AS found FROM recovery');
    t.diagnostic(`${found} things that Slack had given up were found in its histories`);

    assert.equal((await desk.bot.stop('SIGTERM')).code, 0);
    const verified = await desk.command('verify');
    assert.equal(verified.code, 0, verified.output);
});

test('SIGTERM under load ends the bot within five seconds, with 0, and loses nothing', async t => {
    const desk = await Desk.create();
    t.after(() => desk.close());
    const load = new Load(desk.workspace, generator(seed));

    desk.start();
    await desk.ready();
    const acts = Array.from({ length: 12 }, () => load.act());
    await pause(50);
    const asked = Date.now();
    const { code, output } = await desk.bot.stop('SIGTERM');
    const took = Date.now() - asked;
    await Promise.all(acts);
    assert.equal(code, 0, output);
    assert.ok(took < 5000, `took ${took} ms`);

    desk.start();
    await desk.ready();
    await desk.workspace.settled(kSettleMs);
    await desk.delivered(kSettleMs);
    await compare(desk, load);
});
