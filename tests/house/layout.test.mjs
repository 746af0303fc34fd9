// What stands where: the entries of the top level, a README in each room, files of a size that can be read.
import assert from 'node:assert/strict';
import test from 'node:test';
import { files, findings, isBinary, text } from './tree.mjs';

const topLevel = [
    '.ci',
    '.clang-format',
    '.gitignore',
    'CMakeLists.txt',
    'CMakePresets.json',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'bot',
    'config',
    'deploy',
    'handlers',
    'slack',
    'store',
    'tests',
];

const kLinesMax = 400; // of a source file in a room; beyond that nobody reads it whole

const readable = files.filter(path => !isBinary(path) && path !== 'LICENSE');

test('the top level holds exactly the rooms and the files that everybody expects', () => {
    assert.deepEqual([...new Set(files.map(path => path.split('/')[0]))].sort(), [...topLevel].sort());
});

test('each room says in a README what lives there', () => {
    // A process may be a single file: what it is, is written in its declaration.
    const isProcess = folder => files.includes(`${folder}/process.cpp`);
    const rooms = new Set(
        files
            .filter(path => /\.(cpp|hpp)$/.test(path) && !path.startsWith('tests/'))
            .map(path => path.slice(0, path.lastIndexOf('/')))
            .filter(folder => !isProcess(folder)),
    );
    for (const more of ['deploy', 'handlers', 'tests']) rooms.add(more);
    assert.deepEqual([...rooms].filter(room => !files.includes(`${room}/README.md`)).sort(), []);
});

test('no source file is longer than a reader bears', () => {
    const sources = readable.filter(
        path => /\.(cpp|hpp|js)$|^(deploy|tests)\/[a-z-]+$/.test(path) && !/^tests\/.*\//.test(path),
    );
    const long = sources
        .map(path => [path, text(path).split('\n').length - 1])
        .filter(([, lines]) => lines > kLinesMax);
    assert.deepEqual(long, []);
});

test('nothing names a path of the machine where it was written', () => {
    const machine = /\/(work|root|home)\/[a-z]|\/tmp\/(bash_jobs|h-)|\.\.\/shared\b/;
    const wrong = readable
        .filter(path => path !== 'tests/house/layout.test.mjs')
        .flatMap(path => findings(path, text(path), line => machine.exec(line)?.[0]));
    assert.deepEqual(wrong, []);
});

test('nothing names the host of a package registry: the clients know theirs', () => {
    const hosts =
        /registry\.(npmjs|yarnpkg)|(files|packages)\.pythonhosted|\bpypi\.org|(deb|archive|security)\.(debian|ubuntu)\.|npm\.pkg\.|crates\.io|proxy\.golang/;
    assert.deepEqual(
        readable.flatMap(path => findings(path, text(path), line => hosts.exec(line)?.[0])),
        [],
    );
});

test('nothing is left for later in the sources', () => {
    const later = /\b(TODO|FIXME|XXX|HACK)\b/;
    const wrong = readable
        .filter(path => /\.(cpp|hpp|mjs|js|css|html)$/.test(path) && path !== 'tests/house/layout.test.mjs')
        .flatMap(path => findings(path, text(path), line => later.exec(line)?.[0]));
    assert.deepEqual(wrong, []);
});
