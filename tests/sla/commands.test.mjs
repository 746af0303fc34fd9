// `deskbell sla` and `deskbell holidays` as people and scripts use them: answers, sentences and exit codes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const deskbell = process.env.DESKBELL_BIN ?? join(root, 'build', 'release', 'deskbell');
const folder = mkdtempSync(join(tmpdir(), 'deskbell-sla-'));
after(() => rmSync(folder, { recursive: true }));

const kGood = 0;
const kCheckFailed = 1;
const kUsage = 2;

/** Runs a command in the test's folder. A wrong token shows that nobody looks at tokens. */
const outcome = (args, env = {}) =>
    new Promise(resolve =>
        execFile(
            deskbell,
            args,
            { cwd: folder, env: { SLACK_APP_TOKEN: 'wrong', ...env }, timeout: 30_000 },
            (error, out, err) => resolve({ code: error ? error.code : 0, out, err }),
        ),
    );

const config = join(folder, 'deskbell.toml');
writeFileSync(
    config,
    `[workspace]
timezone = "Europe/Berlin"
[calendar.sunday]
hours = { sun = ["09:00-10:00"] }
[calendar.once]
hours = {}
exceptions = { "${new Date(Date.now() + 864e5).toISOString().slice(0, 10)}" = ["09:00-10:00"] }
`,
);
const due = (...args) => outcome(['sla', 'due', '--config', config, ...args]);
const elapsed = (...args) => outcome(['sla', 'elapsed', '--config', config, ...args]);

test('due answers with one JSON object, in UTC and on the wall clock', async () => {
    const { code, out } = await due(
        ...['--calendar', 'business', '--start', '2026-11-20T16:00', '--target', '4h', '--json'],
    );
    assert.equal(code, kGood);
    assert.equal(out, '{"due":"2026-11-23T11:00:00Z","due_local":"2026-11-23T12:00:00+01:00"}\n');
});

test('without --json there is a line that people read', async () => {
    const { out } = await due('--calendar', 'business', '--start', '2026-11-20T16:00', '--target', '4h');
    assert.equal(out, 'Mon 23 Nov 2026 12:00:00 CET (2026-11-23T11:00:00Z)\n');
    const span = await elapsed(
        ...['--calendar', 'business', '--start', '2026-11-20T16:00', '--end', '2026-11-23T12:30'],
    );
    assert.equal(span.out, '4h30m of open time (16200 s)\n');
});

test('elapsed counts open time without the pauses', async () => {
    const { code, out } = await elapsed(
        ...['--calendar', 'business', '--start', '2026-11-20T15:00:00+01:00', '--end', '2026-11-23T11:00:00Z'],
        ...['--pause', '2026-11-20T16:00/2026-11-23T09:30', '--pause', '2026-11-23T09:00/2026-11-23T10:00', '--json'],
    );
    assert.equal(code, kGood);
    assert.equal(out, '{"elapsed_s":10800}\n');
});

test('times are read with offset, with seconds, with a fraction that is dropped, and on the wall', async () => {
    const at = async (calendar, start) => {
        const { out, err } = await due('--calendar', calendar, '--start', start, '--target', '1s', '--json');
        return err || JSON.parse(out).due;
    };
    assert.equal(await at('24x7', '2026-11-23T09:00:00Z'), '2026-11-23T09:00:01Z');
    assert.equal(await at('24x7', '2026-11-23T09:00:00.999+05:30'), '2026-11-23T03:30:01Z');
    assert.equal(await at('business', '2026-11-23T10:00:30'), '2026-11-23T09:00:31Z');
    assert.equal(await at('24x7', '2026-11-23T09:00'), '2026-11-23T09:00:01Z', '24x7 is in UTC');
});

test('a local time that is skipped is the change, one that occurs twice is the first', async () => {
    writeFileSync(
        join(folder, 'always.toml'),
        '[calendar.all]\ntimezone = "Europe/Berlin"\nhours = { sun = ["00:00-24:00"] }\n',
    );
    const at = async start => {
        const args = ['--calendar', 'all', '--start', start, '--target', '1s', '--json'];
        return JSON.parse((await outcome(['sla', 'due', '--config', join(folder, 'always.toml'), ...args])).out).due;
    };
    assert.equal(await at('2026-03-29T02:30'), '2026-03-29T01:00:01Z');
    assert.equal(await at('2026-10-25T02:30'), '2026-10-25T00:30:01Z');
});

test('the end of a business day is a target, and pauses move it by their open time', async () => {
    const args = ['--calendar', 'business', '--start', '2026-11-20T10:00', '--target', 'EOBD+1', '--json'];
    assert.equal(JSON.parse((await due(...args)).out).due, '2026-11-23T16:00:00Z');
    const paused = await due(...args, '--pause', '2026-11-20T11:00/2026-11-20T12:00');
    assert.equal(JSON.parse(paused.out).due, '2026-11-24T09:00:00Z');
});

test('the configuration comes from DESKBELL_CONFIG too, and without one there are the built-in calendars', async () => {
    const args = ['sla', 'due', '--calendar', 'business', '--start', '2026-11-23T09:00', '--target', '1h', '--json'];
    assert.match((await outcome(args, { DESKBELL_CONFIG: config })).out, /"due":"2026-11-23T09:00:00Z"/);
    assert.match((await outcome(args)).out, /"due":"2026-11-23T10:00:00Z"/);
});

test('what is never due ends with 1 and says so', async () => {
    const { code, out, err } = await due('--calendar', 'once', '--start', '2026-01-01T09:00', '--target', '4h');
    assert.equal(code, kCheckFailed);
    assert.equal(out, '');
    assert.match(err, /Never due.*"once".*4h/);
});

test('what is wrong ends with 2 and says what to write', async () => {
    const start = ['--start', '2026-11-23T09:00'];
    const business = ['--calendar', 'business', ...start];
    const target = ['--target', '4h'];
    for (const [args, says] of [
        [['due', '--calendar', 'busines', ...start, ...target], /"business".*24x7, business, extended, once, sunday/],
        [['due', ...business, '--target', '2d'], /8h of open time, or EOBD\+1/],
        [['due', ...business, '--target', 'soon'], /1h30m/],
        [['due', '--calendar', 'business', '--start', '2026-11-23', ...target], /--start.*2026-11-23T09:00/],
        [['due', '--calendar', 'business', '--start', '2026-02-30T09:00', ...target], /--start/],
        [['due', '--calendar', 'business', '--start', '2026-11-23T24:30', ...target], /--start/],
        [['due', '--calendar', 'business', '--start', '2026-11-23T09:00:00+1', ...target], /--start/],
        [['due', ...business, ...target, '--pause', '2026-11-23T10:00'], /--pause.*\//],
        [['due', ...business, ...target, '--pause', '2026-11-23T10:00/2026-11-23T09:00'], /ends before it begins/],
        [['elapsed', ...business, '--end', '2026-11-23T08:59'], /--end.*before --start/],
        [['elapsed', ...business], /--end/],
        [['due', ...business], /--target/],
        [['due', ...start, ...target], /--calendar/],
        [[], /subcommand/],
    ]) {
        const { code, out, err } = await outcome(['sla', ...args, ...(args.length ? ['--config', config] : [])]);
        assert.equal(code, kUsage, `${args.join(' ')}: ${err}`);
        assert.equal(out, '');
        assert.match(err, says, args.join(' '));
    }
});

test('holidays shows the dates, writes them down for review, and keeps what was decided', async () => {
    const feed = join(folder, 'holidays.ics');
    const events = (...days) =>
        ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//']
            .concat(
                days.flatMap(([date, name]) => [
                    'BEGIN:VEVENT',
                    `DTSTART;VALUE=DATE:${date}`,
                    `SUMMARY:${name}`,
                    'END:VEVENT',
                ]),
                ['END:VCALENDAR', ''],
            )
            .join('\r\n');
    const christmas = ['20301225', 'Christmas Day'];
    const valentine = ['20300214', "Valentine's Day"];
    const named = join(folder, 'feed.toml');
    writeFileSync(
        named,
        '[calendar.a]\nhours = { mon = ["09:00-17:00"] }\nholiday_files = ["holidays.ics"]\n',
    );
    const check = async () => {
        const { code, err } = await outcome(['check', '--offline', '--config', named], { SLACK_APP_TOKEN: undefined });
        assert.equal(code, kGood, err);
        return err;
    };

    writeFileSync(feed, events(christmas, valentine));
    assert.match(await check(), /2 dates count as days off, and nobody has reviewed them\. Run "deskbell holidays/);
    const first = await outcome(['holidays', 'holidays.ics']);
    assert.equal(first.code, kGood, first.err);
    assert.match(first.out, /on\tThu 2030-02-14\tValentine's Day\non\tWed 2030-12-25\tChristmas Day/);
    assert.equal(await check(), '');

    const reviewed = `${feed}.reviewed`;
    writeFileSync(reviewed, readFileSync(reviewed, 'utf8').replace('on 2030-02-14', 'off 2030-02-14'));
    writeFileSync(feed, events(christmas, valentine, ['20311225', 'Christmas Day']));
    assert.match(await check(), /1 date came after the last review/);
    const second = await outcome(['holidays', 'holidays.ics']);
    assert.match(second.out, /off\tThu 2030-02-14[^]*new\tThu 2031-12-25[^]*1 on, 1 off, 1 new/);
    assert.match(readFileSync(reviewed, 'utf8'), /^off 2030-02-14 Valentine's Day$/m);

    writeFileSync(reviewed, 'maybe 2030-02-14\n');
    const wrong = await outcome(['holidays', 'holidays.ics']);
    assert.equal(wrong.code, kUsage);
    assert.match(wrong.err, /holidays\.ics\.reviewed:1: .*on, off or new/);
    assert.equal((await outcome(['holidays', 'nowhere.ics'])).code, kUsage);
});
