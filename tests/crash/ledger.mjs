// What must hold after any crash: the database, what people were told, and what stands in the workspace agree.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { channels } from './desk.mjs';
import { keyOf } from './sight.mjs';
import { compareWords } from './words_ledger.mjs';

const botUser = 'U0DESKBELL';
const prefixes = { incident: 'INC', request: 'REQ' };

const numberOf = ({ process, number }) => `${prefixes[process]}-${number}`;

const kAgainMs = 5000;

/**
 * Compares until all agree: what Slack has given up is found in its histories, which takes the bot a while. What is there
 * twice stays so, and fails in the end.
 */
export async function agree(desk, load, deadlineMs) {
    for (const end = Date.now() + deadlineMs; Date.now() < end; await pause(kAgainMs)) {
        const isSame = await compare(desk, load).then(
            () => true,
            () => false,
        );
        if (isSame) break;
    }
    await desk.delivered(deadlineMs);
    await compare(desk, load);
}

/**
 * What the ticket may be called: what the message says now. Of one that was deleted, an edit that Slack gave up before can be
 * read nowhere any more.
 */
const textsOf = ({ text, isDeleted, before = [] }) => (isDeleted ? [text, ...before] : [text]);

export async function compare(desk, load) {
    const records = await desk.rows(
        "SELECT id, process, number, title, assignee, category, attributes ->> 'original_deleted' AS deleted FROM record",
    );
    const state = await desk.workspace.content();

    for (const one of load.asked) {
        const { door, text, told, isDeleted } = one;
        const own = records.filter(record => textsOf(one).includes(record.title));
        const found = own.length;
        if (isDeleted) assert.equal(own[0]?.deleted, 'yes', `${door} "${text}" was deleted, and the ticket knows it`);
        if (told) assert.equal(found, 1, `${door} "${text}" was accepted and is there ${found} times`);
        else assert.ok(found <= 1, `${door} "${text}" is there ${found} times`);
    }
    assert.equal(
        records.filter(record => !load.asked.some(one => textsOf(one).includes(record.title))).length,
        0,
        'records that nobody asked for',
    );

    await onePostEach(desk, state);
    await oneCardEach(desk, records, state);
    await pressedIsDone(desk, state, records, load);
    await compareWords(desk, state, load.words.all);

    const parked = await desk.rows(
        "SELECT id, method, channel, last_error FROM outbox WHERE state = 'parked'",
    );
    assert.deepEqual(parked, [], 'parked calls');
}

// Each post carries the key of what it says: the same key twice would be the same message twice.
async function onePostEach(desk, state) {
    const posts = state.channels.flatMap(channel => channel.messages).filter(message => message.user === botUser);
    const keys = posts.map(message => message.metadata?.event_payload?.key);
    assert.ok(keys.every(Boolean), 'every post carries a key');
    const twice = keys.filter((key, i) => keys.indexOf(key) !== i);
    assert.deepEqual(twice, [], 'messages posted twice');
}

async function oneCardEach(desk, records, state) {
    const cards = await desk.rows("SELECT record_id, channel, ts FROM message WHERE role = 'card'");
    for (const record of records) {
        const own = cards.filter(card => card.record_id === record.id);
        assert.equal(own.length, 1, `record ${record.id} has ${own.length} cards`);
        assert.ok(own[0].ts, `the card of record ${record.id} was never posted`);
    }
    for (const agentChannel of [channels.triageIt, channels.triageFac]) {
        const roots = state.channels
            .find(one => one.id === agentChannel)
            .messages.filter(
                message =>
                    message.user === botUser && (!message.thread_ts || message.thread_ts === message.ts),
            );
        const posted = roots.map(message => message.ts).sort();
        const known = cards
            .filter(card => card.channel === agentChannel)
            .map(card => card.ts)
            .sort();
        assert.deepEqual(posted, known, `cards in ${agentChannel}`);
    }
}

// Who pressed a button on a ticket that was withdrawn meanwhile heard that it is not possible any more. Who pressed while
// the desk was busy or ended heard that, too: as many as heard it may have pressed in vain.
async function pressedIsDone(desk, state, records, load) {
    const resolved = await desk.rows("SELECT DISTINCT record_id AS id FROM event WHERE kind IN ('resolve', 'complete')");
    const isDone = {
        take: record => record.assignee !== '' || record.category === 'void',
        resolve: record => resolved.some(one => one.id === record.id) || record.category === 'void',
        confirm: record => record.category === 'closed',
    };
    const undone = Object.entries(load.pressed).flatMap(([what, numbers]) =>
        numbers
            .map(number => ({ what, number, record: records.find(one => numberOf(one) === number) }))
            .filter(({ record }) => !record || !isDone[what](record)),
    );
    const refused = state.ephemerals.filter(one => /very busy|is restarting|cannot store|no longer possible/.test(JSON.stringify(one)));
    assert.ok(undone.length <= refused.length, `accepted and not done: ${JSON.stringify(undone)}`);
}
