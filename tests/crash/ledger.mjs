// What must hold after any crash: the database, what people were told, and what stands in the workspace agree.
import assert from 'node:assert/strict';
import { channels } from './desk.mjs';

const botUser = 'U0DESKBELL';

export async function compare(desk, load) {
    const records = await desk.rows('SELECT id, process, number, title, assignee FROM record');
    const state = await desk.workspace.state();

    for (const { door, text, told } of load.asked) {
        const found = records.filter(record => record.title === text).length;
        if (told) assert.equal(found, 1, `${door} "${text}" was accepted and is there ${found} times`);
        else assert.ok(found <= 1, `${door} "${text}" is there ${found} times`);
    }
    assert.equal(
        records.filter(record => !load.asked.some(one => one.text === record.title)).length,
        0,
        'records that nobody asked for',
    );

    await onePostEach(desk, state);
    await oneCardEach(desk, records, state);
    await takenAreAssigned(desk, load);

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

async function takenAreAssigned(desk, load) {
    const assigned = await desk.rows(
        "SELECT m.ts FROM message m JOIN record r ON r.id = m.record_id WHERE m.role = 'card' AND r.assignee <> ''",
    );
    for (const ts of load.taken)
        assert.ok(
            assigned.some(row => row.ts === ts),
            `the click on card ${ts} was accepted, but nobody is assigned`,
        );
}
