// What cannot be delivered and what cannot be handled, as the operator meets it: against a running bot and a stopped one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test, { after, before } from 'node:test';
import { until } from '../conformance/programs.mjs';
import { Desk, channels, people } from './desk.mjs';

// Longer than the bot's naps: a second program's rows and wishes are noticed within 30 s.
const kNoticedMs = 45_000;
const kUsage = 2;

let desk;
before(async () => {
    desk = await Desk.create();
    desk.start();
    await desk.ready();
});
after(() => desk?.close());

const ask = text =>
    desk.workspace.act(people.ana, 'command', { channel: channels.helpIt, command: '/ticket', text });

const metric = async line => (await (await desk.get('/metrics')).text()).includes(`\n${line}\n`);

async function json(...args) {
    const { code, output } = await desk.command(...args, '--json');
    assert.equal(code, 0, output);
    return JSON.parse(output);
}

async function posts() {
    const state = await desk.workspace.state();
    return state.channels
        .find(one => one.id === channels.triageIt)
        .messages.filter(message => message.user === 'U0DESKBELL' && !message.thread_ts);
}

const titled = async title =>
    (await desk.rows('SELECT title FROM record')).filter(row => row.title === title).length;

test('a call that Slack refuses is listed with its ticket and what to do, never with its words', async () => {
    assert.deepEqual((await json('outbox')).parked, []);
    await desk.workspace.fault({ kind: 'api_error', method: 'chat.postMessage', error: 'is_archived', count: 1 });
    await ask('words of Ana alone');
    const { parked } = await until('the call is parked', async () => {
        const answer = await json('outbox');
        return answer.parked.length > 0 && answer.waiting === 0 && answer;
    });
    const first = parked.find(call => call.code === 'is_archived');
    assert.ok(first, JSON.stringify(parked));
    assert.match(first.ticket, /^[A-Z]+-1$/);
    assert.match(first.advice, new RegExp(`deskbell outbox retry ${first.id}$`));

    const { code, output } = await desk.command('outbox');
    assert.equal(code, 0, output);
    assert.match(output, /the channel is archived \(is_archived\)\. Unarchive it/);
    assert.doesNotMatch(output, /words of Ana/);
    assert.doesNotMatch(JSON.stringify(parked), /words of Ana|xoxb|xapp/);
    assert.match(desk.bot.output, new RegExp(`Unarchive it, then: deskbell outbox retry ${first.id}`));
    await until(
        'the gauge shows it',
        () => metric(`deskbell_outbox_rows{state="parked"} ${parked.length}`),
        kNoticedMs,
    );
});

test('a retry beside the running bot delivers it, once', async () => {
    const before = (await posts()).length;
    assert.equal((await desk.command('outbox', 'retry')).code, kUsage);
    assert.equal((await desk.command('outbox', 'retry', '9999')).code, kUsage);
    const { retried } = await json('outbox', 'retry', '--all');
    assert.ok(retried.length > 0);
    await desk.delivered(kNoticedMs);
    assert.deepEqual((await json('outbox')).parked, []);
    const now = await posts();
    assert.ok(now.length <= before + 1, 'one card at most');
    const keys = now.map(message => message.metadata?.event_payload?.key);
    assert.equal(new Set(keys).size, keys.length, 'nothing was posted twice');
});

test('a delivery that no handler can deal with is kept, shown, and handled once after the upgrade', async () => {
    execFileSync('sqlite3', [
        '-cmd',
        '.timeout 5000',
        desk.database,
        "CREATE TRIGGER bug BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'a bug'); END",
    ]);
    await ask('kept words');
    const refused = JSON.stringify((await desk.workspace.state()).ephemerals.at(-1));
    const [, reference] = /reference ([2-9A-Z]{6})/.exec(refused) ?? assert.fail(refused);
    const { poisoned } = await json('poisoned');
    assert.equal(poisoned.length, 1);
    assert.equal(poisoned[0].reference, reference);
    assert.equal(poisoned[0].kind, 'slash_command');
    assert.match(poisoned[0].error, /a bug/);
    assert.ok(await metric('deskbell_poisoned_total{type="slash_command"} 1'));

    const shown = await desk.command('poisoned', 'show', reference);
    assert.equal(shown.code, 0, shown.output);
    assert.match(shown.output, /kept words/);
    const payload = JSON.parse(shown.output).payload;
    assert.equal(payload.command, '/ticket');
    assert.equal(payload.trigger_id, '…');
    assert.doesNotMatch((await desk.command('poisoned')).output, /kept words/);
    assert.match((await desk.command('poisoned', 'show', '--help')).output, /private words/);

    assert.equal((await desk.command('poisoned', 'retry', 'NOSUCH')).code, kUsage);
    execFileSync('sqlite3', ['-cmd', '.timeout 5000', desk.database, 'DROP TRIGGER bug']);
    assert.equal((await desk.command('poisoned', 'retry', reference)).code, 0);
    await until('it was handled', async () => (await titled('kept words')) === 1, kNoticedMs);
    const twice = await desk.command('poisoned', 'retry', reference);
    assert.equal(twice.code, kUsage);
    assert.match(twice.output, /handled already/);
    await desk.delivered(kNoticedMs);
    assert.equal(await titled('kept words'), 1);
});

test('both work while the bot is stopped, and the database stays sound', async () => {
    await desk.workspace.fault({ kind: 'api_error', method: 'chat.postMessage', error: 'not_in_channel', count: 1 });
    await ask('to be dropped');
    await until('the call is parked', async () => (await json('outbox')).parked.length > 0);
    assert.equal((await desk.bot.stop('SIGTERM')).code, 0);

    const { parked } = await json('outbox');
    const first = parked.find(call => call.code === 'not_in_channel');
    const { dropped } = await json('outbox', 'drop', String(first.id));
    assert.ok(dropped.includes(first.id));
    assert.deepEqual((await json('outbox')).parked, []);
    assert.equal((await desk.command('poisoned')).code, 0);
    const verified = await desk.command('verify');
    assert.equal(verified.code, 0, verified.output);
});
