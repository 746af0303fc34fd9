// The bar above everything: which workspace, whether it is alive, and who one is.
import { Kept, h, sync } from './dom.js';
import { avatar } from './faces.js';
import { menu } from './popup.js';
import { app, humans, page } from './state.js';
import { showWelcomeAgain } from './welcome.js';

const kept = new Kept();
let connected = true;

export const labelOf = (one) => `${one.real_name || one.name}${one.title ? ` – ${one.title}` : ''}${
    one.is_deleted ? ' (deactivated)' : ''}`;
const faceOf = (one) => avatar({ id: one.id, name: one.real_name || one.name, color: one.color }, 'face');

function switcher(become) {
    const me = humans().find((one) => one.id === page.as) ?? page.view.me;
    const items = [
        { title: 'Be somebody else (Ctrl-click: in a second tab)' },
        ...humans().map((one) => ({
            label: labelOf(one),
            icon: faceOf(one),
            checked: one.id === page.as,
            href: `?as=${one.id}`,
            run: () => become(one.id),
        })),
    ];
    const node = h(
        'button',
        {
            class: 'who',
            'aria-label': `You are: ${labelOf(me)}`,
            'aria-haspopup': 'menu',
            'aria-expanded': 'false',
            onclick: () => menu(node, items, { label: 'Who you are' }),
        },
        faceOf(me),
        h('span', { class: 'who-text' }, h('span', { class: 'who-prefix' }, 'You are: '), labelOf(me)),
        h('span', { class: 'chevron', 'aria-hidden': 'true' }),
    );
    return node;
}

function state() {
    if (!connected) return h('span', { class: 'pill warn', role: 'status' }, 'Reconnecting…');
    if (app().connected)
        return h(
            'span',
            { class: 'pill', title: 'The app answers' },
            h('i', { class: 'dot on' }),
            `${app().name} is connected`,
        );
    return h(
        'span',
        { class: 'pill warn', title: `Start a bot with SLACK_API_URL=${location.origin}/api/` },
        h('i', { class: 'dot' }),
        `${app().name} is not connected`,
    );
}

export function drawTop(become) {
    const bar = document.getElementById('top');
    if (!page.view) return sync(bar, [h('span', { class: 'workspace' }, 'Connecting…')]);
    const print = JSON.stringify([page.as, connected, page.view.workspace, humans()]);
    sync(
        bar,
        kept.take('bar', print, () => [
            h(
                'button',
                {
                    class: 'icon hamburger',
                    'aria-label': 'Channels',
                    onclick: () => document.body.classList.toggle('menu-open'),
                },
                '☰',
            ),
            h('span', { class: 'workspace' }, page.view.workspace.name),
            switcher(become),
            h('span', { class: 'spring' }),
            state(),
            h(
                'button',
                {
                    class: 'icon help',
                    'aria-label': 'What can I try?',
                    title: 'What can I try?',
                    onclick: showWelcomeAgain,
                },
                '?',
            ),
        ]),
    );
    return undefined;
}

/** Whether the socket is up. */
export function setConnected(up) {
    connected = up;
}
