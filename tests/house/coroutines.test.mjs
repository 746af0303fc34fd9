// The shapes of co_await that g++ 12.2 miscompiles into a double free, and the rooms that may have coroutines at all.
import assert from 'node:assert/strict';
import test from 'node:test';
import { files, isCpp, text, withoutComments } from './tree.mjs';

const rooms = /^(slack\/net|slack\/local|bot|tests)\//;
const sources = files.filter(isCpp).map(path => ({ path, code: withoutComments(text(path)) }));

// What stands between a co_await (or co_spawn) and the end of its statement or condition.
function expressions(code, word) {
    const found = [];
    for (const hit of code.matchAll(new RegExp(`\\b${word}\\b`, 'g'))) {
        const end = code.slice(hit.index).search(/;|\)\s*\{\s*\n|\)\s*\n/);
        found.push({
            line: code.slice(0, hit.index).split('\n').length,
            text: code.slice(hit.index, hit.index + end),
        });
    }
    return found;
}

function offenders(word, bad) {
    return sources.flatMap(({ path, code }) =>
        expressions(code, word)
            .filter(e => bad.test(e.text))
            .map(e => `${path}:${e.line}: ${e.text.replace(/\s+/g, ' ')}`),
    );
}

const lambda = /[(,]\s*\[[^\]]*\]\s*[({]/;
const braces = /[\w>]\{|[(,]\s*\{/;

test('the patterns find the shapes that they are for', () => {
    assert.match('co_await on_store([&] { return 1; })', lambda);
    assert.match('co_spawn(ex, [self]() -> awaitable<void> {', lambda);
    assert.match('co_await call(Call{"a"})', braces);
    assert.match('co_await call({"a", 1})', braces);
    for (const fine of [
        'co_await read(buffer, redirect_error(use_awaitable, ec))',
        'co_await work[i].run(out)',
    ])
        assert.ok(!lambda.test(fine) && !braces.test(fine), fine);
});

test('coroutines live in slack/net, slack/local and bot only', () => {
    const elsewhere = sources.filter(
        ({ path, code }) => !rooms.test(path) && /\bco_(await|return|yield|spawn)\b/.test(code),
    );
    assert.deepEqual(
        elsewhere.map(({ path }) => path),
        [],
    );
});

test('no lambda and no braces inside a co_await expression: name them first', () => {
    assert.deepEqual([...offenders('co_await', lambda), ...offenders('co_await', braces)], []);
});

test('no lambda inside co_spawn(...): name it first', () => {
    assert.deepEqual(offenders('co_spawn', lambda), []);
});

test('no co_await in a branch of ?:', () => {
    const wrong = sources.flatMap(({ path, code }) =>
        [...code.matchAll(/\?[^;:?]*\bco_await\b|\?[^;?]*:[^;:]*\bco_await\b/g)].map(
            hit => `${path}:${code.slice(0, hit.index).split('\n').length}: ${hit[0].replace(/\s+/g, ' ')}`,
        ),
    );
    assert.deepEqual(wrong, []);
});
