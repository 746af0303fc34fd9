// What the desk says stands in the page of the local workspace as a picture, not as a name between colons.
import assert from 'node:assert/strict';
import test from 'node:test';
import { files, text } from './tree.mjs';

const said = files
    .filter(path => /^handlers\/.*\.cpp$/.test(path))
    .flatMap(path => [...text(path).matchAll(/":([a-z_]+): /g)].map(hit => hit[1]));
const known = text('slack/local/page/emoji.js');

test('the page knows every emoji with which the desk begins a line', () => {
    assert.ok(said.length > 20);
    assert.deepEqual(
        [...new Set(said)].filter(name => !known.includes(`    ${name}: '`)),
        [],
    );
});
