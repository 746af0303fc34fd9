// The account: what each person did and was told, what events there were, and what the program did that it must not.

/** Each act has a token of its own in its text, by which it is found again everywhere. */
export class Ledger {
    constructor() {
        this.asks = []; // requests, through whatever door
        this.words = []; // replies and notes
        this.clicks = []; // {kind, ask, told}
        this.events = [];
        this.misuses = [];
        this.refusals = [];
        this.limits = new Map(); // what is limited -> until when
        this.calls = new Map();
        this.lateAcks = 0;
        this.count = 0;
        this.acts = 0; // whatever a person tried
    }

    token(kind) {
        return `${kind}${++this.count}z`;
    }

    /** `told`: the person saw that it was accepted, or it went through a door where events tell of it. */
    ask(fields) {
        const ask = { told: false, isDeleted: false, old: [], isBusy: false, ...fields };
        this.asks.push(ask);
        return ask;
    }

    say(fields) {
        const words = { isDeleted: false, old: [], ...fields };
        this.words.push(words);
        return words;
    }

    click(kind, ask, told) {
        this.clicks.push({ kind, ask, told });
    }

    event(payload) {
        const note = { id: payload.event_id, type: payload.event.type, sent: 0, acked: false, givenUp: false };
        this.events.push(note);
        return note;
    }

    /** Something that no client of Slack may do. */
    misuse(what) {
        this.misuses.push(what);
    }

    refused(method, error, args) {
        this.refusals.push({ method, error, channel: args.channel ?? args.users });
    }

    called(method) {
        this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    }

    /** What a 429 is about: the method, and for posts the channel too. */
    limited(method, args) {
        return method.startsWith('chat.post') ? `${method} ${args.channel}` : method;
    }

    limit(method, args, ms) {
        this.limits.set(this.limited(method, args), Date.now() + ms);
    }

    arrives(method, args) {
        const until = this.limits.get(this.limited(method, args));
        // Requests that were on their way are no fault of the client's.
        const kOnTheWayMs = 300;
        const isEarly = until && Date.now() < until - kOnTheWayMs && Date.now() > until - 2000 + kOnTheWayMs;
        if (isEarly) this.misuse(`${method} came ${until - Date.now()} ms before its Retry-After was over`);
    }

    /** A new process knows of no limit. */
    restarted() {
        this.limits.clear();
    }

    lateAck() {
        ++this.lateAcks;
    }

    summary() {
        const told = this.asks.filter(one => one.told).length;
        const lost = this.events.filter(one => one.givenUp && !one.acked).length;
        return (
            `${this.acts} acts: ${this.asks.length} requests, ${told} accepted; ${this.words.length} replies and notes; ` +
            `${this.clicks.filter(one => one.told).length} of ${this.clicks.length} clicks accepted; ` +
            `${this.events.length} events, ${lost} given up`
        );
    }
}
