// Files of a message: pictures in place, everything else as a row with its size and a link.
import { freshId, h, trapTab } from './dom.js';
import { page } from './state.js';

/** What browsers show as a picture; anything else is only ever downloaded. */
const kPictures = ['image/png', 'image/jpeg', 'image/gif'];

/** The workspace gives a file only to those who see a message that shows it. */
const addressOf = (file) =>
    `/files-pri/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name)}?as=${encodeURIComponent(page.as)}`;

const titleOf = (file) => file.title || file.name;

function sizeOf(file) {
    if (!file.size) return '';
    const kB = file.size / 1024;
    return kB < 1024 ? `${Math.max(1, Math.round(kB))} kB` : `${(kB / 1024).toFixed(1)} MB`;
}

export function fileCard(file) {
    return kPictures.includes(file.mimetype) && file.size > 0 ? pictureCard(file) : rowCard(file);
}

/** With its size, so that the list does not jump when it is loaded. */
const image = (file) =>
    h('img', {
        src: addressOf(file),
        alt: file.alt_txt || titleOf(file),
        width: file.original_w,
        height: file.original_h,
    });

function pictureCard(file) {
    const open = h(
        'button',
        { class: 'picture', 'aria-label': `Enlarge ${titleOf(file)}`, onclick: () => enlarge(file) },
        image(file),
    );
    return h('figure', { class: 'file-picture' }, h('figcaption', {}, titleOf(file)), open);
}

function rowCard(file) {
    const facts = [file.mimetype ?? 'file', sizeOf(file)].filter(Boolean).join(' · ');
    return h(
        'div',
        { class: 'file' },
        h('span', { 'aria-hidden': 'true' }, '📄'),
        h('span', { class: 'file-name' }, titleOf(file), h('small', {}, facts)),
        h(
            'a',
            { href: addressOf(file), download: file.name, 'aria-label': `Download ${titleOf(file)}` },
            'Download',
        ),
    );
}

/** The picture as large as the window allows, until Escape or a click beside it. */
function enlarge(file) {
    const before = document.activeElement;
    const titleId = freshId('picture');
    const close = h(
        'button',
        { class: 'icon', type: 'button', 'aria-label': 'Close', onclick: () => leave() },
        '✕',
    );
    const box = h(
        'div',
        { class: 'dialog picture-dialog', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': titleId },
        h(
            'header',
            {},
            h('h2', { id: titleId }, titleOf(file)),
            h('a', { href: addressOf(file), download: file.name }, 'Download'),
            close,
        ),
        h('div', { class: 'dialog-body' }, image(file)),
    );
    const veil = h('div', { class: 'veil over', onclick: (event) => event.target === veil && leave() }, box);
    function leave() {
        veil.remove();
        before?.focus?.();
    }
    veil.addEventListener('keydown', (event) => {
        trapTab(box, event);
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        leave();
    });
    document.getElementById('popups').append(veil);
    close.focus();
}
