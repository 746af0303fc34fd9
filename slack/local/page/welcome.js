// The strip for somebody who is here for the first time: three roles, three things to try.
import { Kept, h } from './dom.js';
import { humans, page } from './state.js';

const kept = new Kept();
const kDismissed = 'deskbell.welcome-seen';

const first = (list, ...tests) => tests.map((test) => list.find(test)).find(Boolean);

/** Who and where: guessed from titles and names, because every workspace has other people. */
function cast() {
    const people = humans();
    const is = (pattern) => (one) => pattern.test(one.title ?? '');
    const agent = first(people, is(/agent/i), is(/support|desk/i)) ?? people[1];
    const manager = first(people, is(/manager/i), is(/lead|head|chief|owner/i)) ?? people[2];
    const employee = first(people, is(/employee/i), (one) => one !== agent && one !== manager) ?? people[0];
    const rooms = page.view.channels.filter((one) => !one.is_im);
    return {
        employee,
        agent,
        manager,
        help: first(
            rooms,
            (one) => !one.is_private && /help.*\bit\b/.test(one.name),
            (one) => !one.is_private && /help/.test(one.name),
            (one) => !one.is_private,
        ),
    };
}

const short = (one) => (one.real_name || one.name).split(' ')[0];

function step(who, role, text, run) {
    return h(
        'li',
        {},
        h('span', { class: 'step-text' }, h('strong', {}, `As ${short(who)}`), ` (${role}), `, text),
        h(
            'button',
            { class: 'kit-button', onclick: run },
            who.id === page.as ? 'Show me where' : `Be ${short(who)}`,
        ),
    );
}

/** `become(person)` switches; nothing is returned once the strip was dismissed. */
export function welcome(become) {
    if (localStorage.getItem(kDismissed) || humans().length < 3) return null;
    const parts = cast();
    const print = JSON.stringify([page.as, ...Object.values(parts).map((one) => one?.id)]);
    return kept.take('strip', print, () => strip(parts, become));
}

function strip({ employee, agent, manager, help }, become) {
    const isHelp = (one) => one.id === help?.id;
    const room = help ? `#${help.name}` : 'a channel';
    return h(
        'section',
        { class: 'welcome', 'aria-label': 'Welcome' },
        h(
            'div',
            { class: 'welcome-head' },
            h('h2', {}, '👋 Welcome! You are everybody here.'),
            h(
                'button',
                {
                    class: 'icon',
                    'aria-label': 'Dismiss the welcome',
                    onclick: () => {
                        localStorage.setItem(kDismissed, '1');
                        page.draw();
                    },
                },
                '✕',
            ),
        ),
        h(
            'p',
            {},
            'This workspace is on your machine and works like Slack. Choose who you are at the top left, and try:',
        ),
        h(
            'ol',
            {},
            step(
                employee,
                'employee',
                [`write in ${room}: `, h('code', {}, '/ticket My laptop does not start')],
                () => become(employee.id, isHelp),
            ),
            step(
                agent,
                'agent',
                [
                    'open the agents’ 🔒 channel, press ',
                    h('b', {}, 'Take it'),
                    ' on the new card, then ',
                    h('b', {}, 'Reply'),
                    '.',
                ],
                () => become(agent.id, (one) => one.is_private),
            ),
            step(manager, 'manager', ['type ', h('code', {}, '/desk'), ' to open the console.'], () =>
                become(manager.id, isHelp),
            ),
        ),
    );
}

export function showWelcomeAgain() {
    localStorage.removeItem(kDismissed);
    page.draw();
}
