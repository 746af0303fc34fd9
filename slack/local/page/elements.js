// Block Kit's interactive elements. Each function gets the element and `at`, where it stands:
// {surface, block, id, labelId?, label, required}. The surface keeps the values; an element can go.
import { h } from './dom.js';
import { insideTarget, textObject } from './mrkdwn.js';
import { confirmed, menu } from './popup.js';
import { picker } from './pickers.js';
import { instant, wall } from './time.js';
import { valueOf, withValue } from './values.js';

/** How long typing rests before each-character inputs are reported. */
const kTypingPauseMs = 300;

const current = (el, at) => valueOf(el, at.surface.current(at.block, el));
const change = (el, at, value) => at.surface.change(at.block, el, withValue(el, value));

/**
 * Attributes that every control has: its names for the label, for the tests and for finding the focus
 * again.
 */
function named(el, at) {
    return {
        id: at.id,
        'data-block': at.block.block_id,
        'data-action': el.action_id,
        'aria-label': at.labelId ? undefined : at.label || el.placeholder?.text || el.action_id,
        'aria-describedby': at.describedBy,
        'aria-required': at.required ? 'true' : undefined,
    };
}

function followLink(url) {
    const inside = insideTarget(url);
    if (inside) inside();
    else if (/^https?:/i.test(url)) window.open(url, '_blank', 'noopener');
}

function button(el, at) {
    const press = async () => {
        if (!(await confirmed(el.confirm))) return;
        if (el.url) followLink(el.url);
        node.setAttribute('aria-busy', 'true');
        node.disabled = true;
        await at.surface.click(at.block, el, { type: 'button', value: el.value, text: el.text });
        node.disabled = false;
        node.removeAttribute('aria-busy');
    };
    const node = h(
        'button',
        {
            ...named(el, at),
            type: 'button',
            class: `kit-button ${el.style ?? ''}`,
            'aria-label': el.accessibility_label,
            onclick: press,
        },
        textObject({ emoji: true, ...el.text }),
    );
    return node;
}

function overflow(el, at) {
    const choose = async (option) => {
        if (!(await confirmed(el.confirm))) return;
        if (option.url) followLink(option.url);
        at.surface.click(at.block, el, { type: 'overflow', selected_option: option });
    };
    const items = el.options.map((option) => ({
        label: option.text.text,
        hint: option.description?.text,
        run: () => choose(option),
    }));
    const node = h(
        'button',
        {
            ...named(el, at),
            type: 'button',
            class: 'kit-button overflow',
            'aria-label': 'More options',
            'aria-haspopup': 'menu',
            onclick: () => menu(node, items, { align: 'right' }),
        },
        '⋯',
    );
    return node;
}

/** Reports typed text when Slack would: on Enter, or after each character, as the element asks. */
function reports(el, at, node) {
    if (!at.surface.dispatches(at.block)) return;
    const on = el.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
    const send = () => at.surface.click(at.block, el, withValue(el, node.value || null));
    let pause = 0;
    if (on.includes('on_character_entered')) {
        node.addEventListener('input', () => {
            clearTimeout(pause);
            pause = setTimeout(send, kTypingPauseMs);
        });
    }
    if (on.includes('on_enter_pressed')) {
        node.addEventListener('keydown', (event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
        });
    }
}

function typed(el, at, type, more = {}) {
    const multiline = type === 'textarea';
    const node = h(multiline ? 'textarea' : 'input', {
        ...named(el, at),
        ...more,
        class: 'kit-input',
        type: multiline ? undefined : type,
        rows: multiline ? 4 : undefined,
        maxlength: el.max_length,
        placeholder: el.placeholder?.text,
        autocomplete: 'off',
        value: current(el, at) ?? '',
    });
    node.addEventListener('input', () =>
        at.surface.keep(at.block, el, withValue(el, node.value === '' ? null : node.value)),
    );
    reports(el, at, node);
    return node;
}

/** With a limit, a counter stands below as soon as the limit comes near. */
function counted(el, at) {
    const node = typed(el, at, el.multiline ? 'textarea' : 'text');
    if (!el.max_length) return node;
    const left = h('span', { class: 'kit-left', 'aria-hidden': 'true' });
    const count = () => {
        const rest = el.max_length - node.value.length;
        left.textContent = rest <= Math.max(20, el.max_length * 0.1) ? `${rest} left` : '';
    };
    node.addEventListener('input', count);
    count();
    return h('div', { class: 'kit-counted' }, node, left);
}

/** A text area whose lines become one rich_text section. */
function richTextInput(el, at) {
    const asText = (value) =>
        (value?.elements ?? [])
            .flatMap((part) => part.elements ?? [])
            .map((piece) => piece.text ?? '')
            .join('');
    const node = h('textarea', {
        ...named(el, at),
        class: 'kit-input',
        rows: 4,
        placeholder: el.placeholder?.text,
        value: asText(current(el, at)),
    });
    node.addEventListener('input', () => {
        const section = { type: 'rich_text_section', elements: [{ type: 'text', text: node.value }] };
        at.surface.keep(
            at.block,
            el,
            withValue(el, node.value === '' ? null : { type: 'rich_text', elements: [section] }),
        );
    });
    return node;
}

const two = (n) => String(n).padStart(2, '0');
const asLocal = (epoch) => {
    const w = wall(epoch);
    return `${w.year}-${two(w.month + 1)}-${two(w.date)}T${two(w.hour)}:${two(w.minute)}`;
};

function picked(el, at, type, shown, read) {
    const value = current(el, at);
    const node = h('input', {
        ...named(el, at),
        class: 'kit-input when',
        type,
        value: value === null ? '' : shown(value),
    });
    node.addEventListener('change', () => change(el, at, node.value === '' ? null : read(node.value)));
    return node;
}

function choices(el, at, type) {
    const many = type === 'checkbox';
    const now = current(el, at);
    const chosen = new Set((many ? now : [now]).filter(Boolean).map((option) => option.value));
    const report = () => {
        const on = el.options.filter((_, i) => boxes[i].checked);
        change(el, at, many ? on : (on[0] ?? null));
    };
    const boxes = el.options.map((option, i) =>
        h('input', {
            type,
            name: at.id,
            id: `${at.id}-${i}`,
            checked: chosen.has(option.value),
            onchange: report,
            'data-block': at.block.block_id,
            'data-action': el.action_id,
            value: option.value,
        }),
    );
    const rows = el.options.map((option, i) =>
        h(
            'div',
            { class: 'kit-choice' },
            boxes[i],
            h(
                'label',
                { for: `${at.id}-${i}` },
                textObject(option.text),
                option.description && h('small', {}, textObject(option.description)),
            ),
        ),
    );
    return h(
        'div',
        {
            role: many ? 'group' : 'radiogroup',
            id: at.id,
            'aria-labelledby': at.labelId,
            class: 'kit-choices',
            'aria-label': at.labelId ? undefined : at.label || el.action_id,
            'aria-describedby': at.describedBy,
        },
        rows,
    );
}

/** Only the names travel: this workspace keeps no files. */
function fileInput(el, at) {
    const node = h('input', {
        ...named(el, at),
        class: 'kit-input',
        type: 'file',
        multiple: (el.max_files ?? 10) > 1,
        accept: el.filetypes?.map((type) => `.${type}`).join(','),
    });
    const list = h('small', { class: 'kit-files' });
    const tell = (files) => {
        list.textContent = files.map((file) => file.name).join(', ');
    };
    node.addEventListener('change', () => {
        const files = [...node.files]
            .slice(0, el.max_files ?? 10)
            .map((file) => ({ name: file.name, title: file.name, mimetype: file.type, size: file.size }));
        tell(files);
        change(el, at, files);
    });
    tell(current(el, at));
    return h('div', {}, node, list);
}

const kElements = {
    button,
    overflow,
    file_input: fileInput,
    rich_text_input: richTextInput,
    plain_text_input: counted,
    workflow_button: button,
    icon_button: button,
    number_input: (el, at) =>
        typed(el, at, 'text', { inputmode: el.is_decimal_allowed ? 'decimal' : 'numeric' }),
    email_text_input: (el, at) => typed(el, at, 'email'),
    url_text_input: (el, at) => typed(el, at, 'url'),
    checkboxes: (el, at) => choices(el, at, 'checkbox'),
    radio_buttons: (el, at) => choices(el, at, 'radio'),
    datepicker: (el, at) => picked(el, at, 'date', String, String),
    timepicker: (el, at) => picked(el, at, 'time', String, String),
    datetimepicker: (el, at) =>
        picked(el, at, 'datetime-local', asLocal, (text) =>
            instant(Math.floor(Date.parse(`${text}:00Z`) / 1000)),
        ),
};

/** The node of an interactive element. */
export function element(el, at) {
    if (/_select$/.test(el.type)) return picker(el, at, named(el, at));
    return (
        kElements[el.type]?.(el, at) ??
        h('em', { class: 'unsupported' }, `This page does not show "${el.type}".`)
    );
}
