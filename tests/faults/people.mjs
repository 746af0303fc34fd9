// People at work: they ask through every door, answer, click, change and delete what they wrote. What they do and what
// they are told goes into the ledger.
import { setTimeout as pause } from 'node:timers/promises';
import { Hands, buttons } from './hands.mjs';
import { agents, app, desks, employees, strange, team } from './workspace.mjs';

/** People care about what is new, and wait when the desk has much to say: Slack lets it say one thing a second. */
const kRecent = 40;
const kBacklogMost = 60;
/** After so long everybody sees what was written. */
const kShownMs = 1600;
const kLongWords = 700;
const kScripts = 'Ünïcødé 👩‍👩‍👧‍👦 𝔘 مرحبا \u202Ertl\u202C é́ ｆｕｌｌ 你好 & <b> "quote" \u00AD';

const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export class People extends Hands {
    constructor(parts) {
        super(parts);
        this.backlog = 0;
        this.requests = desks.flatMap(desk => desk.request.map(channel => ({ channel, desk })));
    }

    /** One act of one person, at random. */
    async act() {
        const acts = [
            [3, this.command],
            [2, this.form],
            [3, this.reaction],
            [3, this.direct],
            [3, this.automatic],
            [1, this.gossip],
            [6, this.reply],
            [4, this.answer],
            [2, this.note],
            [3, this.take],
            [2, this.solve],
            [3, this.confirm],
            [3, this.change],
            [2, this.remove],
        ].map(([weight, what]) => ({ weight, what }));
        if (this.backlog > kBacklogMost) return;
        ++this.ledger.acts;
        await this.dice.weighted(acts).what.call(this);
    }

    words(token) {
        const fault = this.faults.chance('people', {});
        this.odd = fault?.name;
        if (fault?.name === 'a very long text') return `${token} ${'long words '.repeat(kLongWords)}`.trim();
        if (fault?.name === 'writing from everywhere') return `${token} ${kScripts}`;
        return `${token} ${this.dice.one(['printer on fire', 'please *help*', 'a & b <c>', 'two\nlines', 'vpn :fire:'])}`;
    }

    /** Somebody of the company; now and then a stranger, or someone who leaves. */
    author() {
        if (this.odd === 'somebody who left the company') return strange.gone;
        if (this.odd === 'somebody of another company') return strange.foreign;
        return this.dice.one(employees);
    }

    post(channel, user, text, more = {}) {
        const isSame = this.odd === 'the same ts in another channel' && this.lastTs;
        const message = this.world.post(channel, {
            user,
            text: escaped(text),
            ...more,
            ...(isSame && { ts: this.lastTs }),
        });
        this.lastTs = message.ts;
        return message;
    }

    async command() {
        const token = this.ledger.token('cmd');
        const text = this.words(token);
        const user = this.dice.one(employees);
        const { channel } = this.dice.one(this.requests);
        const ask = this.ledger.ask({ door: 'command', token, user });
        const ack = await this.mode.ask(
            'slash_commands',
            {
                token: 'x',
                command: '/ticket',
                text: escaped(text),
                user_id: user,
                user_name: 'x',
                channel_id: channel,
                channel_name: 'x',
                team_id: team,
                team_domain: 'faults',
                api_app_id: app,
                is_enterprise_install: 'false',
                response_url: this.responseUrl(),
                trigger_id: this.trigger(user),
            },
            true,
        );
        ask.told = /[A-Z]{3}-\d+/.test(ack?.payload?.text ?? '');
        ask.answer = ack?.payload?.text;
    }

    async form() {
        const token = this.ledger.token('form');
        const user = this.dice.one(employees);
        const actor = this.actor(user);
        const ask = this.ledger.ask({ door: 'form', token, user });
        const ack = await this.mode.ask(
            'interactive',
            { type: 'shortcut', callback_id: 'ticket_new', action_ts: this.world.nextTs(), ...actor },
            false,
        );
        if (ack) ask.told = await this.submit(user, actor.trigger_id, `${token} by a form`);
    }

    async reaction() {
        const token = this.ledger.token('sign');
        const text = this.words(token);
        const user = this.author();
        const { channel } = this.dice.one(this.requests.filter(one => !one.desk.isAutomatic));
        const message = this.post(channel, user, text);
        const ask = this.ledger.ask({
            door: 'reaction',
            token,
            user,
            channel,
            ts: message.ts,
            told: true,
            isBusy: true,
        });
        if (this.dice.chance(0.3)) {
            this.followUp(ask);
            await pause(kShownMs);
        } else {
            await pause(this.dice.between(0, 300));
        }
        this.world.react(
            channel,
            message.ts,
            this.dice.one([...employees, ...agents]),
            this.dice.one(['ticket', 'ticket::skin-tone-3']),
        );
        ask.isBusy = false;
    }

    async direct() {
        const token = this.ledger.token('dm');
        const text = this.words(token);
        const user = this.dice.one(employees);
        const { id } = this.world.direct(user);
        const message = this.post(id, user, text);
        const ask = this.ledger.ask({ door: 'direct', token, user, channel: id, ts: message.ts, told: true });
        if (this.dice.chance(0.3)) this.followUp(ask);
    }

    async automatic() {
        const token = this.ledger.token('auto');
        const text = this.words(token);
        const user = this.author();
        const { channel } = this.dice.one(this.requests.filter(one => one.desk.isAutomatic));
        const message = this.post(channel, user, text);
        const ask = this.ledger.ask({ door: 'automatic', token, user, channel, ts: message.ts, told: true });
        if (this.dice.chance(0.3)) this.followUp(ask);
    }

    /** The person adds something to the own message before anybody could answer, or before it is a ticket. */
    followUp(ask) {
        const token = this.ledger.token('add');
        const { ts } = this.post(ask.channel, ask.user, `${token} and by the way`, { thread_ts: ask.ts });
        this.ledger.say({
            side: 'requester',
            kind: 'public',
            token,
            user: ask.user,
            ask,
            channel: ask.channel,
            ts,
            root: ask.ts,
        });
    }

    /** Talk that nobody wants a ticket for. */
    async gossip() {
        const { channel } = this.dice.one(this.requests.filter(one => !one.desk.isAutomatic));
        this.post(channel, this.dice.one(employees), `${this.ledger.token('talk')} good morning`);
    }

    /** The card of a request, and where its requester reads about it: as people find them, by what they read. */
    places(ask) {
        const out = { ask };
        for (const { channel, message } of this.world.ofBot()) {
            const isRoot = !message.thread_ts || message.thread_ts === message.ts;
            const isCard =
                isRoot &&
                desks.some(desk => desk.agent === channel) &&
                JSON.stringify(message.blocks ?? []).includes(`${ask.token} `);
            if (isCard) out.card = { channel, message };
            else if (ask.ts && channel === ask.channel && message.thread_ts === ask.ts)
                out.thread = { channel, ts: ask.ts };
            else if (
                !ask.ts &&
                isRoot &&
                this.world.channels.get(channel).user === ask.user &&
                JSON.stringify(message.blocks ?? []).includes(`${ask.token} `)
            )
                out.thread = { channel, ts: message.ts };
        }
        return out;
    }

    /** Does something about one ticket that suits; nobody else touches it meanwhile. */
    async about(suits, what) {
        const able = this.ledger.asks
            .slice(-kRecent)
            .filter(ask => !ask.isBusy && !ask.isDeleted && !ask.isLeft)
            .map(ask => this.places(ask))
            .filter(one => one.card && one.thread && suits(one));
        if (able.length === 0) return;
        const chosen = this.dice.one(able);
        chosen.ask.isBusy = true;
        try {
            await what(chosen);
        } finally {
            chosen.ask.isBusy = false;
        }
    }

    reply() {
        return this.about(
            ({ ask }) => !ask.isDone,
            async ({ ask, thread }) => {
                const token = this.ledger.token('said');
                const { ts } = this.post(thread.channel, ask.user, this.words(token), { thread_ts: thread.ts });
                this.ledger.say({
                    side: 'requester',
                    kind: 'public',
                    token,
                    user: ask.user,
                    ask,
                    channel: thread.channel,
                    ts,
                    root: thread.ts,
                });
            },
        );
    }

    agentWrites(prefix, kind) {
        return this.about(
            ({ ask }) => !ask.isDone,
            async ({ ask, card }) => {
                const token = this.ledger.token(kind === 'note' ? 'memo' : 'told');
                const user = this.dice.one(agents);
                const { ts } = this.post(card.channel, user, `${prefix}${this.words(token)}`, {
                    thread_ts: card.message.ts,
                });
                ask.isAnswered = true;
                this.ledger.say({
                    side: 'agent',
                    kind,
                    token,
                    user,
                    ask,
                    channel: card.channel,
                    ts,
                    root: card.message.ts,
                });
            },
        );
    }

    answer() {
        return this.agentWrites('>> ', 'public');
    }

    note() {
        return this.agentWrites('', 'note');
    }

    take() {
        // A card that is not drawn anew yet still shows the button on a ticket that is solved: that is refused, rightly.
        const can = ({ ask, card }) => !ask.isDone && buttons(card.message).some(one => one.text.text === 'Take it');
        return this.about(can, async ({ ask, card }) => {
            const { ack } = await this.press(this.dice.one(agents), card.channel, card.message, 'Take it');
            ask.isAnswered = true;
            this.ledger.click('take', ask, !!ack);
        });
    }

    solve() {
        const can = ({ ask, card }) => !ask.isDone && buttons(card.message).some(one => one.text.text === 'Resolve');
        return this.about(can, async ({ ask, card }) => {
            const user = this.dice.one(agents);
            const { ack, trigger } = await this.press(user, card.channel, card.message, 'Resolve');
            ask.isAnswered = ask.isDone = true; // whatever comes of it
            const told = !!ack && (await this.submit(user, trigger, 'Turned it off and on again'));
            this.ledger.click('resolve', ask, told);
        });
    }

    confirm() {
        const asked = ({ thread }) =>
            this.world
                .replies(thread.channel, thread.ts)
                .findLast?.(one => buttons(one).some(b => b.text.text === 'Yes, solved'));
        return this.about(asked, async one => {
            const { ack } = await this.press(one.ask.user, one.thread.channel, asked(one), 'Yes, solved');
            one.ask.isLeft = true; // nobody comes back to it
            this.ledger.click('confirm', one.ask, !!ack);
        });
    }

    /** Something of a person's own that can still be changed, first messages of requests as well. */
    mine(suits) {
        const roots = this.ledger.asks.slice(-kRecent).filter(ask => ask.ts && !ask.isBusy);
        const all = [...roots, ...this.ledger.words.slice(-kRecent)].filter(
            one =>
                !one.isDeleted && !one.ask?.isBusy && !one.ask?.isDeleted && !(one.ask ?? one).isLeft && suits(one),
        );
        return all.length > 0 ? this.dice.one(all) : undefined;
    }

    async change() {
        const one = this.mine(() => true);
        const token = this.ledger.token('edit');
        if (!one) return;
        const prefix = one.side === 'agent' && one.kind === 'public' ? '>> ' : '';
        if (!this.world.edit(one.channel, one.ts, { text: `${prefix}${token} is what I meant` })) return;
        one.old.push(one.token);
        one.token = token;
    }

    async remove() {
        const one = this.mine(words => words.ask || (!words.isAnswered && !words.isDone));
        if (!one || !this.world.remove(one.channel, one.ts)) return;
        one.isDeleted = true;
    }

    /** Somebody goes on in each thread that lost its last words: only then is it clear that those are gone. */
    lastWords() {
        const threads = new Map();
        for (const words of this.ledger.words.filter(one => one.isDeleted))
            threads.set(`${words.ask.token} ${words.side}`, words);
        for (const { ask, side, user, channel, root } of threads.values()) {
            if (!this.world.find(channel, root) || this.world.find(channel, root).subtype) continue;
            const token = this.ledger.token('last');
            const { ts } = this.post(channel, user, `${token} that was wrong`, { thread_ts: root });
            this.ledger.say({
                side,
                kind: side === 'agent' ? 'note' : 'public',
                token,
                user,
                ask,
                channel,
                ts,
                root,
            });
        }
    }
}
