// Export and erasure from the command line, beside a running bot, read back by other programs than ours.
import assert from 'node:assert/strict';
import { execFileSync, execSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { until } from '../conformance/programs.mjs';
import { Desk, channels, people } from './desk.mjs';

const kGood = 0;
const kUsage = 2;
// Longer than the bot's naps: what a second program queued is noticed within 30 s.
const kNoticedMs = 45_000;
const kManyRows = 10_000;
// Memory in kilobytes: less than the rows of the large export have together.
const kBoundKb = 60_000;

let desk;
before(async () => {
    desk = await Desk.create();
    desk.start();
    await desk.ready();
});
after(() => desk?.close());

const ask = (who, text) =>
    desk.workspace.act(who, 'command', { channel: channels.helpIt, command: '/ticket', text });

const sha256 = path => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Rows of a CSV file as SQLite's own reader understands them. */
function readCsv(path) {
    const out = execFileSync('sqlite3', [':memory:', '-json', '-cmd', `.import --csv "${path}" t`, 'SELECT * FROM t'], {
        maxBuffer: 1 << 28,
    });
    return JSON.parse(out);
}

/** What a spreadsheet must not run has an apostrophe in front; everything else is as it is. */
const disarmed = text => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

const titles = [
    'plain',
    '=1+1',
    '+49 30 1234',
    '@everyone',
    '-rm',
    'with, comma',
    'with "quotes"',
    'Grüße ✓ 日本',
    "'=already'",
];

test('a CSV export read by another parser is what the database says, and its manifest proves it', async () => {
    for (const title of titles) await ask(people.dev, title);
    const file = join(desk.folder, 'requests.csv');
    const { code, output } = await desk.command('export', '--process', 'request', '--format', 'csv', '--out', file);
    assert.equal(code, kGood, output);
    const rows = readCsv(file);
    const stored = await desk.rows('SELECT title, requester, state, created_at FROM record ORDER BY id');
    assert.equal(rows.length, titles.length);
    assert.deepEqual(
        rows.map(row => row.title),
        stored.map(row => disarmed(row.title)),
    );
    rows.forEach((row, i) => {
        assert.equal(row.requester, stored[i].requester);
        assert.equal(row.state, stored[i].state);
        assert.equal(Date.parse(row.created_at) / 1000, stored[i].created_at);
    });
    const manifest = JSON.parse(readFileSync(`${file}.manifest.json`));
    assert.equal(manifest.rows, titles.length);
    assert.equal(manifest.sha256, sha256(file));
    assert.equal(manifest.process, 'request');
    for (const path of [file, `${file}.manifest.json`]) assert.equal(statSync(path).mode & 0o777, 0o600, path);
    assert.deepEqual(
        readdirSync(desk.folder).filter(name => /requests\.csv.*\.[A-Za-z0-9]{6}$/.test(name)),
        [],
    );
});

test('lines of JSON go to stdout as they are; the history and the words come when they are asked for', async () => {
    const run = (...more) =>
        execFileSync(process.env.DESKBELL_BIN, ['export', '--process', 'request', '--format', 'jsonl', ...more], {
            env: { ...process.env, ...desk.env, DESKBELL_CONFIG: desk.config },
            stdio: ['ignore', 'pipe', 'ignore'],
            maxBuffer: 1 << 28,
        })
            .toString()
            .trim()
            .split('\n')
            .map(line => JSON.parse(line));
    const lines = run();
    assert.deepEqual(
        lines.map(line => line.attributes.title),
        titles,
    );
    assert.ok(!('events' in lines[0]));
    const full = run('--with', 'events,comments');
    assert.equal(full[0].events[0].kind, 'created');
    assert.deepEqual(full[0].comments, []);
});

test('an export that was asked for wrongly writes nothing and says what to write', async () => {
    const file = join(desk.folder, 'no.csv');
    for (const [args, says] of [
        [['--process', 'requst', '--out', file], /Known are: .*request/],
        [['--process', 'request', '--format', 'xml', '--out', file], /csv or jsonl/],
        [['--process', 'request', '--from', 'yesterday', '--out', file], /--from/],
        [['--process', 'request', '--with', 'events', '--out', file], /--format jsonl/],
        [['--process', 'request', '--out', join(desk.folder, 'nowhere', 'a.csv')], /No such file/],
    ]) {
        const { code, output } = await desk.command('export', ...args);
        assert.equal(code, kUsage, output);
        assert.match(output, says);
    }
    assert.ok(!readdirSync(desk.folder).some(name => name.startsWith('no.csv')));
});

test('a person is erased beside the running bot: nothing names them, the log is sound, the desk goes on', async () => {
    await ask(people.emma, 'emmasword wants a chair');
    await ask(people.dev, `is Emma (<@${people.emma}>) there?`);
    await desk.delivered();
    const name = (await desk.rows(`SELECT name FROM person WHERE id = '${people.emma}'`))[0].name;
    assert.ok(name.length > 3);

    const unsure = await desk.command('erase', '--user', people.emma);
    assert.equal(unsure.code, kUsage);
    assert.match(unsure.output, /--yes/);
    const { code, output } = await desk.command('erase', '--user', people.emma, '--yes');
    assert.equal(code, kGood, output);
    assert.match(output, /ERASED-1/);

    const columns = await desk.rows(
        "SELECT t.name AS tab, c.name AS col FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.type = 'TEXT'",
    );
    assert.ok(columns.length > 60);
    for (const { tab, col } of columns)
        for (const word of [people.emma, name, 'emmasword']) {
            const found = await desk.rows(`SELECT ${col} AS v FROM ${tab} WHERE ${col} LIKE '%${word}%'`);
            assert.deepEqual(found, [], `${tab}.${col}`);
        }
    const verified = await desk.command('verify');
    assert.equal(verified.code, kGood, verified.output);
    assert.equal(statSync(`${desk.database}.erasure-key`).mode & 0o777, 0o600);

    await desk.delivered(kNoticedMs);
    await until('the card in Slack is empty', async () => {
        const state = await desk.workspace.state();
        return !JSON.stringify(state.channels.find(one => one.id === channels.triageIt)).includes('emmasword');
    });
    const parked = JSON.parse((await desk.command('outbox', '--json')).output).parked;
    assert.deepEqual(parked, []);
    const answer = await ask(people.dev, 'the desk goes on');
    assert.ok(answer.ok, JSON.stringify(answer));
    assert.equal((await desk.command('verify')).code, kGood);
});

test('ten thousand records are exported row by row, in little memory', async () => {
    await desk.bot.stop();
    execFileSync('sqlite3', [
        desk.database,
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${kManyRows})
         INSERT INTO record (process, number, version, created_at, updated_at, attributes, title, state, category,
             priority, inbox, requester, created_by, assignee, private, followers, due)
         SELECT 'improvement', i, 1, 1700000000 + i, 1700000000 + i,
             json_object('title', 'row ' || i, 'details', hex(zeroblob(4000))), 'row ' || i, 'new', 'new', '', '', 'U1',
             'U1', '', 0, ',,', 253402300799 FROM n`,
    ]);
    const file = join(desk.folder, 'many.csv');
    const program = spawn(
        process.env.DESKBELL_BIN,
        ['export', '--process', 'improvement', '--format', 'csv', '--out', file],
        { env: { ...process.env, ...desk.env, DESKBELL_CONFIG: desk.config }, stdio: 'ignore' },
    );
    let code;
    program.once('exit', status => (code = status));
    let mostKb = 0; // what the kernel saw at most, as of the last look before the end
    await until(
        'the export ends',
        () => {
            try {
                const status = readFileSync(`/proc/${program.pid}/status`, 'utf8');
                mostKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? mostKb);
            } catch {
                // It has just ended.
            }
            return code !== undefined;
        },
        120_000,
    );
    assert.equal(code, kGood);
    assert.ok(mostKb > 0 && mostKb < kBoundKb, `${mostKb} kB`);
    assert.ok(statSync(file).size > kBoundKb * 1024, `${statSync(file).size} bytes`);
    assert.equal(JSON.parse(readFileSync(`${file}.manifest.json`)).rows, kManyRows);
    const head = execSync(`cut -c1-40 "${file}" | tail -n 1`).toString();
    assert.match(head, new RegExp(`-${kManyRows},improvement`));
});
