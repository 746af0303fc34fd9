// A rich_text block as nodes.
import { h } from './dom.js';
import { emoji } from './emoji.js';
import { broadcast, channelMention, dateNode, link, userMention } from './mrkdwn.js';

const kStyleTags = [
    ['bold', 'strong'],
    ['italic', 'em'],
    ['strike', 's'],
    ['underline', 'u'],
    ['code', 'code'],
];

function styled(node, style = {}) {
    return kStyleTags.reduce((inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner), node);
}

function withBreaks(text) {
    return String(text ?? '')
        .split('\n')
        .flatMap((line, i) => (i ? [h('br'), line] : [line]));
}

const kPieces = {
    text: (e) => withBreaks(e.text),
    link: (e) => link(e.url ?? '', e.text || e.url),
    user: (e) => userMention(e.user_id),
    usergroup: (e) => h('span', { class: 'mention' }, `@${e.usergroup_id}`),
    channel: (e) => channelMention(e.channel_id),
    broadcast: (e) => broadcast(e.range),
    emoji: (e) =>
        h('span', { class: 'emoji', role: 'img', 'aria-label': e.name }, emoji(e.name) ?? `:${e.name}:`),
    date: (e) => dateNode(Number(e.timestamp), e.format ?? '{date} {time}'),
    color: (e) => e.value,
};

function pieces(elements = []) {
    return elements.map((e) => {
        const made = kPieces[e.type]?.(e) ?? '';
        return e.style ? styled(h('span', {}, made), e.style) : made;
    });
}

const kParts = {
    rich_text_section: (e) => h('div', {}, pieces(e.elements)),
    rich_text_quote: (e) => h('blockquote', {}, pieces(e.elements)),
    rich_text_preformatted: (e) => h('pre', {}, pieces(e.elements)),
    rich_text_list: (e) =>
        h(
            e.style === 'ordered' ? 'ol' : 'ul',
            {
                class: `indent-${Math.min(e.indent ?? 0, 8)}`,
                start: e.offset ? e.offset + 1 : undefined,
            },
            (e.elements ?? []).map((item) => h('li', {}, pieces(item.elements))),
        ),
};

export const richText = (block) => (block.elements ?? []).map((part) => kParts[part.type]?.(part) ?? '');
