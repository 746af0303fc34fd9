// A line at the bottom of the page that goes away by itself.
import { h } from './dom.js';

const kShownMs = 8000;
const kToastsMax = 4;

export function toast(text) {
    const shelf = document.getElementById('toasts');
    const remove = () => node.remove();
    const close = h('button', { class: 'icon', 'aria-label': 'Dismiss', onclick: remove }, '✕');
    const node = h('div', { class: 'toast' }, h('span', {}, text), close);
    for (const old of shelf.children) if (old.firstChild.textContent === text) old.remove();
    shelf.append(node);
    while (shelf.children.length > kToastsMax) shelf.firstChild.remove();
    setTimeout(() => node.remove(), kShownMs);
}
