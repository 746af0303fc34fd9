// The signs that the desk writes (":ticket:") are shown by the page of the local workspace, and not as their names.
import assert from 'node:assert/strict';
import test from 'node:test';
import { emoji } from '../../slack/local/page/emoji.js';
import { files, isCpp, text } from './tree.mjs';

const kLiteral = /"(?:[^"\\\n]|\\.)*"/g;
const kPartOfKey = /^":\w+:"$/; // between the pieces of a timer's key
const kSign = /(?<![\w:]):([a-z][a-z0-9_+-]*):(?![\w:])/g;

test('the page knows every sign that handlers and the bot write', () => {
    const written = new Map();
    for (const path of files.filter(path => isCpp(path) && /^(handlers|bot)\//.test(path)))
        for (const [literal] of text(path).matchAll(kLiteral))
            if (!kPartOfKey.test(literal))
                for (const [, name] of literal.matchAll(kSign)) written.set(name, path);
    assert.ok(written.size > 10);
    const unknown = [...written].filter(([name]) => !emoji(name)).map(([name, path]) => `${path}: :${name}:`);
    assert.deepEqual(unknown, []);
});
