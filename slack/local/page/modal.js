// The stack of open modals: only the top one is on screen, the ones below keep what was typed into them.
import { Surface } from './blocks.js';
import { focusable, freshId, h, sync, trapTab } from './dom.js';
import { textObject } from './mrkdwn.js';
import { closePopup } from './popup.js';
import { act, page } from './state.js';

const open = new Map(); // view id -> Modal
let top = null;
let before = null; // what had the focus before the first modal

/** One view: its frame, its blocks, and the errors under its fields. */
class Modal {
    #view = null;
    #errors = {};
    #told = '';

    constructor(id) {
        this.id = id;
        const ask = { view_id: id };
        this.surface = new Surface({
            click: (block_id, action_id, value, state) =>
                act('view_click', { ...ask, block_id, action_id, value, state }),
            suggest: (block_id, action_id, typed) => act('suggest', { ...ask, block_id, action_id, typed }),
            edited: (block_id) => this.#mend(block_id),
        });
        const titleId = freshId('title');
        this.title = h('h2', { id: titleId });
        this.footer = h('footer');
        this.body = h('div', { class: 'dialog-body' }, this.surface.node);
        this.form = h(
            'form',
            { novalidate: true, onsubmit: (event) => this.#submit(event) },
            this.body,
            this.footer,
        );
        this.box = h(
            'div',
            { class: 'dialog', role: 'dialog', 'aria-modal': 'true', tabindex: '-1' },
            h(
                'header',
                {},
                this.title,
                h(
                    'button',
                    { class: 'icon', type: 'button', 'aria-label': 'Close', onclick: () => this.close(true) },
                    '✕',
                ),
            ),
            this.form,
        );
        this.node = h('div', { class: 'veil' }, this.box);
        this.box.addEventListener('keydown', (event) => trapTab(this.box, event));
    }

    render(view) {
        this.#view = view;
        const told = `${view.hash} ${JSON.stringify(view.errors ?? {})}`;
        if (told !== this.#told) {
            this.#told = told;
            this.#errors = view.errors ?? {};
            sync(this.title, [h('span', {}, textObject(view.title))]);
            this.box.setAttribute('aria-label', view.title?.text ?? '');
            sync(this.footer, this.#buttons(view));
        }
        this.surface.render(view.blocks, this.#errors);
    }

    #buttons(view) {
        return [
            h(
                'button',
                { type: 'button', class: 'kit-button', onclick: () => this.close(false) },
                view.close?.text ?? 'Cancel',
            ),
            view.submit &&
                h('button', { type: 'submit', class: 'kit-button primary solid' }, view.submit.text),
        ];
    }

    /** Once a field is touched again, its error has done its work. */
    #mend(block_id) {
        if (!this.#errors[block_id]) return;
        const { [block_id]: gone, ...rest } = this.#errors;
        this.#show(rest);
    }

    #show(errors) {
        this.#errors = errors;
        this.surface.showErrors(errors);
    }

    async #submit(event) {
        event.preventDefault();
        if (!this.#view.submit) return;
        const problems = this.surface.problems();
        this.#show(problems);
        if (Object.keys(problems).length > 0) return this.#focusWrong();
        const button = this.footer.querySelector('[type=submit]');
        button.disabled = true;
        button.setAttribute('aria-busy', 'true');
        const answer = await act('submit', { view_id: this.id, values: this.surface.values() });
        button.disabled = false;
        button.removeAttribute('aria-busy');
        if (!answer.fields) return undefined;
        this.#show(answer.fields);
        return this.#focusWrong();
    }

    #focusWrong() {
        const field = this.body.querySelector('.wrong');
        field?.scrollIntoView({ block: 'nearest' });
        (field?.querySelector('[data-action]') ?? this.box).focus();
    }

    /** `all` closes the whole stack, as the cross does; Cancel goes back to the view below. */
    close(all) {
        closePopup();
        act('close', { view_id: this.id, cleared: all });
    }

    focusFirst() {
        const wanted = this.#view.blocks
            .flatMap((block) => [block.element, block.accessory, ...(block.elements ?? [])])
            .find((el) => el?.focus_on_load)?.action_id;
        const controls = focusable(this.body);
        const first =
            controls.find((node) => wanted && node.dataset.action === wanted) ??
            controls.find((node) => node.dataset.action);
        (first ?? this.box).focus();
    }
}

/** Draws the stack; called with every new view of the workspace. */
export function drawModals() {
    const views = page.view.views ?? [];
    const ids = new Set(views.map((view) => view.id));
    for (const id of [...open.keys()]) if (!ids.has(id)) open.delete(id);
    for (const view of views) {
        if (!open.has(view.id)) open.set(view.id, new Modal(view.id));
        open.get(view.id).render(view);
    }
    const next = views.length ? open.get(views[views.length - 1].id) : null;
    if (next === top) return;
    closePopup();
    if (!top) before = document.activeElement;
    top = next;
    document.getElementById('app').inert = Boolean(top);
    sync(document.getElementById('modals'), top ? [top.node] : []);
    if (top) top.focusFirst();
    else if (before?.isConnected) before.focus({ preventScroll: true });
}

/** Escape: goes one view back. True when there was one. */
export function escapeModal() {
    top?.close(false);
    return Boolean(top);
}

/** For another person: nobody inherits a half-filled form. */
export function forgetModals() {
    open.clear();
    top = null;
    document.getElementById('app').inert = false;
    sync(document.getElementById('modals'), []);
}
