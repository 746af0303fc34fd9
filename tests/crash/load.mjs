// People who work at the desk: each act is noted with what the person was told, to be held against the database later.
import { setTimeout as pause } from 'node:timers/promises';
import { Desk, channels, people } from './desk.mjs';

const kShortestPauseMs = 200;
const kLongestPauseMs = 900;

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

/** What an input of a form takes when a person fills it in: the title gets `text`, the rest the first choice. */
function filled(block, text) {
    const { element } = block;
    const first = element.options?.[0] ?? element.option_groups?.[0]?.options[0];
    switch (element.type) {
        case 'plain_text_input':
            return { type: element.type, value: block.optional ? null : text };
        case 'users_select':
            return { type: element.type, selected_user: element.initial_user ?? null };
        case 'multi_users_select':
            return { type: element.type, selected_users: element.initial_users ?? [] };
        case 'checkboxes':
            return { type: element.type, selected_options: element.initial_options ?? [] };
        default:
            return {
                type: element.type,
                selected_option: element.initial_option ?? (block.optional ? null : first),
            };
    }
}

function formValues(view, text) {
    const inputs = view.blocks.filter(block => block.type === 'input');
    return Object.fromEntries(
        inputs.map(block => [block.block_id, { [block.element.action_id]: filled(block, text) }]),
    );
}

/** The buttons of a message: {block_id, action_id, value} with their label. */
export function buttons(message) {
    return (message.blocks ?? [])
        .filter(block => block.type === 'actions')
        .flatMap(block =>
            block.elements
                .filter(element => element.type === 'button')
                .map(element => ({ ...element, block_id: block.block_id, label: element.text.text })),
        );
}

export class Load {
    constructor(workspace, random) {
        this.workspace = workspace;
        this.random = random;
        this.count = 0;
        this.asked = []; // {door, text, told}: told is true when the person saw that it was accepted
        this.taken = []; // cards whose "Take it" was accepted
    }

    /** One act of one person, at random. */
    async act() {
        const doors = [this.command, this.form, this.reaction, this.direct, this.take];
        await this.random.one(doors).call(this);
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
        return this.taken.length + this.asked.filter(one => one.told && ['command', 'form'].includes(one.door)).length;
    }

    summary() {
        const told = this.asked.filter(one => one.told).length;
        return `${this.asked.length} requests, ${told} accepted, ${this.answered()} answered, ${this.taken.length} taken`;
    }

    note(door, text, told) {
        this.asked.push({ door, text, told });
    }

    nextText(door) {
        return `load ${door} ${++this.count}`;
    }

    async command() {
        const text = this.nextText('command');
        const channel = this.random.one([channels.helpIt, channels.helpFac]);
        const answer = await this.workspace.act(this.random.one([people.ana, people.ben]), 'command', {
            channel,
            command: '/ticket',
            text,
        });
        this.note('command', text, answer.ok);
    }

    async form() {
        const text = this.nextText('form');
        const as = this.random.one([people.ana, people.ben]);
        const opened = await this.workspace.act(as, 'shortcut', { callback_id: 'ticket_new' });
        const view = opened.ok && (await this.workspace.view(as)).views.at(-1);
        if (!view) return;
        const answer = await this.workspace.act(as, 'submit', {
            view_id: view.id,
            values: formValues(view, text),
        });
        this.note('form', text, answer.ok);
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
        this.note('reaction', text, true);
    }

    async direct() {
        const text = this.nextText('direct');
        const as = this.random.one([people.ana, people.ben]);
        const { channel } = await this.workspace.does(as, 'open_dm', { user: 'U0DESKBELL' });
        await this.workspace.does(as, 'post', { channel, text });
        this.note('direct', text, true);
    }

    async take() {
        const { channels: all } = await this.workspace.state();
        const open = all
            .find(one => one.id === channels.triageIt)
            .messages.map(message => ({
                message,
                button: buttons(message).find(one => one.label === 'Take it'),
            }))
            .filter(one => one.button);
        if (open.length === 0) return;
        const { message, button } = this.random.one(open);
        const answer = await this.workspace.act(people.chloe, 'click', {
            channel: channels.triageIt,
            ts: message.ts,
            block_id: button.block_id,
            action_id: button.action_id,
            value: { value: button.value },
        });
        if (answer.ok) this.taken.push(message.ts);
    }
}

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
    await desk.workspace.settled(settleMs);
    await desk.delivered(settleMs);
    t.diagnostic(load.summary());
    return { desk, load, result };
}
