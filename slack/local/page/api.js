// The two requests and the one socket between this page and the workspace.

const kFirstWaitMs = 500;
const kLongestWaitMs = 10000;

/**
 * Everything that `as` may see now. "" lets the workspace choose the person. Throws when it is not
 * reachable.
 */
export async function fetchView(as) {
    const answer = await fetch(`/_local/view?as=${encodeURIComponent(as)}`, { cache: 'no-store' });
    const view = await answer.json();
    if (answer.ok && view.me) return view;
    const problem = new Error(view.shown ?? view.error ?? `The workspace answered ${answer.status}.`);
    problem.unknownPerson = answer.status < 500;
    throw problem;
}

/** Does something as a person. Never throws: {ok, error?, shown?, fields?, ...}. */
export async function sendAct(as, kind, fields) {
    try {
        const answer = await fetch('/_local/act', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ as, do: kind, ...fields }),
        });
        return await answer.json();
    } catch {
        return { ok: false, error: 'unreachable' };
    }
}

/**
 * A socket that comes back by itself with growing pauses. `on` has changed(version), toast(text), up(),
 * down().
 */
export function live(as, on) {
    let socket = null;
    let wait = kFirstWaitMs;
    let timer = 0;
    let over = false;

    function open() {
        const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
        socket = new WebSocket(`${scheme}://${location.host}/_local/live?as=${encodeURIComponent(as)}`);
        socket.onopen = () => {
            wait = kFirstWaitMs;
            on.up();
        };
        socket.onmessage = (event) => {
            const message = JSON.parse(event.data);
            if (message.type === 'changed') on.changed(message.version);
            if (message.type === 'toast') on.toast(message.text);
        };
        socket.onclose = () => {
            if (over) return;
            on.down();
            timer = setTimeout(open, wait);
            wait = Math.min(wait * 2, kLongestWaitMs);
        };
    }

    open();
    return {
        close() {
            over = true;
            clearTimeout(timer);
            socket.close();
        },
    };
}
