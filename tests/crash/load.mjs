// People who work at the desk: each act is noted with what the person was told, to be held against the database later.
import { setTimeout as pause } from 'node:timers/promises';
import { Desk, channels, people } from './desk.mjs';
import { formValues } from './form.mjs';
import { Sight } from './sight.mjs';
import { Words } from './words.mjs';

const kShortestPauseMs = 200;
const kLongestPauseMs = 900;
// After an outage the bot reads the threads of 100 open tickets: what Slack gave up in another would not be found.
const kTicketsMost = 80;

/** Small seeded generator (mulberry32), so that a run can be repeated. */
export function generator(seed) {
    let state = seed >>> 0;
    const next = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
    return {
        between: (low, high) => low + next() * (high - low),
        one: list => list[Math.floor(next() * list.length)],
    };
}

const kNewTicket = 'new:ticket';
const kAccepted = 'done';

export class Load {
    constructor(workspace, random) {
        this.workspace = workspace;
        this.random = random;
        this.sight = new Sight(workspace);
        this.words = new Words(workspace, random, this.sight);
        this.count = 0;
        this.asked = []; // {door, text, told}: told is true when the person saw that it was accepted
        this.filling = new Set(); // people with a form before them: a person fills in one at a time
        this.pressed = { take: [], resolve: [], confirm: [] }; // numbers of tickets for which it was accepted
    }

    /** One act of one person, at random; who finds nothing to do asks for something. */
    async act() {
        const doors = [this.command, this.form, this.reaction, this.direct];
        const words = name => () => this.words[name]();
        const acts = [
            ...doors,
            ...[this.take, this.take, this.resolve, this.confirm],
            ...['said', 'answer', 'publicReply', 'publicReply', 'note', 'note'].map(words),
            ...['edit', 'edit', 'takeBack'].map(words),
            ...[this.editRequest, this.takeBackRequest],
        ];
        const act = this.random.one(acts);
        const open = this.asked.filter(one => one.told).length - this.pressed.confirm.length;
        const isFull = open >= kTicketsMost;
        if (isFull && doors.includes(act)) return;
        const hadSomething = await act.call(this);
        if (hadSomething === false && !isFull) await this.command();
    }

    /** Several people act, with pauses, until `end` is called on what this returns. */
    goOn(peopleAtOnce) {
        let going = true;
        const person = async () => {
            while (going) {
                await this.act();
                await pause(this.random.between(kShortestPauseMs, kLongestPauseMs));
            }
        };
        const all = Promise.all(Array.from({ length: peopleAtOnce }, person));
        return {
            end: () => {
                going = false;
                return all;
            },
        };
    }

    /** How many acts got an answer from the bot, rather than from the workspace. */
    answered() {
        const clicks = Object.values(this.pressed).flat().length;
        return clicks + this.asked.filter(one => one.told && ['command', 'form'].includes(one.door)).length;
    }

    summary() {
        const told = this.asked.filter(one => one.told).length;
        const pressed = Object.entries(this.pressed).map(([what, all]) => `${what} ${all.length}`);
        const written = this.words.all;
        const kinds = ['said', 'answer', 'public', 'note'].map(
            kind => `${kind} ${written.filter(one => one.kind === kind).length}`,
        );
        const edits = written.reduce((sum, one) => sum + one.texts.length - 1, 0);
        const backs = written.filter(one => one.isDeleted).length;
        const changed = this.asked.filter(one => one.edits).length;
        const withdrawn = this.asked.filter(one => one.isDeleted).length;
        return (
            `${this.asked.length} requests, ${told} accepted, ${this.answered()} acts answered (${pressed.join(', ')}); ` +
            `words: ${kinds.join(', ')}, edits ${edits}, taken back ${backs}; ` +
            `requests edited ${changed}, deleted ${withdrawn}`
        );
    }

    note(door, text, told, place = {}) {
        this.asked.push({ door, text, told, ...place });
    }

    nextText(door) {
        return `load ${door} ${++this.count}`;
    }

    async command() {
        const text = this.nextText('command');
        const channel = this.random.one([channels.helpIt, channels.helpFac]);
        const as = this.random.one([people.ana, people.ben]);
        const { ok } = await this.workspace.act(as, 'command', { channel, command: '/ticket', text });
        this.note('command', text, ok && (await this.hasHeard(as, text)));
    }

    /** A refusal is an answer too ("busy", "restarting"): who is accepted reads the own words again. */
    async hasHeard(as, text) {
        const { ephemerals } = await this.workspace.content();
        return ephemerals.some(one => one.person === as && JSON.stringify(one).includes(`${text}*`));
    }

    async form() {
        const text = this.nextText('form');
        const as = this.random.one([people.ana, people.ben]);
        return this.atForm(as, () => this.fillIn(as, text));
    }

    async atForm(as, what) {
        if (this.filling.has(as)) return false;
        this.filling.add(as);
        try {
            return await what();
        } finally {
            this.filling.delete(as);
        }
    }

    async fillIn(as, text) {
        const opened = await this.workspace.act(as, 'shortcut', { callback_id: 'ticket_new' });
        const view = opened.ok && (await this.formOf(as));
        if (!view) return;
        if (view.callback_id !== kNewTicket) return this.workspace.act(as, 'close', { view_id: view.id, cleared: true });
        const send = () =>
            this.workspace.act(as, 'submit', { view_id: view.id, values: formValues(view, text) });
        const isStill = async name => (await this.formOf(as))?.callback_id === name;
        let { ok } = await send();
        // A solved ticket with the same words is suggested first: the form says Send anyway then.
        if (ok && (await isStill(kNewTicket))) ({ ok } = await send());
        this.note('form', text, ok && (await isStill(kAccepted)));
        await this.workspace.act(as, 'close', { view_id: view.id, cleared: true });
    }

    // Events are delivered again until somebody acknowledges them, so these are always accepted in the end.
    async reaction() {
        const text = this.nextText('reaction');
        const channel = this.random.one([channels.helpIt, channels.helpFac]);
        const { ts } = await this.workspace.does(people.ana, 'post', { channel, text });
        await this.workspace.does(this.random.one([people.ben, people.chloe]), 'react', {
            channel,
            ts,
            name: 'ticket',
        });
        this.note('reaction', text, true, { as: people.ana, channel, ts });
    }

    async direct() {
        const text = this.nextText('direct');
        const as = this.random.one([people.ana, people.ben]);
        const { channel } = await this.workspace.does(as, 'open_dm', { user: 'U0DESKBELL' });
        const { ts } = await this.workspace.does(as, 'post', { channel, text });
        this.note('direct', text, true, { as, channel, ts });
    }

    async formOf(as) {
        return (await this.workspace.content()).views[as]?.at(-1);
    }

    async take() {
        return this.press('Take it', 'take', agentOf);
    }

    /** An agent presses Resolve and fills in the form. */
    async resolve() {
        const [one, { ok }] = await this.click('Resolve', agentOf);
        if (!one) return false;
        const as = agentOf(one);
        const view = ok && (await this.formOf(as));
        if (!view) return;
        // The form that is open now may be that of another click: it says itself which ticket it is about.
        const [number] = /\b[A-Z]+-\d+\b/.exec(JSON.stringify(view.blocks[0])) ?? [];
        const values = formValues(view, `load resolution ${++this.count}`);
        const answer = await this.workspace.act(as, 'submit', { view_id: view.id, values });
        if (answer.ok) this.pressed.resolve.push(number);
        await this.workspace.act(as, 'close', { view_id: view.id, cleared: true });
    }

    async confirm() {
        return this.press('Yes, solved', 'confirm', requesterOf);
    }

    async press(label, name, whoIs) {
        const [one, { ok }] = await this.click(label, whoIs);
        if (!one) return false;
        if (ok) this.pressed[name].push(one.button.value);
    }

    /** Somebody presses a button with this label: where, and the workspace's answer. */
    async click(label, whoIs) {
        const found = await this.sight.withButton(label);
        if (found.length === 0) return [null, {}];
        const one = this.random.one(found);
        const answer = await this.workspace.act(whoIs(one), 'click', {
            channel: one.channel.id,
            ts: one.message.ts,
            block_id: one.button.block_id,
            action_id: one.button.action_id,
            value: { value: one.button.value },
        });
        return [one, answer];
    }

    async editRequest() {
        return this.changeRequest(async one => {
            const text = `${one.text} again`;
            const { ok } = await this.workspace.act(one.as, 'edit', { channel: one.channel, ts: one.ts, text });
            if (ok) Object.assign(one, { text, edits: (one.edits ?? 0) + 1, before: [...(one.before ?? []), one.text] });
        });
    }

    async takeBackRequest() {
        return this.changeRequest(async one => {
            const { ok } = await this.workspace.act(one.as, 'delete', { channel: one.channel, ts: one.ts });
            one.isDeleted = ok;
        });
    }

    // Requests that were typed as messages and have become tickets; one change at a time for each.
    async changeRequest(how) {
        const known = new Set((await this.sight.requesterThreads()).map(one => one.root));
        const free = this.asked.filter(one => known.has(one.ts) && !one.isDeleted && !one.isBusy);
        if (free.length === 0) return false;
        const one = this.random.one(free);
        one.isBusy = true;
        await how(one);
        one.isBusy = false;
    }
}

const agentOf = ({ channel }) => (channel.id === channels.triageFac ? people.emma : people.chloe);

/** The requester of the ticket under whose message a button stands. */
const requesterOf = ({ channel, message }) =>
    channel.type === 'im' ? channel.members.find(one => one !== message.user) : people.ana;

/** People work at a new desk while `trouble` goes on; returns when all that was accepted should be there. */
export async function underLoad(t, { seed, peopleAtOnce, settleMs }, trouble) {
    const random = generator(seed);
    const desk = await Desk.create();
    const load = new Load(desk.workspace, random);
    let work;
    t.after(async () => {
        await work?.end();
        await desk.close();
    });
    desk.start();
    await desk.ready();
    work = load.goOn(peopleAtOnce);
    const result = await trouble(desk, random);
    await work.end();
    await desk.workspace.calm(settleMs);
    await desk.delivered(settleMs);
    t.diagnostic(load.summary());
    return { desk, load, result };
}
