// The table of all faults, and when they strike. Those of the histories, of the people and of the machine are here.
import { Dice } from './dice.mjs';
import { kStart } from './methods.mjs';
import { replyFaults } from './reply_faults.mjs';
import { socketFaults } from './socket_faults.mjs';

/** How often something of a kind goes wrong. */
const kOften = {
    reply: 0.12,
    open: 0.15,
    upgrade: 0.15,
    hello: 0.3,
    frame: 0.15,
    interaction: 0.2,
    event: 0.4,
    history: 0.25,
    people: 0.2,
};

const history = [
    { name: 'a history in pages of two', spoil: page => ({ ...page, messages: page.messages.slice(0, 2) }) },
    {
        name: 'an empty page with a cursor',
        spoil: page => (page.args.cursor ? page : { ...page, messages: [], cursorTs: kStart }),
    },
    { name: 'a history without metadata', spoil: page => ({ ...page, hidesMetadata: true }) },
].map(row => ({ at: 'history', weight: 1, known: false, ...row }));

/** What is wrong with the people: see people.mjs, which asks for them by name. */
const people = [
    { name: 'the same ts in another channel' },
    { name: 'somebody who left the company' },
    { name: 'somebody of another company', known: true },
    { name: 'a very long text' },
    { name: 'writing from everywhere', known: true },
].map(row => ({ at: 'people', weight: 1, known: false, ...row }));

/** What happens to the machine: see judge.test.mjs. */
const machine = [
    { name: 'kill -9', weight: 3, known: true },
    { name: 'the process is stopped for seconds', weight: 1, known: false },
].map(row => ({ at: 'machine', ...row }));

/** For the whole run: see judge.test.mjs. */
const standing = [{ name: "Slack's clock differs from ours" }, { name: 'histories show messages late' }].map(row => ({
    at: 'standing',
    weight: 1,
    known: false,
    ...row,
}));

export const table = [...replyFaults, ...socketFaults, ...history, ...people, ...machine, ...standing];

export class Faults {
    constructor(seed) {
        this.isOn = false;
        this.struck = new Map(); // name -> how often
        this.dice = Object.fromEntries([...new Set(table.map(row => row.at))].map(at => [at, new Dice(seed, at)]));
    }

    /** A fault of the place, now and then; `what` must suit it. */
    chance(at, what) {
        return this.isOn && this.dice[at].chance(kOften[at]) ? this.draw(at, what) : undefined;
    }

    /** A fault of the place in any case. ONLY=text leaves those whose name holds the text. */
    draw(at, what) {
        const only = process.env.ONLY;
        const rows = table.filter(
            row => row.at === at && (!row.suits || row.suits(what)) && (!only || row.name.includes(only)),
        );
        if (rows.length === 0) return undefined;
        const row = this.dice[at].weighted(rows);
        this.note(row.name);
        return row;
    }

    note(name) {
        this.struck.set(name, (this.struck.get(name) ?? 0) + 1);
    }

    summary() {
        const all = [...this.struck.entries()].sort((a, b) => b[1] - a[1]);
        const sum = all.reduce((n, [, times]) => n + times, 0);
        return `${sum} faults of ${all.length} kinds out of ${table.length}`;
    }
}
