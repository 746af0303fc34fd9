// Slack's mrkdwn as nodes. <…> tokens are split off first, entities are decoded once and last.
import { emoji } from './emoji.js';
import { h } from './dom.js';
import { fillTokens, fullDate, isoDate } from './time.js';
import { app, channel, go, nameOf, openDirect, page } from './state.js';
import { toast } from './toast.js';

/** "&lt;" and its two siblings become characters, once. */
export const decoded = (text) =>
    text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>' })[name]);

const kSafeAddress = /^(https?:|mailto:|tel:)/i;
const kArchive = /^\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/;

/**
 * A link; one into this workspace moves within the page. Addresses of other kinds than web and mail stay
 * text.
 */
export function link(address, ...label) {
    const inside = insideTarget(address);
    if (!inside && !kSafeAddress.test(address)) return h('span', {}, ...label);
    const node = h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, ...label);
    if (inside) {
        node.addEventListener('click', (event) => {
            event.preventDefault();
            inside();
        });
    }
    return node;
}

/** What to do for a permalink or a slack:// address of this workspace, or nothing. */
export function insideTarget(address) {
    if (!URL.canParse(address, location.origin)) return undefined;
    const url = new URL(address, location.origin);
    if (url.protocol === 'slack:') return deepTarget(address);
    const archive = kArchive.exec(url.pathname);
    if (!archive || (url.host !== location.host && !/(^|\.)slack\.com$/.test(url.host))) return undefined;
    const [, id, seconds, micros] = archive;
    return () => showMessage(id, seconds && `${seconds}.${micros}`, url.searchParams.get('thread_ts'));
}

function deepTarget(address) {
    const [, kind, query] = /^slack:\/\/(app|user|channel)\?(.*)$/.exec(address) ?? [];
    const asked = new URLSearchParams(query);
    return {
        app: () => go({ kind: 'app', tab: asked.get('tab') === 'messages' ? 'messages' : 'home' }),
        user: () => openDirect(asked.get('id')),
        channel: () => showMessage(asked.get('id')),
    }[kind];
}

function showMessage(id, ts, threadTs) {
    const where = channel(id);
    if (!where) {
        toast(`${nameOf(page.view.me.id)} cannot see that conversation.`);
        return;
    }
    page.marked = ts ? { channel: id, ts } : null;
    const root = threadTs ?? where.messages.find((one) => one.ts === ts)?.thread_ts;
    const place = where.user === app().user_id ? { kind: 'app', tab: 'messages' } : { kind: 'channel', id };
    go(place, root && (root !== ts || threadTs) ? { channel: id, ts: root } : null);
}

export function userMention(id, label) {
    const own = id === page.view.me.id;
    return h(
        'span',
        {
            class: own ? 'mention own' : 'mention',
            role: 'link',
            tabindex: '0',
            onclick: () => openDirect(id),
        },
        `@${label || nameOf(id)}`,
    );
}

export function channelMention(id, label) {
    const one = channel(id);
    const name = one?.name || label || (one ? id : 'private-channel');
    return h(
        'span',
        { class: 'mention', role: 'link', tabindex: '0', onclick: () => showMessage(id) },
        `#${name}`,
    );
}

export const broadcast = (name) => h('span', { class: 'mention own' }, `@${name}`);

/** A date that keeps itself right: app.js writes it again each minute ("today" becomes "yesterday"). */
export function dateNode(epoch, pattern) {
    return h(
        'time',
        { datetime: isoDate(epoch), title: fullDate(epoch), 'data-epoch': epoch, 'data-pattern': pattern },
        fillTokens(pattern, epoch),
    );
}

function date(body, fallback) {
    const [, epoch, pattern, address] = body.split('^');
    const seconds = Number(epoch);
    if (!Number.isFinite(seconds) || !pattern) return fallback ?? '';
    const node = dateNode(seconds, decoded(pattern));
    return address ? link(decoded(address), node) : node;
}

/** What stands between < and >. */
function token(body) {
    const bar = body.indexOf('|');
    const head = bar < 0 ? body : body.slice(0, bar);
    const label = bar < 0 ? '' : decoded(body.slice(bar + 1));
    if (/^@[UW]/.test(head)) return userMention(head.slice(1), shownName(head.slice(1), label));
    if (/^#[CGD]/.test(head)) return channelMention(head.slice(1), label);
    if (head.startsWith('!date^')) return date(head, label);
    if (head.startsWith('!subteam^')) return h('span', { class: 'mention' }, label || `@${head.slice(9)}`);
    if (head.startsWith('!')) return broadcast(head.slice(1));
    return link(decoded(head), ...(label ? withEmoji(label) : [decoded(head)]));
}

// The real name wins over the handle that a typed mention carries.
const shownName = (id, label) => (nameOf(id) === id ? label : nameOf(id));

/** Text nodes with :names: as pictures. */
export function withEmoji(text) {
    const parts = text.split(/(:[a-z0-9_+-]+(?:::skin-tone-\d)?:)/);
    return parts
        .filter((part) => part !== '')
        .map((part) => {
            const picture = part.length > 2 && part.startsWith(':') ? emoji(part.slice(1, -1)) : undefined;
            return picture
                ? h(
                      'span',
                      { class: 'emoji', role: 'img', 'aria-label': part.slice(1, -1), title: part },
                      picture,
                  )
                : part;
        });
}

const kStyles = { '*': 'strong', _: 'em', '~': 's' };
const kWordBefore = /[\p{L}\p{N}]$/u;
// In this order: tokens, code, styles, bare addresses, line ends.
const kInline = new RegExp(
    [
        '<([^<>\\n]+)>',
        '`([^`\\n]+)`',
        '([*_~])(?=\\S)([^\\n]*?\\S)\\3(?![\\p{L}\\p{N}])',
        '(https?://[^\\s<>|]*[^\\s<>|.,;:!?)\'"\\]])',
        '\\n',
    ].join('|'),
    'gu',
);

/** One stretch of text without blocks of code or quotes. */
function inline(text) {
    const nodes = [];
    let from = 0;
    kInline.lastIndex = 0;
    for (let match = kInline.exec(text); match; match = kInline.exec(text)) {
        const [whole, inside, code, mark, styled, address] = match;
        if (mark && kWordBefore.test(text.slice(Math.max(0, match.index - 2), match.index))) {
            kInline.lastIndex = match.index + 1;
            continue;
        }
        const resume = kInline.lastIndex;
        nodes.push(...withEmoji(decoded(text.slice(from, match.index))));
        if (inside !== undefined) nodes.push(token(inside));
        else if (code !== undefined) nodes.push(h('code', {}, decoded(code)));
        else if (mark) nodes.push(h(kStyles[mark], {}, inline(styled)));
        else if (address) nodes.push(link(decoded(address), decoded(address)));
        else nodes.push(h('br'));
        from = match.index + whole.length;
        kInline.lastIndex = resume;
    }
    nodes.push(...withEmoji(decoded(text.slice(from))));
    return nodes;
}

const kQuote = /^(>|&gt;) ?/;

/** Lines, with runs of "> …" gathered into quotes. */
function lines(text) {
    const nodes = [];
    let run = [];
    let quoted = false;
    const flush = () => {
        if (run.length > 0)
            nodes.push(
                quoted ? h('blockquote', {}, inline(run.join('\n'))) : h('span', {}, inline(run.join('\n'))),
            );
        run = [];
    };
    for (const line of text.split('\n')) {
        if (kQuote.test(line) !== quoted) {
            flush();
            quoted = !quoted;
        }
        run.push(quoted ? line.replace(kQuote, '') : line);
    }
    flush();
    return nodes;
}

/** The nodes of a mrkdwn text. */
export function mrkdwn(text) {
    return String(text ?? '')
        .split(/\n?```\n?([\s\S]*?)\n?```\n?/)
        .flatMap((part, i) => {
            if (part === '') return [];
            return i % 2 ? [h('pre', {}, decoded(part))] : lines(part);
        });
}

/** A Block Kit text object. */
export function textObject(object) {
    if (!object) return [];
    if (object.type === 'mrkdwn') return mrkdwn(object.text);
    const rows = String(object.text ?? '').split('\n');
    return rows.flatMap((row, i) => [
        ...(i ? [h('br')] : []),
        ...(object.emoji === false ? [row] : withEmoji(row)),
    ]);
}

/** What the author typed, for the edit box: mentions as @name, entities as characters. */
export function asTyped(text) {
    const named = text.replace(/<([^<>\n]+)>/g, (_, body) => {
        const [head, label] = body.split('|');
        if (/^@[UW]/.test(head))
            return `@${page.view.people.find((one) => one.id === head.slice(1))?.name ?? head.slice(1)}`;
        if (head.startsWith('#')) return `#${channel(head.slice(1))?.name ?? label ?? ''}`;
        if (head.startsWith('!')) return `@${head.slice(1)}`;
        return head;
    });
    return decoded(named);
}
