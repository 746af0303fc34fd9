// The open list of a select menu: a filter field, arrow keys, Enter; filled from the element, the people, the
// conversations, or by asking the app.
import { freshId, h, sync } from './dom.js';
import { textObject } from './mrkdwn.js';
import { channelTitle, humans, nameOf, page } from './state.js';
import { isMulti } from './values.js';

const kSuggestPauseMs = 200;
/** Up to this many options need no visible filter; typing narrows them all the same. */
const kShortList = 8;
/** Slack asks the app only from this many letters on, unless the element says otherwise. */
const kLettersBeforeAsking = 3;

// An item is {key, label, detail?, group?, raw}: `raw` is what the value holds.
const optionItem = (option, group) => ({
    key: option.value,
    label: option.text.text,
    detail: option.description?.text,
    group,
    raw: option,
});
const userItem = (id) => ({
    key: id,
    label: nameOf(id),
    detail: `@${page.view.people.find((one) => one.id === id)?.name ?? id}`,
    raw: id,
});

function optionItems(list) {
    if (list.option_groups)
        return list.option_groups.flatMap((group) =>
            group.options.map((one) => optionItem(one, group.label.text)),
        );
    return (list.options ?? []).map((one) => optionItem(one));
}

function conversationItem(id) {
    const one = page.view.channels.find((channel) => channel.id === id);
    return { key: id, label: one ? channelTitle(one) : id, raw: id };
}

function conversationItems(el) {
    const include = el.type.includes('channels')
        ? ['public']
        : (el.filter?.include ?? ['public', 'private', 'im']);
    const kind = (one) => (one.is_im ? 'im' : one.is_private ? 'private' : 'public');
    return page.view.channels
        .filter((one) => include.includes(kind(one)))
        .map((one) => conversationItem(one.id));
}

const kSources = [
    [
        /users_select$/,
        {
            item: userItem,
            list: (el) => (el.filter?.exclude_bot_users === false ? page.view.people : humans())
                              .filter((one) => !one.is_deleted)
                              .map((one) => userItem(one.id)),
        },
    ],
    [/(conversations|channels)_select$/, {item: conversationItem, list: conversationItems}],
    [/select$/, {item: optionItem, list: optionItems}],
];
/** {item(value), list(element)} of an element. */
export const sourceOf = (el) => kSources.find(([pattern]) => pattern.test(el.type))[1];

/** What fits the typed text, of what the element itself, the people or the conversations offer. */
function fitting(el, typed) {
    const wanted = typed.trim().toLowerCase();
    const fits = (item) => `${item.label} ${item.detail ?? ''}`.toLowerCase().includes(wanted);
    return { items: sourceOf(el).list(el).filter(fits) };
}

/** What the app suggests for the typed text. */
async function suggested(el, at, typed) {
    const needed = el.min_query_length ?? kLettersBeforeAsking;
    if (typed.length < needed) return { items: [], say: `Type at least ${needed} letters` };
    const answer = await at.surface.suggest(at.block, el, typed);
    return answer.ok
        ? { items: optionItems(answer) }
        : { items: [], say: 'The options could not be loaded.' };
}

/** `chosen()` gives the keys that are ticked, `choose(item)` is told of a choice. */
export class OptionList {
    #items = [];
    #at = 0;
    #round = 0;
    #pause = 0;

    constructor(el, at, chosen, choose) {
        this.el = el;
        this.place = at;
        this.chosen = chosen;
        this.choose = choose;
        this.external = el.type.includes('external');
        const id = freshId('list');
        this.rows = h('div', {
            role: 'listbox',
            id,
            class: 'options',
            'aria-multiselectable': isMulti(el) ? 'true' : undefined,
            'aria-label': at.label || el.placeholder?.text,
        });
        this.filter = h('input', {
            class: 'kit-input',
            type: 'text',
            placeholder: 'Search',
            'aria-label': 'Search options',
            'aria-controls': id,
            autocomplete: 'off',
            oninput: () => this.#typed(),
            onkeydown: (event) => this.#key(event),
        });
        this.node = h('div', { class: 'options-box' }, this.filter, this.rows);
        this.#typed();
        if (!this.external) this.filter.classList.toggle('hushed', this.#items.length <= kShortList);
    }

    #typed() {
        clearTimeout(this.#pause);
        // What is here is filtered at once: Enter may follow the last letter within a millisecond.
        if (!this.external) this.#show(fitting(this.el, this.filter.value));
        else this.#pause = setTimeout(() => this.#ask(), kSuggestPauseMs);
    }

    async #ask() {
        this.#round += 1;
        const mine = this.#round;
        const found = await suggested(this.el, this.place, this.filter.value);
        if (mine === this.#round) this.#show(found);
    }

    #show({ items, say }) {
        this.#items = items;
        this.#at = 0;
        if (items.length > 0) this.#draw();
        else sync(this.rows, [h('p', { class: 'options-none' }, say ?? 'No matching option')]);
    }

    #draw() {
        const chosen = this.chosen();
        sync(
            this.rows,
            this.#items.flatMap((item, i) => [
                item.group && item.group !== this.#items[i - 1]?.group
                    ? h('div', { class: 'options-group', role: 'presentation' }, item.group)
                    : null,
                this.#row(item, chosen.includes(item.key)),
            ]),
        );
        this.#mark();
    }

    #row(item, isChosen) {
        return h(
            'div',
            {
                role: 'option',
                id: freshId('option'),
                'aria-selected': String(isChosen),
                'aria-label': item.label,
                onclick: () => this.#take(item),
            },
            h('span', {}, textObject({ text: item.label })),
            item.detail && h('small', {}, item.detail),
        );
    }

    #mark() {
        const rows = [...this.rows.querySelectorAll('[role=option]')];
        rows.forEach((row, i) => row.classList.toggle('at', i === this.#at));
        this.filter.setAttribute('aria-activedescendant', rows[this.#at]?.id ?? '');
        rows[this.#at]?.scrollIntoView({ block: 'nearest' });
    }

    #take(item) {
        this.choose(item);
        if (isMulti(this.el)) this.#draw();
    }

    #key(event) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step && event.key !== 'Enter') return;
        event.preventDefault();
        const count = this.#items.length;
        if (step && count > 0) this.#at = (this.#at + step + count) % count;
        if (!step && this.#items[this.#at]) this.#take(this.#items[this.#at]);
        else this.#mark();
    }
}
