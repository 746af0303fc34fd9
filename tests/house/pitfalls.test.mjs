// Failures that other clients of Slack had: each has a test here, or a reason why it can have none.
import assert from 'node:assert/strict';
import test from 'node:test';
import { files, findings, isCpp, text, withoutComments } from './tree.mjs';

const kCount = 71;
const kTable = 'tests/pitfalls.md';
const kNone = 'none: ';

// Where each number is claimed: as a tag of a Catch2 case, or in the name of a test of node.
function claims() {
    const found = new Map();
    const add = (number, path) => found.set(number, (found.get(number) ?? new Set()).add(path));
    for (const path of files.filter(one => /^tests\/.*(_test\.cpp|\.test\.mjs)$/.test(one))) {
        const source = withoutComments(text(path));
        const names = isCpp(path)
            ? source.matchAll(/TEST_CASE\(\s*(?:"(?:[^"\\]|\\.)*"\s*)+,\s*"([^"]*)"\s*\)/g)
            : source.matchAll(/\btest\(\s*['"`]([^'"`]*)/g);
        for (const [, name] of names)
            for (const [, number] of name.matchAll(isCpp(path) ? /\[pitfall-(\d+)\]/g : /\bpitfall (\d+)\b/g))
                add(Number(number), path);
    }
    return found;
}

// | 7 | what goes wrong | owner/repo#1 | `tests/a_test.cpp` `tests/b_test.cpp`, or "none: reason" |
const rows = text(kTable)
    .split('\n')
    .filter(line => /^\| *\d+ *\|/.test(line))
    .map(line => line.split('|').map(cell => cell.trim()))
    .map(([, number, phrase, source, where]) => ({ number: Number(number), phrase, source, where }));

const claimed = claims();

test('the table has each of the numbers once, in order, with a phrase and a source', () => {
    assert.deepEqual(
        rows.map(row => row.number),
        Array.from({ length: kCount }, (_, i) => i + 1),
    );
    for (const { number, phrase, source } of rows) {
        assert.ok(phrase.length > 10, `${number}: ${phrase}`);
        assert.match(source, /^[\w-]+\/[\w.-]+( PR)?(#\d+|$|: )/, `${number}: ${source}`);
    }
});

test('each number is claimed by tests or has a reason, and the table names exactly the files that claim it', () => {
    const wrong = rows.flatMap(({ number, where }) => {
        const paths = [...(claimed.get(number) ?? [])].sort();
        const truth = paths.map(path => `\`${path}\``).join(' ');
        if (paths.length === 0) return where.startsWith(kNone) ? [] : [`${number}: no test claims it`];
        return where === truth ? [] : [`${number}: write ${truth}`];
    });
    assert.deepEqual(wrong, []);
});

test('no test claims a number that is not in the table', () => {
    assert.deepEqual(
        [...claimed.keys()].filter(number => number < 1 || number > kCount),
        [],
    );
});

test('pitfall 60: nothing in the program switches the verification of certificates off', () => {
    const off = /verify_none|SSL_VERIFY_NONE|insecure|X509_V_FLAG_PARTIAL_CHAIN/i;
    const sources = files.filter(path => isCpp(path) && !path.startsWith('tests/'));
    assert.deepEqual(
        sources.flatMap(path => findings(path, withoutComments(text(path)), line => off.exec(line)?.[0])),
        [],
    );
});
