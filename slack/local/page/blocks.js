// Block Kit on the page: one Surface per message, modal and Home. It keeps what people typed and chose,
// so that the app may redraw the blocks at any time without taking a half-written answer away.
import { Kept, freshId, h, sync } from './dom.js';
import { element } from './elements.js';
import { mrkdwn, link, textObject } from './mrkdwn.js';
import { richText } from './richtext.js';
import { holdsValue, initialValue, problemOf } from './values.js';

export class Surface {
    #kept = new Kept();
    #values = new Map(); // "block/action" -> fields, once a person touched it
    #elements = new Map(); // "block/action" -> element, of what stands there now
    #blocks = [];

    /**
     * `on` has click(block_id, action_id, fields, values) and suggest(block_id, action_id, typed), both
     * promises.
     */
    constructor(on) {
        this.on = on;
        this.id = freshId('surface');
        this.node = h('div', { class: 'blocks' });
    }

    /** Draws `blocks`; what did not change is not touched, what did keeps its value and the focus. */
    render(blocks, errors = {}) {
        this.#blocks = blocks.map((block, i) =>
            block.block_id ? block : { ...block, block_id: `block-${i}` },
        );
        this.#elements.clear();
        for (const block of this.#blocks)
            for (const el of elementsOf(block)) this.#elements.set(keyOf(block, el), el);
        const focus = this.#focus();
        const nodes = this.#blocks.map((block, i) => {
            const repeated = this.#blocks.findIndex((one) => one.block_id === block.block_id) !== i;
            const key = repeated ? `${block.block_id} ${i}` : block.block_id;
            return this.#kept.take(key, JSON.stringify(block), () => drawBlock(block, this));
        });
        this.#kept.sweep();
        sync(this.node, nodes);
        this.#refocus(focus);
        this.showErrors(errors);
        return this.node;
    }

    /** The value of an element: what was typed, else what the app put there. */
    current(block, el) {
        const key = keyOf(block, el);
        if (!this.#values.has(key) || this.#values.get(key).type !== el.type) return initialValue(el);
        return this.#values.get(key);
    }

    /** All values by block and action, as Slack's state.values. */
    values() {
        const out = {};
        for (const block of this.#blocks) {
            for (const el of elementsOf(block)) {
                if (holdsValue(el)) (out[block.block_id] ??= {})[el.action_id] = this.current(block, el);
            }
        }
        return out;
    }

    /** Remembers a value without telling the app: typing. */
    keep(block, el, fields) {
        this.#values.set(keyOf(block, el), fields);
        this.on.edited?.(block.block_id);
    }

    /**
     * A choice was made: remembered, and told to the app where the block says so. `redraw` makes the
     * element again.
     */
    change(block, el, fields, redraw = false) {
        this.keep(block, el, fields);
        if (redraw) {
            this.#kept.clear();
            this.render(this.#blocks);
        }
        return this.dispatches(block) ? this.click(block, el, fields) : undefined;
    }

    /** Menus show again what the app put there. */
    forgetChoices() {
        for (const [key, { type }] of this.#values) if (/_select$/.test(type)) this.#values.delete(key);
        this.#kept.clear();
    }

    dispatches(block) {
        return block.type !== 'input' || block.dispatch_action === true;
    }

    click(block, el, fields) {
        return this.on.click(block.block_id, el.action_id, fields, this.values());
    }

    suggest(block, el, typed) {
        return this.on.suggest(block.block_id, el.action_id, typed);
    }

    /** What is missing or wrong before a submission: block id -> sentence. */
    problems() {
        const found = {};
        for (const block of this.#blocks) {
            if (block.type !== 'input') continue;
            const problem = problemOf(block, this.current(block, block.element));
            if (problem) found[block.block_id] = problem;
        }
        return found;
    }

    showErrors(errors) {
        for (const node of this.node.children) {
            const line = node.querySelector(':scope > .kit-error');
            if (!line) continue;
            const text = errors[node.dataset.blockId] ?? '';
            if (line.textContent !== text) line.textContent = text;
            node.classList.toggle('wrong', text !== '');
            node.querySelector('[data-action]')?.setAttribute('aria-invalid', String(text !== ''));
        }
    }

    #focus() {
        const active = document.activeElement;
        if (!active?.dataset?.action || !this.node.contains(active)) return null;
        const { block, action } = active.dataset;
        return { active, block, action, from: active.selectionStart, to: active.selectionEnd };
    }

    #refocus(focus) {
        if (!focus || document.activeElement === focus.active) return;
        const again = [...this.node.querySelectorAll('[data-action]')].find(
            (node) => node.dataset.block === focus.block && node.dataset.action === focus.action,
        );
        again?.focus({ preventScroll: true });
        if (again && typeof focus.from === 'number' && again.setSelectionRange)
            again.setSelectionRange(focus.from, focus.to);
    }
}

const keyOf = (block, el) => `${block.block_id}/${el.action_id}`;

function elementsOf(block) {
    const all =
        block.type === 'input'
            ? [block.element]
            : block.type === 'section'
              ? [block.accessory]
              : block.elements;
    return (all ?? []).filter((el) => el?.action_id !== undefined);
}

/** Pictures come from this workspace only; others are a link, because the page loads nothing from outside. */
function picture(image, className) {
    const address = image.image_url ?? image.slack_file?.url ?? '';
    const own =
        address.startsWith('/') ||
        address.startsWith(`${location.origin}/`) ||
        address.startsWith('data:image/');
    if (own) return h('img', { src: address, alt: image.alt_text, class: className });
    return h(
        'span',
        { class: 'picture-link' },
        '🖼️ ',
        address ? link(address, image.alt_text) : image.alt_text,
    );
}

const place = (surface, block, el, more = {}) => ({
    surface,
    block,
    id: `${surface.id}-${block.block_id}-${el.action_id}`,
    ...more,
});

function section(block, surface) {
    const el = block.accessory;
    const side =
        el && (el.type === 'image' ? picture(el, 'kit-thumb') : element(el, place(surface, block, el)));
    return h(
        'div',
        { class: el ? 'kit-section with-side' : 'kit-section' },
        h(
            'div',
            { class: 'kit-section-text' },
            block.text && h('div', { class: 'kit-text' }, textObject(block.text)),
            block.fields &&
                h(
                    'div',
                    { class: 'kit-fields' },
                    block.fields.map((field) => h('div', {}, textObject(field))),
                ),
        ),
        side && h('div', { class: 'kit-side' }, side),
    );
}

function input(block, surface) {
    const el = block.element;
    const id = `${surface.id}-${block.block_id}-${el.action_id}`;
    const hint = block.hint && h('div', { class: 'kit-hint', id: `${id}-hint` }, textObject(block.hint));
    const group = el.type === 'radio_buttons' || el.type === 'checkboxes';
    const control = element(
        el,
        place(surface, block, el, {
            labelId: `${id}-label`,
            label: block.label.text,
            required: !block.optional,
            clearable: block.optional,
            describedBy: `${hint ? `${id}-hint ` : ''}${id}-error`,
        }),
    );
    const label = h(
        group ? 'div' : 'label',
        { class: 'kit-label', id: `${id}-label`, for: group ? undefined : id },
        textObject(block.label),
    );
    return h(
        'div',
        { class: 'kit-field' },
        h(
            'div',
            { class: 'kit-label-row' },
            label,
            block.optional && h('span', { class: 'kit-optional' }, ' (optional)'),
        ),
        control,
        hint,
        h('div', { class: 'kit-error', id: `${id}-error`, role: 'alert' }),
    );
}

const kBlocks = {
    section,
    input,
    header: (block) => h('h3', { class: 'kit-header' }, textObject(block.text)),
    divider: () => h('hr', { class: 'kit-divider' }),
    context: (block) =>
        h(
            'div',
            { class: 'kit-context' },
            block.elements.map((one) =>
                one.type === 'image' ? picture(one, 'kit-icon') : h('span', {}, textObject(one)),
            ),
        ),
    actions: (block, surface) =>
        h(
            'div',
            { class: 'kit-actions' },
            block.elements.map((el) => element(el, place(surface, block, el))),
        ),
    image: (block) =>
        h(
            'figure',
            {},
            block.title && h('figcaption', {}, textObject(block.title)),
            picture(block, 'kit-image'),
        ),
    rich_text: (block) => h('div', { class: 'kit-rich' }, richText(block)),
    markdown: (block) => h('div', { class: 'kit-text' }, mrkdwn(block.text)),
};

function drawBlock(block, surface) {
    const node =
        kBlocks[block.type]?.(block, surface) ??
        h('div', { class: 'unsupported' }, `This page does not show blocks of the type "${block.type}".`);
    node.dataset.blockId = block.block_id;
    return node;
}
