// Starts the page, keeps it in step with the workspace, and lets one person become another.
import { live } from './api.js';
import { drawMain, drawThread, focusComposer, forgetMessages } from './main.js';
import { drawModals, escapeModal, forgetModals } from './modal.js';
import { insideTarget } from './mrkdwn.js';
import { closePopup } from './popup.js';
import { drawSidebar } from './sidebar.js';
import { channel, closeThread, go, markRead, page, refresh, settled } from './state.js';
import { fillTokens, useZone } from './time.js';
import { toast } from './toast.js';
import { drawTop, labelOf, setConnected } from './top.js';
import { welcome } from './welcome.js';

const kClockTickMs = 30000;
const kLastPerson = 'deskbell.person';

let socket = null;
let drawnFor = '';
let wish = null; // which channel to show first to the next person

/** Which place the address names: "#C1", "#C1/<thread ts>", "#app-home", "#app-messages". */
function placeInAddress() {
    const [spot, ts] = decodeURIComponent(location.hash.slice(1)).split('/');
    const tab = /^app-(home|messages)$/.exec(spot)?.[1];
    if (tab) return { place: { kind: 'app', tab }, thread: null };
    if (!channel(spot)) return null;
    return { place: { kind: 'channel', id: spot }, thread: ts ? { channel: spot, ts } : null };
}

function firstPlace() {
    const mine = page.view.channels.filter((one) => one.is_member && !one.is_im);
    const first = mine.find((one) => wish?.(one)) ?? mine[0];
    wish = null;
    return { place: first ? { kind: 'channel', id: first.id } : { kind: 'app', tab: 'home' }, thread: null };
}

/** A place that this person can see; somebody else's private channel is not one. */
function settlePlace() {
    const gone = page.place?.kind === 'channel' && !channel(page.place.id);
    if (page.place && !gone) return;
    const linked = location.pathname.startsWith('/archives/') && insideTarget(location.href);
    if (linked) {
        Object.assign(page, firstPlace());
        linked();
        return;
    }
    Object.assign(page, placeInAddress() ?? firstPlace());
    if (page.place.kind === 'app') go(page.place, page.thread);
}

function draw() {
    if (!page.view) return;
    const { me, workspace } = page.view;
    useZone(me.tz, me.tz_offset);
    const print = `${me.id}/${me.tz}/${JSON.stringify(page.view.people)}`;
    if (print !== drawnFor) forgetMessages();
    drawnFor = print;
    settlePlace();
    document.title = `${labelOf(me)} · ${workspace.name}`;
    drawTop(become);
    drawSidebar();
    drawMain(welcome(become));
    drawThread();
    drawModals();
}

/**
 * Takes another person's place. Drafts and half-filled forms stay with the one who wrote them.
 * `wanted` tells of a channel whether it is the one to show then; without it the present one stays.
 */
function become(id, wanted = null) {
    wish = wanted;
    if (id === page.as) {
        if (wanted) go(firstPlace().place);
        return;
    }
    socket?.close();
    closePopup();
    forgetModals();
    const place = page.place;
    Object.assign(page, { as: id, view: null, thread: null, editing: null, marked: null, place: null });
    localStorage.setItem(kLastPerson, id);
    const stays = !wanted && place?.kind === 'channel';
    history.pushState(null, '', `/?as=${id}${stays ? `#${place.id}` : ''}`);
    connect();
}

async function connect() {
    await refresh();
    if (!page.view) await settled();
    if (!page.view) return void setTimeout(connect, 2000);
    localStorage.setItem(kLastPerson, page.as);
    if (new URLSearchParams(location.search).get('as') !== page.as)
        history.replaceState(null, '', `${location.pathname}?as=${page.as}${location.hash}`);
    focusComposer();
    socket?.close();
    socket = live(page.as, {
        changed: (version) => {
            if (version !== page.view?.version) refresh();
        },
        toast,
        up: () => {
            setConnected(true);
            refresh();
        },
        down: () => {
            setConnected(false);
            drawTop(become);
        },
    });
}

document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (closePopup() || escapeModal()) return;
    if (page.thread) closeThread();
    else document.body.classList.remove('menu-open');
});

// Mentions are links without an address: Enter follows them as a click does.
document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches?.('.mention[tabindex]')) event.target.click();
});

window.addEventListener('popstate', () => {
    const as = new URLSearchParams(location.search).get('as');
    if (as && as !== page.as) return location.reload();
    Object.assign(page, placeInAddress() ?? { place: null });
    draw();
    return undefined;
});

document.addEventListener('visibilitychange', markRead);
document.getElementById('scrim').addEventListener('click', () => document.body.classList.remove('menu-open'));

setInterval(() => {
    for (const node of document.querySelectorAll('time[data-pattern]')) {
        const text = fillTokens(node.dataset.pattern, Number(node.dataset.epoch));
        if (node.textContent !== text) node.textContent = text;
    }
}, kClockTickMs);

page.draw = draw;
page.as = new URLSearchParams(location.search).get('as') ?? localStorage.getItem(kLastPerson) ?? '';
drawTop(become);
connect();
