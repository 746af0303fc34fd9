// Runs the deskbell program in a folder of its own and hands out the address it prints.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const kStartMs = 30000;
const kStopMs = 10000;

/** The program under test: DESKBELL_BIN, or that of the preset PRESET (default: dev) of this checkout. */
export function programPath() {
    if (process.env.DESKBELL_BIN) return resolve(process.env.DESKBELL_BIN);
    return new URL(`../../build/${process.env.PRESET ?? 'dev'}/deskbell`, import.meta.url).pathname;
}

/** Starts `deskbell <words...>`. {url, output(), stop()}: stop resolves to the exit code. */
export async function startProgram(...words) {
    const folder = mkdtempSync(join(tmpdir(), 'deskbell-browser-'));
    const { SLACK_APP_TOKEN, SLACK_BOT_TOKEN, DESKBELL_CONFIG, DESKBELL_DATABASE, ...env } = process.env;
    const child = spawn(programPath(), words, { cwd: folder, env });
    let output = '';
    const ended = new Promise((done) => {
        child.once('error', (error) => done(error.message));
        child.once('exit', (code, signal) => done(code ?? signal));
    });
    const url = new Promise((found, failed) => {
        const limit = setTimeout(
            () => failed(new Error(`no address within ${kStartMs} ms:\n${output}`)),
            kStartMs,
        );
        const read = (chunk) => {
            output += chunk;
            const address = /Open (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
            if (!address) return;
            clearTimeout(limit);
            found(address);
        };
        child.stdout.on('data', read);
        child.stderr.on('data', read);
        ended.then((code) => failed(new Error(`${words.join(' ')} ended with ${code}:\n${output}`)));
    });

    async function stop() {
        const limit = setTimeout(() => child.kill('SIGKILL'), kStopMs);
        child.kill('SIGINT');
        const code = await ended;
        clearTimeout(limit);
        rmSync(folder, { recursive: true, force: true });
        return code;
    }

    try {
        return { url: await url, output: () => output, stop };
    } catch (error) {
        await stop();
        throw error;
    }
}

/** What a person sees, read past the page. */
export async function viewOf(url, as) {
    const answer = await fetch(`${url}/_local/view?as=${as}`);
    assert.equal(answer.status, 200);
    return answer.json();
}
