// What opens over the page for a moment: menus, option lists, and the question before a dangerous button.
import { focusable, freshId, h, trapTab } from './dom.js';
import { textObject } from './mrkdwn.js';

const kMargin = 8;
let open = null;

/** Below the anchor, or above it where there is more room; never outside of the window. */
function place(box, anchor, align, wide) {
    if (!anchor.isConnected) return;
    const around = anchor.getBoundingClientRect();
    if (wide) box.style.minWidth = `${around.width}px`;
    const size = box.getBoundingClientRect();
    const left = align === 'right' ? around.right - size.width : around.left;
    const below = around.bottom + 4;
    const top =
        below + size.height > innerHeight - kMargin ? Math.max(kMargin, around.top - size.height - 4) : below;
    box.style.left = `${Math.max(kMargin, Math.min(left, innerWidth - size.width - kMargin))}px`;
    box.style.top = `${top}px`;
}

/** Shows `node` next to `anchor` until something else is clicked. Returns a function that closes it. */
export function popup(anchor, node, { onClose = () => {}, align = 'left', wide = false } = {}) {
    closePopup();
    const box = h('div', { class: 'popup' }, node);
    document.getElementById('popups').append(box);
    place(box, anchor, align, wide);
    // Options may come later than the box: it is put in place again when it grows.
    const grown = new ResizeObserver(() => place(box, anchor, align, wide));
    grown.observe(box);
    const mine = { box, anchor, onClose, grown };
    open = mine;
    anchor.setAttribute('aria-expanded', 'true');
    return () => {
        if (open === mine) closePopup();
    };
}

/** Closes what is open; true when there was something. */
export function closePopup() {
    if (!open) return false;
    const { box, anchor, onClose, grown } = open;
    const hadFocus = box.contains(document.activeElement);
    open = null;
    grown.disconnect();
    box.remove();
    anchor.setAttribute('aria-expanded', 'false');
    if (hadFocus && anchor.isConnected) anchor.focus();
    onClose();
    return true;
}

document.addEventListener(
    'pointerdown',
    (event) => {
        if (open && !open.box.contains(event.target) && !open.anchor.contains(event.target)) closePopup();
    },
    true,
);

/** Up, down, Home and End between the items of a menu. */
function walk(event, items) {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
}

/**
 * A menu of {label, hint?, icon?, danger?, href?, checked?, run} and {title}; the same button closes it
 * again.
 */
export function menu(anchor, items, { align = 'left', label = '' } = {}) {
    if (open?.anchor === anchor) return closePopup();
    const rows = items.map((item) => {
        if (item.title) return h('div', { class: 'menu-title', role: 'presentation' }, item.title);
        const choose = (event) => {
            if (item.href && (event.metaKey || event.ctrlKey)) return;
            event.preventDefault();
            closePopup();
            item.run();
        };
        return h(
            item.href ? 'a' : 'button',
            {
                role: item.checked === undefined ? 'menuitem' : 'menuitemradio',
                class: item.danger ? 'danger' : '',
                'aria-checked': item.checked === undefined ? undefined : String(item.checked),
                href: item.href,
                'aria-label': item.label,
                onclick: choose,
            },
            item.icon,
            h(
                'span',
                { class: 'menu-text' },
                h('span', {}, item.label),
                item.hint && h('small', {}, item.hint),
            ),
        );
    });
    const list = h('div', { role: 'menu', class: 'menu', 'aria-label': label || undefined }, rows);
    list.addEventListener('keydown', (event) => walk(event, focusable(list)));
    popup(anchor, list, { align });
    focusable(list)[0]?.focus();
    return true;
}

/**
 * Asks before something that cannot be taken back. `question` is a Block Kit confirm object; resolves to
 * yes or no.
 */
export function confirmed(question) {
    if (!question) return Promise.resolve(true);
    closePopup();
    return new Promise((resolve) => {
        const before = document.activeElement;
        const answer = (yes) => {
            veil.remove();
            before?.focus?.();
            resolve(yes);
        };
        const titleId = freshId('confirm');
        const yes = h(
            'button',
            {
                class: question.style === 'danger' ? 'kit-button danger solid' : 'kit-button primary',
                onclick: () => answer(true),
            },
            question.confirm?.text ?? 'Yes',
        );
        const box = h(
            'div',
            { class: 'dialog small', role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': titleId },
            h('header', {}, h('h2', { id: titleId }, question.title?.text ?? 'Are you sure?')),
            h('div', { class: 'dialog-body' }, textObject(question.text)),
            h(
                'footer',
                {},
                h(
                    'button',
                    { class: 'kit-button', onclick: () => answer(false) },
                    question.deny?.text ?? 'Cancel',
                ),
                yes,
            ),
        );
        const veil = h('div', { class: 'veil over' }, box);
        veil.addEventListener('keydown', (event) => {
            trapTab(box, event);
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            answer(false);
        });
        document.getElementById('popups').append(veil);
        yes.focus();
    });
}
