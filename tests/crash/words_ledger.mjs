// What people wrote under tickets: kept once, mirrored once, as it stands now; notes are with the agents only.
import assert from 'node:assert/strict';
import { channels, people } from './desk.mjs';

const botUser = 'U0DESKBELL';
const kDeleted = 'Message deleted by its author.';
const agentChannels = [channels.triageIt, channels.triageFac];
const requesters = [people.ana, people.ben];

// How often the bot repeats it: [in the agents' channels, elsewhere].
const mirrored = { said: [1, 0], answer: [1, 0], public: [1, 1], note: [0, 0] };

export async function compareWords(desk, state, words) {
    const kept = await desk.rows(
        'SELECT m.id, m.channel, m.ts, c.text, c.visibility, c.deleted_at FROM message m' +
            " JOIN comment c ON c.message = m.id WHERE m.role = 'typed'",
    );
    const copies = await desk.rows("SELECT twin, channel, ts FROM message WHERE role = 'copy'");
    const posts = state.channels.flatMap(channel =>
        channel.messages
            .filter(message => message.user === botUser)
            .map(({ ts, text }) => ({ channel: channel.id, ts, text })),
    );
    for (const word of words) {
        const own = kept.filter(one => one.channel === word.channel && one.ts === word.ts);
        const what = `${JSON.stringify(word)} is kept as ${JSON.stringify(own)}`;
        if (word.isDeleted && own.length === 0) {
            neverHeard(word, posts); // taken back before the bot could read it
            continue;
        }
        assert.equal(own.length, 1, what);
        assert.equal(own[0].visibility, word.kind === 'note' ? 'note' : 'public', what);
        assert.equal(own[0].deleted_at !== null, word.isDeleted, what);
        if (!word.isDeleted) assert.equal(own[0].text, word.texts.at(-1), what);
        mirroredOnce(word, copies.filter(one => one.twin === own[0].id), posts);
    }
    const isWritten = one => words.some(word => word.channel === one.channel && word.ts === one.ts);
    assert.deepEqual(kept.filter(one => !isWritten(one)), [], 'words that nobody wrote');
    notesStayInside(state);
}

function neverHeard(word, posts) {
    const said = posts.filter(post => word.texts.includes(post.text));
    assert.deepEqual(said, [], `${JSON.stringify(word)} was taken back before it was kept, and is said all the same`);
}

function mirroredOnce(word, copies, posts) {
    const standing = copies.map(copy => posts.find(post => post.channel === copy.channel && post.ts === copy.ts));
    const [atAgents, elsewhere] = mirrored[word.kind];
    const what = `${JSON.stringify(word)} is mirrored as ${JSON.stringify(standing)}`;
    assert.equal(standing.filter(post => agentChannels.includes(post?.channel)).length, atAgents, what);
    assert.equal(standing.length, atAgents + elsewhere, what);
    const expected = word.isDeleted ? kDeleted : word.texts.at(-1);
    for (const post of standing) assert.equal(post?.text, expected, what);
    // The same from the side of the workspace: no other post says it, and none says what it was before.
    const repeated = posts.filter(post => word.texts.includes(post.text));
    assert.equal(repeated.length, word.isDeleted ? 0 : standing.length, `${what}, said by ${JSON.stringify(repeated)}`);
}

function notesStayInside(state) {
    const seen = JSON.stringify([
        state.channels.filter(channel => !agentChannels.includes(channel.id)),
        state.ephemerals.filter(one => requesters.includes(one.person)),
        requesters.map(person => [state.homes[person], state.views[person]]),
    ]);
    assert.equal(/load note \d+/.exec(seen), null, 'a note on the side of the requesters');
}
