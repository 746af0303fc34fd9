// The command line as a stranger meets it: exit codes, sentences that say how to mend it, health and metrics.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Program, outcome, until } from '../conformance/programs.mjs';
import { Desk } from './desk.mjs';

let desk;
before(async () => {
    desk = await Desk.create();
});
after(() => desk?.close());

const kGood = 0;
const kCheckFailed = 1;
const kUsage = 2;
const kUnreachable = 3;

const inFolder = env => ({ env: { ...desk.env, ...env }, cwd: desk.folder });

test('--help and --version answer with 0, an unknown command with 2', async () => {
    const help = await outcome(['--help']);
    assert.equal(help.code, kGood);
    const service = ['run', 'demo', 'workspace', 'check', 'manifest', 'verify', 'backup', 'restore'];
    for (const command of [...service, 'outbox', 'poisoned', 'sla', 'holidays', 'export', 'erase']) {
        assert.match(help.output, new RegExp(`\\b${command}\\b`));
        assert.equal((await outcome([command, '--help'])).code, kGood, command);
    }
    assert.match((await outcome(['--version'])).output, /\d+\.\d+\.\d+/);
    assert.equal((await outcome(['frobnicate'])).code, kUsage);
    assert.equal((await outcome([])).code, kUsage);
});

test('run without tokens ends with 2 and names the variables', async () => {
    const { code, output } = await outcome(['run'], { cwd: desk.folder });
    assert.equal(code, kUsage, output);
    assert.match(output, /SLACK_APP_TOKEN/);
    assert.match(output, /SLACK_BOT_TOKEN/);
});

test('a token of the wrong kind ends with 2, and is not printed', async () => {
    const { code, output } = await outcome(['run'], inFolder({ SLACK_APP_TOKEN: 'xoxb-secret-0000' }));
    assert.equal(code, kUsage, output);
    assert.match(output, /SLACK_APP_TOKEN/);
    assert.doesNotMatch(output, /secret-0000/);
});

test('check --offline shows every mistake of a configuration at once, with its line', async () => {
    const wrong = join(desk.folder, 'wrong.toml');
    writeFileSync(
        wrong,
        '[workspace]\ntimezone = "Europe/Berlln"\ntimezoone = "x"\n\n[[inbox]]\nkey = "it"\nmode = "three-channel"\n',
    );
    const { code, output } = await outcome(['check', '--offline', '--config', wrong], inFolder());
    assert.equal(code, kUsage, output);
    for (const expected of [/wrong\.toml:2/, /wrong\.toml:3/, /timezone/, /mode/])
        assert.match(output, expected);
    assert.equal((await outcome(['run', '--config', wrong], inFolder())).code, kUsage);
});

test('check says 0 for a good configuration, offline and against the workspace', async () => {
    for (const args of [['check', '--offline'], ['check']]) {
        const { code, output } = await desk.command(...args);
        assert.equal(code, kGood, output);
    }
});

test('check says 3 when Slack is not reachable', async () => {
    const { code, output } = await outcome(
        ['check', '--config', desk.config],
        inFolder({ SLACK_API_URL: 'http://127.0.0.1:9/api/' }),
    );
    assert.equal(code, kUnreachable, output);
});

test('the committed manifest is the one that this build prints', async () => {
    const { code, output } = await outcome(['manifest']);
    assert.equal(code, kGood);
    const committed = readFileSync(new URL('../../deploy/manifest.json', import.meta.url), 'utf8');
    assert.deepEqual(JSON.parse(committed), JSON.parse(output));
});

test('a running bot is healthy, ready and measured, and a backup of it can be restored', async t => {
    desk.start();
    await desk.ready();

    assert.equal((await desk.get('/healthz')).status, 200);
    assert.equal((await desk.get('/nothing')).status, 404);
    const metrics = await (await desk.get('/metrics')).text();
    assert.match(metrics, /^deskbell_\w+/m);
    execFileSync(process.env.PROMTOOL ?? 'promtool', ['check', 'metrics'], { input: metrics });

    await desk.workspace.does('U0ANA', 'command', {
        channel: 'C0HELPIT',
        command: '/ticket',
        text: 'before the backup',
    });
    const backup = join(desk.folder, 'backup.db');
    const made = await desk.command('backup', backup);
    assert.equal(made.code, kGood, made.output);
    assert.notEqual(
        (await desk.command('backup', backup)).code,
        kGood,
        'a backup must not overwrite another',
    );

    const second = await desk.command('run');
    assert.notEqual(second.code, kGood);
    assert.match(second.output, /another|uses/i);

    assert.equal((await desk.bot.stop('SIGTERM')).code, kGood);
    assert.notEqual(
        (await desk.command('restore', backup)).code,
        kGood,
        'restore must not overwrite without --force',
    );
    const restored = await desk.command('restore', backup, '--force');
    assert.equal(restored.code, kGood, restored.output);
    assert.equal((await desk.rows("SELECT title FROM record WHERE title = 'before the backup'")).length, 1);
    assert.equal((await desk.command('verify')).code, kGood);
});

test('verify ends with 1 when somebody changed the log', async () => {
    execFileSync('sqlite3', [desk.database, "UPDATE event SET actor = 'U0NOBODY' WHERE id = 1"]);
    const { code, output } = await desk.command('verify');
    assert.equal(code, kCheckFailed, output);
});

test('no token shows on the command line of the running bot', async () => {
    const bot = desk.start();
    await desk.ready();
    const line = readFileSync(`/proc/${bot.child.pid}/cmdline`, 'utf8');
    assert.doesNotMatch(line, /xapp|xoxb/);
    await bot.stop();
    assert.doesNotMatch(bot.output, /xapp-1-A0|xoxb-1-crash/);
});
