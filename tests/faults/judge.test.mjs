// A Slack of its own, with faults of its own, against the real program that is killed again and again. Afterwards the
// ledger, the database and the workspace must agree to the last message.
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { audit } from './audit.mjs';
import { Desk } from './desk.mjs';
import { Dice } from './dice.mjs';
import { table } from './faults.mjs';

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
const seconds = Number(process.env.FAULT_SECONDS ?? 25);
const kPeople = Number(process.env.FAULT_PEOPLE ?? 4);
const kRestMs = [600, 3000];
const kSkewMost = 90_000;
const kLateMost = 1500;
const kStrikeMs = [500, 3000];
const kMachineMs = [5000, 14_000];
const kWatchMs = [1500, 1500];
const kFrozenMs = 3500;
const kQuietMs = 5000;
// A queue of a minute or two may wait in Slack's limits when the trouble ends.
const kSettleMs = 240_000 + seconds * 2000;

/** Does `what` again and again with pauses until `end` is called. */
function goOn(dice, [low, high], what) {
    let isGoing = true;
    const all = (async () => {
        while (isGoing) {
            await pause(dice.between(low, high));
            if (isGoing) await what();
        }
    })();
    return () => ((isGoing = false), all);
}

async function strikeMachine(desk, { name }) {
    if (name !== 'kill -9') {
        desk.bot.child.kill('SIGSTOP');
        await pause(kFrozenMs);
        desk.bot.child.kill('SIGCONT');
        return;
    }
    await desk.end('SIGKILL');
    desk.start();
}

function strikeConnection(desk) {
    const ready = desk.mode.ready();
    if (ready.length === 0) return;
    void desk.faults.draw('live')?.strike(desk.mode, ready.at(-1));
}

test('the table has enough kinds of faults, many of which are no known pitfall', () => {
    const names = new Set(table.map(row => row.name));
    assert.equal(names.size, table.length, 'a name is used twice');
    assert.ok(table.length >= 30);
    assert.ok(table.filter(row => !row.known).length >= table.length / 3);
});

test(`what people were told holds after ${seconds} s of faults and kill -9 (SEED=${seed})`, async t => {
    const dice = new Dice(seed, 'standing');
    const skewMs = Math.round(dice.between(-kSkewMost, kSkewMost));
    const desk = await Desk.create(seed, { skewMs, lateMs: dice.between(0, kLateMost) });
    const { faults, ledger, mode } = desk;
    let found = ['not judged'];
    try {
        desk.start();
        await desk.ready();
        faults.isOn = true;
        const work = Array.from({ length: kPeople }, (_, i) =>
            goOn(new Dice(seed, `person ${i}`), kRestMs, () => desk.people.act()),
        );
        const trouble = goOn(new Dice(seed, 'trouble'), kStrikeMs, () => strikeConnection(desk));
        const machine = goOn(new Dice(seed, 'machine'), kMachineMs, () =>
            strikeMachine(desk, faults.draw('machine') ?? {}),
        );
        const watch = goOn(dice, kWatchMs, async () => (desk.people.backlog = await desk.backlog()));
        await pause(seconds * 1000);
        await Promise.all([trouble(), machine(), watch()]);
        await Promise.all(work.map(end => end()));
        faults.isOn = false;
        desk.people.lastWords();
        await pause(kLateMost);

        await desk.end('SIGKILL'); // the bot does not know what Slack gave up: it reads the histories when it connects
        const since = Date.now(); // by the bot's clock, whatever Slack's says
        desk.start();
        await desk.ready(kSettleMs);
        await desk.idle(since, kQuietMs, kSettleMs);
        assert.equal(await desk.end('SIGTERM'), 0, 'it stops in order');
        found = await audit(desk);
        t.diagnostic(`SEED=${seed} skew ${skewMs} ms: ${ledger.summary()}`);
        t.diagnostic(`${faults.summary()}; acks too late: ${ledger.lateAcks}`);
        assert.ok(found.length === 0, `SEED=${seed} ${desk.folder}\n${found.join('\n')}`);
    } finally {
        await desk.close(found.length > 0);
    }
});
