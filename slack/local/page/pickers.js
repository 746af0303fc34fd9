// The select menus of Block Kit: one or many; from a list, the app, people or conversations.
import { h, sync } from './dom.js';
import { textObject } from './mrkdwn.js';
import { OptionList, sourceOf } from './options.js';
import { confirmed, popup } from './popup.js';
import { openChannel } from './state.js';
import { isMulti, valueOf, withValue } from './values.js';

function one(el, at, attributes) {
    const { item } = sourceOf(el);
    let value = valueOf(el, at.surface.current(at.block, el));
    if (value === null && el.default_to_current_conversation) value = openChannel()?.id ?? null;
    const shown = value === null ? null : item(value);
    const label = h(
        'span',
        { class: shown ? '' : 'placeholder' },
        textObject({ text: shown?.label ?? el.placeholder?.text ?? 'Select an option' }),
    );
    const pick = async (chosen) => {
        close();
        if (!(await confirmed(el.confirm))) return;
        label.className = '';
        label.replaceChildren(...textObject({ text: chosen.label }));
        value = chosen.raw;
        at.surface.change(at.block, el, withValue(el, chosen.raw), Boolean(at.clearable));
    };
    let close = () => {};
    const node = h(
        'button',
        {
            ...attributes,
            type: 'button',
            role: 'combobox',
            class: 'kit-select',
            'aria-haspopup': 'listbox',
            'aria-expanded': 'false',
            'aria-labelledby': at.labelId,
            onclick: () => {
                const list = new OptionList(el, at, () => (value === null ? [] : [item(value).key]), pick);
                close = popup(node, list.node, { wide: true });
                list.filter.focus();
            },
        },
        label,
        h('span', { class: 'chevron', 'aria-hidden': 'true' }),
    );
    if (!at.clearable || value === null) return node;
    return h(
        'div',
        { class: 'kit-clearable' },
        node,
        h(
            'button',
            {
                type: 'button',
                class: 'icon',
                'aria-label': `Clear ${at.label}`,
                onclick: () => at.surface.change(at.block, el, withValue(el, null), true),
            },
            '✕',
        ),
    );
}

function many(el, at, attributes) {
    const { item } = sourceOf(el);
    const values = () => valueOf(el, at.surface.current(at.block, el));
    const keys = () => values().map((value) => item(value).key);
    const set = (next) => {
        at.surface.change(at.block, el, withValue(el, next));
        draw();
    };
    const toggle = (chosen) => {
        const without = values().filter((value) => item(value).key !== chosen.key);
        if (without.length < values().length) set(without);
        else if (!el.max_selected_items || without.length < el.max_selected_items)
            set([...without, chosen.raw]);
    };
    const open = h(
        'button',
        {
            ...attributes,
            type: 'button',
            role: 'combobox',
            class: 'kit-select',
            'aria-haspopup': 'listbox',
            'aria-expanded': 'false',
            'aria-labelledby': at.labelId,
            onclick: () => {
                const list = new OptionList(el, at, keys, toggle);
                popup(open, list.node, { wide: true });
                list.filter.focus();
            },
        },
        h('span', { class: 'placeholder' }, el.placeholder?.text ?? 'Select options'),
        h('span', { class: 'chevron', 'aria-hidden': 'true' }),
    );
    const chips = h('div', { class: 'kit-chips' });
    const draw = () =>
        sync(
            chips,
            values().map((value) => {
                const { key, label } = item(value);
                return h(
                    'span',
                    { class: 'kit-chip' },
                    label,
                    h(
                        'button',
                        {
                            type: 'button',
                            'aria-label': `Remove ${label}`,
                            onclick: () => set(values().filter((v) => item(v).key !== key)),
                        },
                        '✕',
                    ),
                );
            }),
        );
    draw();
    return h('div', { class: 'kit-many' }, chips, open);
}

/** Any of the *_select elements. */
export function picker(el, at, attributes) {
    return isMulti(el) ? many(el, at, attributes) : one(el, at, attributes);
}
