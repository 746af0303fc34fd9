// Where people type. One composer per conversation and thread, kept with its draft while they look elsewhere.
import { h, sync } from './dom.js';
import { emojiNames, emojiOrName } from './emoji.js';
import { menu, popup } from './popup.js';
import { act, app, channelTitle, page } from './state.js';
import { Suggestions } from './suggestions.js';
import { toast } from './toast.js';

const kTallestPx = 220;
/** A click on a suggestion comes before the list goes. */
const kBlurMs = 150;
/** Larger ones would make the state of the workspace heavy. */
const kFileBytesMax = 262144;

const composers = new Map(); // "person/channel/thread" -> Composer

/** The composer of a conversation, or of a thread in it. */
export function composerFor(channel, threadTs) {
    const key = `${page.as}/${channel.id}/${threadTs ?? ''}`;
    if (!composers.has(key)) composers.set(key, new Composer(channel, threadTs));
    return composers.get(key);
}

class Composer {
    #channel;
    #thread;
    #files = [];

    constructor(channel, threadTs) {
        this.#channel = channel;
        this.#thread = threadTs;
        const label = threadTs ? 'Reply' : `Message ${channelTitle(channel)}`;
        this.field = h('textarea', {
            rows: 1,
            'aria-label': label,
            placeholder: threadTs ? 'Reply…' : label,
            autocomplete: 'off',
            oninput: () => this.#typed(),
            onkeydown: (event) => this.#key(event),
            onclick: () => this.#offer(),
            onblur: () => setTimeout(() => this.suggestions.close(), kBlurMs),
        });
        this.suggestions = new Suggestions(Boolean(threadTs), (one) => this.#take(one));
        this.sendButton = h(
            'button',
            {
                class: 'send',
                'aria-label': 'Send',
                title: 'Send (Enter)',
                disabled: true,
                onclick: () => this.#send(),
            },
            '➤',
        );
        const tools = [
            !threadTs && this.#tool('Shortcuts', '⚡', (node) => this.#shortcuts(node)),
            this.#tool('Emoji', '😀', (node) => this.#emoji(node)),
            this.#tool('Mention someone', '@', () => this.#insert('@')),
            !threadTs && this.#tool('Command', '/', () => this.#insert('/')),
            this.#tool('Attach a file', '📎', () => this.attach.click()),
        ];
        this.attach = h('input', {
            type: 'file',
            hidden: true,
            multiple: true,
            'aria-label': 'File',
            onchange: () => this.#attach(),
        });
        this.chips = h('div', { class: 'composer-files' });
        this.node = h(
            'div',
            { class: 'composer' },
            this.suggestions.node,
            this.attach,
            h(
                'div',
                { class: 'composer-box' },
                this.field,
                this.chips,
                h('div', { class: 'composer-tools' }, tools, h('span', { class: 'spring' }), this.sendButton),
            ),
        );
    }

    focus() {
        this.field.focus({ preventScroll: true });
    }

    #tool(label, sign, run) {
        const node = h(
            'button',
            {
                class: 'icon',
                'aria-label': label,
                title: label,
                'aria-haspopup': 'menu',
                onclick: () => run(node),
            },
            sign,
        );
        return node;
    }

    #typed() {
        this.field.style.height = 'auto';
        this.field.style.height = `${Math.min(this.field.scrollHeight, kTallestPx)}px`;
        this.#canSend();
        this.#offer();
    }

    #canSend() {
        this.sendButton.disabled = this.field.value.trim() === '' && this.#files.length === 0;
    }

    async #attach() {
        for (const file of this.attach.files) {
            if (file.size > kFileBytesMax)
                toast(`${file.name} is too large for this workspace (256 kB at most).`);
            else this.#files.push({ name: file.name, content: await file.text() });
        }
        this.attach.value = '';
        this.#showFiles(this.#files);
        this.focus();
    }

    #showFiles(files) {
        this.#files = files;
        sync(
            this.chips,
            files.map((file) =>
                h(
                    'span',
                    { class: 'kit-chip' },
                    `📄 ${file.name}`,
                    h(
                        'button',
                        {
                            'aria-label': `Remove ${file.name}`,
                            onclick: () => this.#showFiles(files.filter((one) => one !== file)),
                        },
                        '✕',
                    ),
                ),
            ),
        );
        this.#canSend();
    }

    #fill(text, caret = text.length) {
        this.field.value = text;
        this.field.setSelectionRange(caret, caret);
        this.#typed();
    }

    #insert(text) {
        const { value, selectionStart: at } = this.field;
        const gap = at > 0 && !/\s$/.test(value.slice(0, at)) && text !== '/' ? ' ' : '';
        this.focus();
        this.#fill(value.slice(0, at) + gap + text + value.slice(at), at + gap.length + text.length);
    }

    #offer() {
        this.suggestions.offer(this.field.value.slice(0, this.field.selectionStart));
    }

    #take(one) {
        const at = this.field.selectionStart;
        const start = at - one.word.length;
        this.focus();
        this.#fill(
            this.field.value.slice(0, start) + one.insert + this.field.value.slice(at),
            start + one.insert.length,
        );
    }

    #key(event) {
        if (event.isComposing || this.suggestions.key(event)) return;
        if (event.key !== 'Enter' || event.shiftKey) return;
        event.preventDefault();
        this.#send();
    }

    async #send() {
        const text = this.field.value.trim();
        if (text === '' && this.#files.length === 0) return;
        const [, command, rest] = /^(\/[a-z][a-z0-9_-]*)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
        if (command && this.#thread) {
            toast(`${command} does not work in threads. Type it in the channel.`);
            return;
        }
        const files = command ? [] : this.#files;
        this.#fill('');
        if (!command) this.#showFiles([]);
        const answer = command ? await this.#command(command, rest ?? '') : await this.#post(text, files);
        if (answer.ok) return;
        if (this.field.value === '') this.#fill(text);
        if (files.length > 0 && this.#files.length === 0) this.#showFiles(files);
    }

    #post(text, files) {
        return act('post', {
            channel: this.#channel.id,
            text,
            thread_ts: this.#thread,
            files: files.length ? files : undefined,
        });
    }

    #command(command, text) {
        if (command === '/leave') return act('leave', { channel: this.#channel.id });
        if (command !== '/invite') return act('command', { channel: this.#channel.id, command, text });
        const wanted = text.trim().replace(/^@/, '').toLowerCase();
        const found = page.view.people.find((one) =>
            [one.name, one.real_name].some((name) => name?.toLowerCase() === wanted),
        );
        if (found) return act('invite', { channel: this.#channel.id, user: found.id });
        toast(`There is nobody called "${wanted}" here.`);
        return { ok: false };
    }

    #shortcuts(anchor) {
        const items = page.view.shortcuts
            .filter((one) => one.type === 'global')
            .map((one) => ({
                label: one.name,
                hint: `${app().name} · ${one.description ?? ''}`,
                run: () => act('shortcut', { callback_id: one.callback_id }),
            }));
        menu(anchor, items.length ? items : [{ title: 'The app has no shortcuts' }], { label: 'Shortcuts' });
    }

    #emoji(anchor) {
        const grid = h(
            'div',
            { class: 'emoji-grid', role: 'group', 'aria-label': 'Emoji' },
            emojiNames().map((name) =>
                h(
                    'button',
                    {
                        'aria-label': name,
                        title: `:${name}:`,
                        onclick: () => {
                            close();
                            this.#insert(`:${name}: `);
                        },
                    },
                    emojiOrName(name),
                ),
            ),
        );
        const close = popup(anchor, grid);
        grid.firstChild.focus();
    }
}
