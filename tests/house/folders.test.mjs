// Two promises about folders: the domain compiles with nothing of ours around it, and a process folder can be
// deleted without touching another file.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { files, root } from './tree.mjs';

const run = promisify(execFile);
const build = dirname(process.env.DESKBELL_BIN ?? join(root, 'build/release/deskbell'));
const everything = process.env.DESKBELL_TEST_ALL !== '0';
const processes = files
    .filter(path => /^handlers\/[^/]+\/process\.cpp$/.test(path))
    .map(path => path.split('/')[1]);

// Runs `work` on each of `items`, as many at once as there are processors.
async function inParallel(items, work) {
    const waiting = [...items];
    await Promise.all(
        cpus().map(async () => {
            while (waiting.length > 0) await work(waiting.shift());
        }),
    );
}

function copyTree(to, leaveOut = () => false) {
    for (const path of files.filter(path => !leaveOut(path))) {
        mkdirSync(dirname(join(to, path)), { recursive: true });
        cpSync(join(root, path), join(to, path));
    }
}

test('handlers/domain compiles alone: standard library and date only', async t => {
    const alone = mkdtempSync(join(tmpdir(), 'deskbell-domain-'));
    t.after(() => rmSync(alone, { recursive: true }));
    copyTree(alone, path => !path.startsWith('handlers/domain/'));

    const sources = files.filter(path => /^handlers\/domain\/.*\.[ch]pp$/.test(path));
    assert.ok(sources.length > 0);
    const failed = [];
    await inParallel(sources, async path => {
        const check = [
            '-std=c++20',
            '-fsyntax-only',
            '-Wall',
            '-Wextra',
            '-I.',
            '-include',
            path,
            '-x',
            'c++',
            '/dev/null',
        ];
        await run('g++', check, { cwd: alone }).catch(e =>
            failed.push(`${path}: ${e.stderr.split('\n')[0]}`),
        );
    });
    assert.deepEqual(failed, []);
});

// One copy of the tree for all of them: after the first each further deletion compiles only what changed.
test('each process folder can be deleted, and the rest configures, builds and lists exactly the others', async t => {
    assert.ok(processes.length >= 2, 'no process folders found');
    const copy = mkdtempSync(join(tmpdir(), 'deskbell-copy-'));
    t.after(() => rmSync(copy, { recursive: true }));
    copyTree(copy);
    writeFileSync(
        join(copy, 'list.cpp'),
        `
        #include "handlers/kernel/desk.hpp"
        #include "handlers/kernel/declaration.hpp"
        #include <cstdio>
        int main() { for (const auto* p : deskbell::all_processes()) std::puts(std::string(p->key).c_str()); }`,
    );

    for (const gone of everything ? processes : ['improvement']) {
        await t.test(gone, async () => {
            rmSync(join(copy, 'handlers', gone), { recursive: true });
            const rest = readdirSync(join(copy, 'handlers'), { withFileTypes: true })
                .filter(entry => entry.isDirectory() && processes.includes(entry.name))
                .map(entry => entry.name);
            try {
                assert.deepEqual(await listedBy(copy), rest.sort());
            } finally {
                cpSync(join(root, 'handlers', gone), join(copy, 'handlers', gone), { recursive: true });
            }
        });
    }
});

// Configures the tree at `copy`, compiles its processes, links them with the libraries of the build under test into
// a program that lists them, and returns its lines.
async function listedBy(copy) {
    const at = { cwd: copy, maxBuffer: 1 << 26 };
    const fail = e => assert.fail(`${e.stdout}\n${e.stderr}`.slice(-4000));
    await run('cmake', ['--preset', 'dev', '-DDESKBELL_TESTS=OFF'], at).catch(fail);
    const objects = JSON.parse(readFileSync(join(copy, 'build/dev/compile_commands.json'), 'utf8'))
        .map(entry => /-o (\S*\/deskbell_processes\.dir\/\S+)/.exec(entry.command)?.[1])
        .filter(Boolean);
    await run('ninja', ['-C', 'build/dev', ...objects], at).catch(fail);

    const libraries = [
        'handlers/libdeskbell_kernel.a',
        'store/libdeskbell_store.a',
        'slack/wire/libdeskbell_wire.a',
        'handlers/domain/libdeskbell_domain.a',
    ].map(name => join(build, name));
    await run(
        'g++',
        [
            '-std=c++20',
            '-I.',
            'list.cpp',
            '-o',
            'list',
            ...objects.map(name => `build/dev/${name}`),
            '-Wl,--start-group',
            ...libraries,
            '-Wl,--end-group',
            '-ldate-tz',
            '-lcrypto',
            '-lpthread',
        ],
        at,
    ).catch(fail);
    const { stdout } = await run('./list', [], at);
    return stdout.trim().split('\n').sort();
}
