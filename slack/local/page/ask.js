// The page's own small form, for a new channel. It looks like a modal, but no app is asked.
import { freshId, h, trapTab } from './dom.js';
import { act, go, page } from './state.js';

export function askChannel() {
    const id = freshId('channel');
    const before = document.activeElement;
    const name = h('input', {
        class: 'kit-input',
        id,
        type: 'text',
        maxlength: 80,
        autocomplete: 'off',
        placeholder: 'e.g. hr-help',
    });
    const hidden = h('input', { type: 'checkbox', id: `${id}-private` });
    const error = h('div', { class: 'kit-error', role: 'alert' });
    const done = () => {
        veil.remove();
        before?.focus?.();
    };
    const create = async (event) => {
        event.preventDefault();
        const wanted = name.value.trim().replace(/^#/, '').toLowerCase().replaceAll(' ', '-');
        if (!/^[\p{L}\p{N}_-]+$/u.test(wanted)) {
            error.textContent = 'A name has letters, digits, - and _ only.';
            return;
        }
        const answer = await act('create_channel', { name: wanted, private: hidden.checked });
        if (!answer.ok) return;
        done();
        const made = page.view.channels.find((one) => one.name === wanted && !one.is_im);
        if (made) go({ kind: 'channel', id: made.id });
    };
    const box = h(
        'div',
        { class: 'dialog small', role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Create a channel' },
        h('header', {}, h('h2', {}, 'Create a channel')),
        h(
            'form',
            { novalidate: true, onsubmit: create },
            h(
                'div',
                { class: 'dialog-body' },
                h(
                    'div',
                    { class: 'kit-field' },
                    h('label', { class: 'kit-label', for: id }, 'Name'),
                    name,
                    error,
                ),
                h(
                    'div',
                    { class: 'kit-choice' },
                    hidden,
                    h(
                        'label',
                        { for: `${id}-private` },
                        'Private',
                        h('small', {}, 'Only invited people see it. Agents work in private channels.'),
                    ),
                ),
            ),
            h(
                'footer',
                {},
                h('button', { class: 'kit-button', type: 'button', onclick: done }, 'Cancel'),
                h('button', { class: 'kit-button primary solid', type: 'submit' }, 'Create'),
            ),
        ),
    );
    const veil = h('div', { class: 'veil' }, box);
    box.addEventListener('keydown', (event) => {
        trapTab(box, event);
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        done();
    });
    document.getElementById('popups').append(veil);
    name.focus();
}
