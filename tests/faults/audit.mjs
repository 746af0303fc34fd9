// Holds the ledger against the database and against what stands in the workspace. Answers what does not agree.
import { desks, strange } from './workspace.mjs';

/** Answers of Slack that a client gets for no mistake of its own. */
const kExpected = new Set([
    'message_not_found',
    'thread_not_found',
    'user_disabled',
    'user_not_in_channel',
    'expired_trigger_id',
    'exchanged_trigger_id',
    'hash_conflict',
    'not_found',
    'already_reacted',
    'invalid_cursor',
]);

/** Of what a finding is about, in the output. */
const kAboutMost = 700;

/** As the ledger makes them. */
const kToken = /(?<![a-z0-9])[a-z]+\d+z(?![a-z0-9])/;
const isRoot = message => !message.thread_ts || message.thread_ts === message.ts;
const has = (text, token) => new RegExp(`(?<![a-z0-9])${token}(?![a-z0-9])`).test(text);
const shown = message => `${message.text} ${JSON.stringify(message.blocks ?? [])}`;
/** A line that says what somebody changed quotes the old words, rightly. */
const isRemark = message => message.text.includes(':pencil2:');

class Audit {
    constructor(desk, data) {
        Object.assign(this, { desk, world: desk.world, ledger: desk.ledger, ...data, faults: [] });
        this.posts = [...desk.world.ofBot()];
    }

    fault(what, about) {
        this.faults.push(`${what}: ${JSON.stringify(about).slice(0, kAboutMost)}`);
    }

    expect(isTrue, what, about) {
        if (!isTrue) this.fault(what, about);
    }

    recordsOf(ask) {
        return this.records.filter(one => [ask.token, ...ask.old].some(token => has(one.attributes, token)));
    }

    requests() {
        for (const ask of this.ledger.asks) {
            const found = this.recordsOf(ask);
            ask.record = found[0];
            this.expect(found.length <= 1, 'one request became several records', { ask, found });
            this.expect(found.length === 1 || !ask.told || ask.isDeleted, 'an accepted request has no record', ask);
            if (found.length === 1) this.request(ask, found[0]);
        }
        for (const record of this.records)
            this.expect(
                this.ledger.asks.some(ask => ask.record === record),
                'a record that nobody asked for',
                record,
            );
    }

    request(ask, record) {
        const attributes = JSON.parse(record.attributes);
        this.expect(record.requester === ask.user, 'a record belongs to somebody else', { ask, record });
        if (ask.ts)
            this.expect(
                record.source_ts === ask.ts && record.source_channel === ask.channel,
                'a record points elsewhere',
                { ask, record },
            );
        if (ask.isDeleted)
            return this.expect(attributes.original_deleted === 'yes', 'a deletion is unknown', { ask, record });
        const words = `${attributes.title} ${attributes.details ?? ''}`;
        this.expect(has(words, ask.token), 'the record has not the last words', { ask, record });
        this.expect(!ask.old.some(token => has(words, token)), 'the record has old words', { ask, record });
        return undefined;
    }

    /**
     * Each post says what it is by a key; the same twice, by key or by somebody's words, would be a repetition. Sentences
     * of the program's own, a hint or a tombstone, may come again.
     */
    repetitions() {
        const seen = new Map();
        for (const { channel, message } of this.posts) {
            const key = message.metadata?.event_payload?.key;
            this.expect(key, 'a post without a key', message);
            const signs = [`key ${key}`];
            if (kToken.test(shown(message)))
                signs.push(`${channel} ${isRoot(message) ? '' : message.thread_ts} ${shown(message)}`);
            for (const sign of signs) {
                this.expect(!seen.has(sign), 'posted twice', { channel, message, before: seen.get(sign) });
                seen.set(sign, message.ts);
            }
        }
    }

    cardsAndReceipts() {
        for (const role of ['card', 'receipt'])
            for (const record of this.records) {
                const rows = this.messages.filter(one => one.role === role && one.record_id === record.id);
                const posted = rows.filter(one => one.ts && this.world.find(one.channel, one.ts));
                const isGone = role === 'receipt' && this.isGone(record);
                this.expect(rows.length === 1 && (posted.length === 1 || isGone), `${role} of a record`, {
                    record,
                    rows,
                    posted,
                });
            }
        // What is said about no record is a notice: somebody is deactivated, a channel cannot be written to.
        const known = new Set(
            this.messages
                .filter(one => one.role === 'card' || (one.role === 'notice' && one.record_id === null))
                .map(one => `${one.channel} ${one.ts}`),
        );
        for (const { channel, message } of this.posts)
            if (isRoot(message) && desks.some(one => one.agent === channel))
                this.expect(known.has(`${channel} ${message.ts}`), 'a card of nothing', { channel, message });
    }

    /** Nothing can be posted under a message that was deleted, nor to somebody who left. */
    isGone(record) {
        const ask = this.ledger.asks.find(one => one.record === record);
        return ask?.isDeleted || record.requester === strange.gone;
    }

    words() {
        for (const words of this.ledger.words) {
            const record = words.ask.record;
            if (!record) continue;
            const all = [words.token, ...words.old];
            const comments = this.comments.filter(one => all.some(token => has(one.text, token)));
            this.expect(comments.length <= 1, 'words were written down twice', { words, comments });
            const isKnown = comments.length === 1;
            this.expect(isKnown || words.isDeleted, 'words are not known', { words, record: record.id });
            if (isKnown) this.comment(words, comments[0]);
            this.copies(words, record, all);
        }
    }

    comment(words, comment) {
        this.expect(comment.author === words.user, 'words of somebody else', { words, comment });
        this.expect(comment.visibility === words.kind, 'words for others', { words, comment });
        if (words.isDeleted)
            return this.expect(comment.deleted_at !== null, 'deleted words still count', { words, comment });
        return this.expect(has(comment.text, words.token), 'not the last words', { words, comment });
    }

    /** On the other side exactly one copy, with the last words; of a note none. */
    copies(words, record, all) {
        const card = this.messages.find(one => one.role === 'card' && one.record_id === record.id);
        const isThere = ({ channel, message }) =>
            words.side === 'requester'
                ? channel === card?.channel && message.thread_ts === card.ts
                : channel !== card?.channel;
        const copies = this.posts.filter(
            one =>
                isThere(one) &&
                !isRoot(one.message) &&
                !isRemark(one.message) &&
                all.some(token => has(shown(one.message), token)),
        );
        const wanted = words.kind === 'note' || words.isDeleted ? 0 : 1;
        const isUnreadable = words.side === 'agent' && this.isGone(record);
        this.expect(
            copies.length === wanted || (isUnreadable && copies.length < wanted),
            `${copies.length} copies instead of ${wanted}`,
            { words, copies, record: record.id },
        );
        for (const { message } of copies)
            this.expect(has(shown(message), words.token) || isUnreadable, 'a copy of old words', { words, message });
    }

    clicks() {
        const holds = {
            take: record => record.assignee !== '',
            // Words that arrive after it, said before or not, open it again.
            resolve: record =>
                ['resolved', 'closed'].includes(record.category) ||
                JSON.parse(record.attributes).first_resolved_at !== undefined,
            confirm: record => record.category === 'closed',
        };
        for (const { kind, ask, told } of this.ledger.clicks)
            if (told && ask.record) this.expect(holds[kind](ask.record), `a click on ${kind} had no effect`, ask);
    }

    /** What was meant first for a channel stands first in it. */
    order() {
        const last = new Map();
        for (const one of this.messages.filter(
            row => row.ts && !['typed', 'source', 'public_source'].includes(row.role),
        )) {
            const before = last.get(one.channel);
            this.expect(!before || before.ts < one.ts, 'posted out of order', { before, one });
            last.set(one.channel, one);
        }
    }

    leftovers() {
        const lost = this.outbox.filter(row => row.state !== 'done').filter(row => !this.isExcused(row));
        for (const row of lost) this.fault('a call did not go out', row);
        for (const row of this.poisoned) this.fault('poisoned', row);
        for (const what of this.ledger.misuses) this.fault('no client may do that', what);
        for (const one of this.ledger.refusals) this.expect(kExpected.has(one.error), 'Slack refused', one);
    }

    isExcused(row) {
        const record = this.records.find(one => one.id === row.record_id);
        const isToNobody =
            row.channel === strange.gone ||
            row.arguments.includes(strange.gone) ||
            record?.requester === strange.gone;
        return (
            row.state === 'parked' &&
            (isToNobody ||
                (record && this.isGone(record)) ||
                this.ledger.asks.some(ask => ask.isDeleted && row.arguments.includes(ask.ts)))
        );
    }
}

export async function audit(desk) {
    const data = {
        records: await desk.rows('SELECT * FROM record ORDER BY id'),
        messages: await desk.rows('SELECT * FROM message ORDER BY id'),
        comments: await desk.rows('SELECT * FROM comment ORDER BY id'),
        outbox: await desk.rows(
            'SELECT o.*, m.record_id FROM outbox o LEFT JOIN message m ON m.id = COALESCE(o.message, o.thread) ORDER BY o.id',
        ),
        poisoned: await desk.rows('SELECT * FROM poisoned'),
    };
    const audit = new Audit(desk, data);
    for (const part of ['requests', 'repetitions', 'cardsAndReceipts', 'words', 'clicks', 'order', 'leftovers'])
        audit[part]();
    const verified = await desk.command('verify');
    audit.expect(verified.code === 0, 'deskbell verify', verified.output);
    return audit.faults;
}
