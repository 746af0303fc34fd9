// The app's own place: its Home tab, which the app draws for each person, and its Messages tab.
import { Surface } from './blocks.js';
import { h, sync } from './dom.js';
import { act, app, go, page } from './state.js';

const homes = new Map(); // person -> Surface

function surfaceOf(as) {
    if (!homes.has(as)) {
        const view = () => ({ view_id: page.view.home.id });
        homes.set(
            as,
            new Surface({
                click: (block_id, action_id, value, state) =>
                    act('view_click', { ...view(), block_id, action_id, value, state }),
                suggest: (block_id, action_id, typed) =>
                    act('suggest', { ...view(), block_id, action_id, typed }),
            }),
        );
    }
    return homes.get(as);
}

/** The two tabs under the app's name. */
export function tabs() {
    const tab = (name, label) =>
        h(
            'button',
            {
                role: 'tab',
                'aria-selected': String(page.place.tab === name),
                onclick: () => go({ kind: 'app', tab: name }),
            },
            label,
        );
    return h(
        'div',
        { class: 'tabs', role: 'tablist', 'aria-label': app().name },
        tab('home', 'Home'),
        tab('messages', 'Messages'),
    );
}

const frame = h('div', { class: 'home', role: 'tabpanel', 'aria-label': 'Home', tabindex: '0' });

export function homePanel() {
    const { home } = page.view;
    if (home) sync(frame, [surfaceOf(page.as).render(home.blocks ?? [])]);
    else {
        sync(frame, [
            h(
                'div',
                { class: 'empty' },
                h('p', { class: 'big' }, '🛎️'),
                h(
                    'p',
                    {},
                    app().connected
                        ? `${app().name} is drawing this page for you…`
                        : `${app().name} is not connected, so it cannot draw its Home.`,
                ),
            ),
        ]);
    }
    return frame;
}
