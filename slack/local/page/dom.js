// The page without a framework. Data reaches the document as text nodes and attributes only, never as markup.

/** An element: h('button', {class: 'x', onclick: f, 'aria-label': 'y'}, 'text', node, [nodes]). */
export function h(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value === undefined || value === null || value === false) continue;
        if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
        else if (name === 'value' || name === 'checked') node[name] = value;
        else node.setAttribute(name, value === true ? '' : String(value));
    }
    node.append(
        ...children
            .flat(Infinity)
            .filter((child) => child !== null && child !== undefined && child !== false),
    );
    return node;
}

/**
 * Makes `nodes` the children of `parent` and moves only what is out of place: what stays keeps focus and
 * scroll.
 */
export function sync(parent, nodes) {
    const wanted = nodes.filter(Boolean);
    const stays = new Set(wanted);
    for (const child of [...parent.childNodes]) if (!stays.has(child)) child.remove();
    wanted.forEach((node, i) => {
        if (parent.childNodes[i] !== node) parent.insertBefore(node, parent.childNodes[i] ?? null);
    });
}

/**
 * Nodes by key, made again only when their fingerprint changes: a live update leaves everything else alone.
 */
export class Kept {
    #nodes = new Map();
    #seen = new Set();

    take(key, print, make) {
        this.#seen.add(key);
        const old = this.#nodes.get(key);
        if (old && old.print === print) return old.node;
        const node = make();
        this.#nodes.set(key, { print, node });
        return node;
    }

    /** Forgets what was not taken since the last call. */
    sweep() {
        for (const key of this.#nodes.keys()) if (!this.#seen.has(key)) this.#nodes.delete(key);
        this.#seen.clear();
    }

    clear() {
        this.#nodes.clear();
        this.#seen.clear();
    }
}

let serial = 0;
/** An id that no other element of the page has. */
export const freshId = (prefix) => `${prefix}-${++serial}`;

const kFocusable =
    'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex="0"]';
export const focusable = (root) =>
    [...root.querySelectorAll(kFocusable)].filter((node) => node.offsetParent !== null);

/** Keeps Tab inside `root`, as a dialog must. */
export function trapTab(root, event) {
    if (event.key !== 'Tab') return;
    const stops = focusable(root);
    if (stops.length === 0) return;
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    const outside = !root.contains(document.activeElement) || document.activeElement === root;
    if (document.activeElement !== edge && !outside) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
}
