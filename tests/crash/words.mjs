// What people write under tickets: replies on both sides and notes, which they change and take back.
import { channels, people } from './desk.mjs';

const agentsOf = {
    [channels.triageIt]: [people.chloe, people.dev],
    [channels.triageFac]: [people.emma],
    [channels.helpIt]: [people.chloe, people.dev],
    [channels.helpFac]: [people.emma],
};

/** Everything that was written, as it stands now: {kind, channel, ts, as, texts, isDeleted}. */
export class Words {
    constructor(workspace, random, sight) {
        this.workspace = workspace;
        this.random = random;
        this.sight = sight;
        this.all = [];
        this.count = 0;
    }

    /** The requester writes in the own thread. */
    async said() {
        const threads = (await this.sight.requesterThreads()).filter(one => Object.values(people).includes(one.who));
        return this.write('said', threads, one => one.who);
    }

    /** An agent answers in the requester's thread. */
    async answer() {
        const threads = (await this.sight.requesterThreads()).filter(one => !one.isDirect);
        return this.write('answer', threads, one => this.random.one(agentsOf[one.channel]));
    }

    /** An agent answers from the agents' thread. */
    async publicReply() {
        return this.write('public', await this.sight.agentThreads(), one => this.random.one(agentsOf[one.channel]));
    }

    /** An agent writes what only agents read. */
    async note() {
        return this.write('note', await this.sight.agentThreads(), one => this.random.one(agentsOf[one.channel]));
    }

    /** The author changes what was written. */
    async edit() {
        return this.change(async word => {
            const text = `${word.texts[0]}, version ${word.texts.length + 1}`;
            const { ok } = await this.workspace.act(word.as, 'edit', { ...place(word), text: typed(word.kind, text) });
            if (ok) word.texts.push(text);
        });
    }

    /** The author takes back what was written. */
    async takeBack() {
        return this.change(async word => {
            const { ok } = await this.workspace.act(word.as, 'delete', place(word));
            word.isDeleted = ok;
        });
    }

    // Each of these answers whether there was anything to do it to.
    async write(kind, threads, authorOf) {
        if (threads.length === 0) return false;
        const thread = this.random.one(threads);
        const as = authorOf(thread);
        const text = `load ${kind} ${++this.count}`;
        const { ok, ts } = await this.workspace.act(as, 'post', {
            channel: thread.channel,
            thread_ts: thread.root,
            text: typed(kind, text),
        });
        if (ok) this.all.push({ kind, channel: thread.channel, ts, as, texts: [text], isDeleted: false });
        return true;
    }

    // One at a time for each word, so that the last answer is the last change.
    async change(how) {
        const free = this.all.filter(word => !word.isDeleted && !word.isBusy);
        if (free.length === 0) return false;
        const word = this.random.one(free);
        word.isBusy = true;
        await how(word);
        word.isBusy = false;
        return true;
    }
}

const typed = (kind, text) => (kind === 'public' ? `>> ${text}` : text);
const place = word => ({ channel: word.channel, ts: word.ts });
