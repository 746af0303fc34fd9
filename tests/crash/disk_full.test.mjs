// A disk that is really full: a small file system of its own, which only root can mount.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../conformance/programs.mjs';
import { Desk, channels, people } from './desk.mjs';

const kDiskBytes = 6 * 1024 * 1024;
const kSettleMs = 420_000;  // Slack's last delivery comes after 5 minutes
const kBackMs = 30_000;     // the bot looks every 15 s whether the database works

/** A desk whose database is on a small disk of its own, or null when that cannot be mounted. */
async function onSmallDisk(t) {
    const desk = await Desk.create();
    const disk = join(desk.folder, 'disk');
    mkdirSync(disk);
    t.after(async () => {
        if (desk.bot) await desk.bot.stop('SIGKILL');
        try {
            execFileSync('umount', ['--lazy', disk], { stdio: 'ignore' });
        } catch {
            // It was never mounted.
        }
        await desk.close();
    });
    try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kDiskBytes}`, 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
        t.skip('this user cannot mount a small disk');
        return null;
    }
    desk.disk = disk;
    desk.database = join(disk, 'desk.db');
    desk.env.DESKBELL_DATABASE = desk.database;
    desk.start();
    await desk.ready();
    return desk;
}

/** Fills the disk but for `left` bytes. */
function fill(desk, left = 0) {
    const file = openSync(join(desk.disk, 'ballast'), 'a');
    const free = () => statfsSync(desk.disk).bavail * statfsSync(desk.disk).bsize;
    const piece = Buffer.alloc(4096);
    try {
        while (free() > left) writeSync(file, piece);
    } catch (e) {
        assert.equal(e.code, 'ENOSPC');
    } finally {
        closeSync(file);
    }
}

const empty = desk => rmSync(join(desk.disk, 'ballast'));

const ask = (desk, text) =>
    desk.workspace.act(people.ana, 'command', { channel: channels.helpIt, command: '/ticket', text });

const metrics = async desk => (await desk.get('/metrics')).text();
/** What Ana was told last. Not the counter of refusals: an event may be refused just before her request is not. */
const heard = async desk => JSON.stringify((await desk.workspace.state()).ephemerals.at(-1) ?? '');
const kRefusal = /nothing was changed\. Please try again in a few minutes/;

/** Asks until the desk refuses; returns what Ana heard then. */
async function askUntilRefused(desk, accepted) {
    for (let i = 0; i < 2000; ++i) {
        const text = `before it is full ${i} ${'x'.repeat(2000)}`;
        await ask(desk, text);
        const answer = await heard(desk);
        if (kRefusal.test(answer)) return answer;
        accepted.push(text);
    }
    assert.fail('the disk was never full');
}

/** What deploy/deskbell.service says of restarts: when, not after which exit codes, and how many at most. */
function unit() {
    const text = readFileSync(new URL('../../deploy/deskbell.service', import.meta.url), 'utf8');
    const value = name => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1];
    const never = value('RestartPreventExitStatus').split(' ').map(Number);
    return { restarts: [value('Restart'), ...never], limit: value('StartLimitIntervalSec') };
}

const count = async desk => (await desk.rows('SELECT count(*) AS n FROM record'))[0].n;

async function comesBack(desk) {
    await until(
        'the desk stores again',
        async () =>
            (await desk.get('/healthz')).status === 200 && /^deskbell_store_up 1$/m.test(await metrics(desk)),
        kBackMs,
    );
    assert.equal(desk.bot.child.exitCode, null, 'without a restart');
}

async function isSound(desk) {
    await desk.workspace.settled(kSettleMs);
    await desk.delivered(kSettleMs);
    assert.equal((await desk.bot.stop('SIGTERM')).code, 0);
    const verified = await desk.command('verify');
    assert.equal(verified.code, 0, verified.output);
}

test('with a full disk new work is refused politely, old work stays, and it goes on by itself', async t => {
    const desk = await onSmallDisk(t);
    if (!desk) return;
    await ask(desk, 'before');
    const { channel: direct } = await desk.workspace.does(people.ana, 'open_dm', { user: 'U0DESKBELL' });
    await desk.delivered();

    fill(desk);
    const accepted = [];
    const refused = await askUntilRefused(desk, accepted);
    const [, reference] = /Reference ([2-9A-Z]{6})/.exec(refused) ?? assert.fail(refused);
    assert.match(desk.bot.output, new RegExp(`reference ${reference}`));
    const stored = await count(desk);
    assert.equal(stored, accepted.length + 1);

    await until('it is known to be sick', async () => (await desk.get('/healthz')).status === 503, kBackMs);
    await desk.workspace.does(people.ana, 'post', { channel: direct, text: 'while it was full' });
    await until('the event is not acknowledged', async () =>
        /deskbell_acks_total\{outcome="withheld"\} [1-9]/.test(await metrics(desk)),
    );
    assert.match((await desk.get('/readyz').then(answer => answer.text())), /database: /);
    assert.equal(await count(desk), stored);
    await ask(desk, 'mine');
    assert.match(await heard(desk), /REQ-1\b/, 'what only reads goes on');

    empty(desk);
    await comesBack(desk);
    await ask(desk, 'after');
    await until(
        'Slack delivered the event again',
        async () => (await desk.rows("SELECT id FROM record WHERE title = 'while it was full'")).length === 1,
        kSettleMs,
    );
    await isSound(desk);
    assert.equal(await count(desk), stored + 2);
});

/** Until the program ends by itself: its exit code and output. */
const endOf = desk =>
    Promise.race([
        desk.bot.ended,
        pause(kBackMs).then(() => assert.fail(`it has not ended\n${desk.bot.output}`)),
    ]);

test('a start on a full disk ends with 3 and says what to do, and works when there is room', async t => {
    const desk = await onSmallDisk(t);
    if (!desk) return;
    await ask(desk, 'before');
    await desk.delivered();
    assert.equal((await desk.bot.stop('SIGTERM')).code, 0);
    fill(desk);
    desk.start();
    const { code, output } = await endOf(desk);
    assert.equal(code, 3, output);
    assert.match(output, /The disk of \S+desk\.db is full; nothing was changed\. Make room beside the database/);
    const { restarts, limit } = unit();
    assert.ok(restarts.includes('on-failure') && !restarts.includes(3) && limit === '0', 'systemd starts it again');

    empty(desk);
    desk.start();
    await desk.ready();
    await ask(desk, 'after');
    await isSound(desk);
    assert.equal(await count(desk), 2);
});

test('a start on a full disk after a crash refuses politely, says so to the operator, and comes back', async t => {
    const desk = await onSmallDisk(t);
    if (!desk) return;
    await ask(desk, 'before');
    await desk.delivered();
    await desk.bot.stop('SIGKILL');
    fill(desk);
    desk.start();
    await until('it refuses', async () => {
        await ask(desk, 'while it was full');
        return kRefusal.test(await heard(desk));
    }, kBackMs);
    const ready = await desk.get('/readyz');
    assert.equal(ready.status, 503);
    assert.match(await ready.text(), /database: The desk's disk is full/);

    empty(desk);
    await comesBack(desk);
    await desk.ready(kBackMs);
    await ask(desk, 'after');
    await isSound(desk);
    assert.equal(await count(desk), 2);
});

test('a log that a long reader let grow over the whole disk is no end: the desk comes back', async t => {
    const desk = await onSmallDisk(t);
    if (!desk) return;
    const reader = spawn('sqlite3', ['-readonly', desk.database], { stdio: ['pipe', 'pipe', 'ignore'] });
    t.after(() => reader.kill());
    reader.stdin.write('BEGIN; SELECT count(*) FROM record;\n');
    await new Promise(resolve => reader.stdout.once('data', resolve));

    fill(desk, 1024 * 1024);
    const accepted = [];
    await askUntilRefused(desk, accepted);
    assert.ok(accepted.length > 0);

    reader.stdin.end('COMMIT;\n');
    await new Promise(resolve => reader.once('close', resolve));
    empty(desk);
    await comesBack(desk);
    await ask(desk, 'after');
    await isSound(desk);
    assert.equal(await count(desk), accepted.length + 1);
});
