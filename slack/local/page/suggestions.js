// What the composer offers while somebody types: commands after "/", people after "@", channels after "#",
// emoji after ":".
import { h, sync } from './dom.js';
import { emojiNames, emojiOrName } from './emoji.js';
import { page } from './state.js';

const kSuggestionsMax = 8;
const kEmojiLettersBefore = 2;

// Slack's own commands that a newcomer needs to let the app in.
const kOwnCommands = [
    { command: '/invite', usage_hint: '@someone', description: 'Bring a person or an app into this channel' },
    { command: '/leave', usage_hint: '', description: 'Leave this channel' },
];

// A suggestion is {word, insert, label, hint?, detail?}: `insert` takes the place of `word` in the text.
// An empty `insert` only reminds of the usage.

function commands(before) {
    const typed = /^\/\S*$/.test(before) ? before : /^\/\S+ /.exec(before)?.[0].trim();
    if (!typed) return [];
    const isOpen = typed === before;
    return [...page.view.commands, ...kOwnCommands]
        .filter((one) => (isOpen ? one.command.startsWith(typed) : one.command === typed))
        .map((one) => ({
            word: before,
            insert: isOpen ? `${one.command} ` : '',
            label: one.command,
            hint: one.usage_hint,
            detail: one.description,
        }));
}

const starts = (word, ...texts) => texts.some((text) => text?.toLowerCase().startsWith(word));

const kNames = {
    '@': (word) =>
        page.view.people
            .filter((one) => starts(word, one.name, ...(one.real_name ?? '').split(' ')))
            .map((one) => ({
                insert: `@${one.name} `,
                label: one.real_name || one.name,
                hint: `@${one.name}`,
                detail: one.title,
            })),
    '#': (word) =>
        page.view.channels
            .filter((one) => !one.is_im && starts(word, one.name))
            .map((one) => ({ insert: `#${one.name} `, label: `#${one.name}`, detail: one.topic })),
    ':': (word) =>
        (word.length < kEmojiLettersBefore ? [] : emojiNames())
            .filter((name) => name.startsWith(word))
            .map((name) => ({ insert: `:${name}: `, label: `${emojiOrName(name)} :${name}:` })),
};

/** What fits the text `before` the caret. A thread takes no commands. */
function suggestionsFor(before, inThread) {
    const found = inThread ? [] : commands(before);
    if (found.length > 0) return found;
    const [, sign, word] = /(?:^|\s)([@#:])([\p{L}\p{N}._+-]*)$/u.exec(before) ?? [];
    return sign ? kNames[sign](word.toLowerCase()).map((one) => ({ ...one, word: sign + word })) : [];
}

/** The list above the composer. `take(suggestion)` puts one into the text. */
export class Suggestions {
    #offered = [];
    #at = 0;

    constructor(inThread, take) {
        this.inThread = inThread;
        this.take = take;
        this.node = h('div', {
            class: 'suggestions',
            role: 'listbox',
            'aria-label': 'Suggestions',
            hidden: true,
        });
    }

    offer(before) {
        this.#offered = suggestionsFor(before, this.inThread).slice(0, kSuggestionsMax);
        this.#at = 0;
        this.#draw();
    }

    close() {
        this.#offered = [];
        this.#draw();
    }

    /** True when the key was meant for the list. */
    key(event) {
        if (this.#offered.length === 0) return false;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const takes = event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey);
        if (step) {
            this.#at = (this.#at + step + this.#offered.length) % this.#offered.length;
            this.#draw();
        } else if (event.key === 'Escape') {
            event.stopPropagation();
            this.close();
        } else if (takes && this.#completes()) {
            this.take(this.#offered[this.#at]);
        } else {
            return false;
        }
        event.preventDefault();
        return true;
    }

    /** Enter completes what is half typed; what is complete already is sent. */
    #completes() {
        const { insert, word } = this.#offered[this.#at];
        return insert !== '' && insert.trim() !== word;
    }

    #draw() {
        this.node.hidden = this.#offered.length === 0;
        sync(
            this.node,
            this.#offered.map((one, i) =>
                h(
                    'div',
                    {
                        role: 'option',
                        class: i === this.#at ? 'at' : '',
                        'aria-selected': String(i === this.#at),
                        onmousedown: (event) => event.preventDefault(),
                        onclick: () => one.insert && this.take(one),
                    },
                    h('strong', {}, one.label),
                    one.hint && h('code', {}, one.hint),
                    one.detail && h('small', {}, one.detail),
                ),
            ),
        );
    }
}
