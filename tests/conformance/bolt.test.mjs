// Bolt for JavaScript, as its makers publish it, against `deskbell workspace`. Only slackApiUrl differs from a real app.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import test, { after, before } from 'node:test';
import bolt from '@slack/bolt';
import { Workspace, kDeadlineMs, until } from './programs.mjs';

const ana = 'U0ANA';
const ben = 'U0BEN';
const help = 'C0HELPIT';

let workspace;
let app;
const heard = new EventEmitter(); // what the app's listeners saw, by name
const connections = [];

before(async () => {
    workspace = await Workspace.start();
    app = new bolt.App({
        token: 'xoxb-conformance',
        appToken: 'xapp-conformance',
        socketMode: true,
        logLevel: bolt.LogLevel.ERROR,
        clientOptions: { slackApiUrl: workspace.apiUrl },
    });
    listen(app);
    app.receiver.client.on('connected', () => connections.push(Date.now()));
    await app.start();
});

after(async () => {
    await app?.stop();
    await workspace?.stop();
});

const plain = text => ({ type: 'plain_text', text });
const input = (block, label, element) => ({ type: 'input', block_id: block, label: plain(label), element });

// The app under test: a listener of each kind that Bolt has for what Deskbell uses.
function listen(app) {
    app.command('/hello', async ({ ack, command }) => {
        await ack(`Hello <@${command.user_id}>: ${command.text}`);
    });
    app.command('/later', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'through the response_url', response_type: 'ephemeral' });
    });
    app.shortcut('ticket_new', async ({ ack, shortcut, client }) => {
        await ack();
        const { view } = await client.views.open({
            trigger_id: shortcut.trigger_id,
            view: {
                type: 'modal',
                callback_id: 'form',
                title: plain('Form'),
                submit: plain('Send'),
                close: plain('Cancel'),
                blocks: [
                    input('title', 'Title', { type: 'plain_text_input', action_id: 'value' }),
                    input('who', 'Who', { type: 'external_select', action_id: 'pick', min_query_length: 0 }),
                ],
            },
        });
        heard.emit('opened', view);
    });
    app.options({ action_id: 'pick' }, async ({ ack, payload }) => {
        await ack({
            options: ['anchor', 'apple'].map(value => ({ text: plain(`${payload.value}: ${value}`), value })),
        });
    });
    app.view('form', async ({ ack, view }) => {
        const title = view.state.values.title.value.value;
        if (title.length < 4)
            return ack({ response_action: 'errors', errors: { title: 'Say a little more.' } });
        await ack();
        heard.emit('submitted', view);
    });
    app.message('button please', async ({ message, say }) => {
        await say({
            text: 'A button',
            thread_ts: message.ts,
            blocks: [
                {
                    type: 'actions',
                    block_id: 'row',
                    elements: [{ type: 'button', action_id: 'press', text: plain('Press'), value: '42' }],
                },
            ],
        });
    });
    app.action('press', async ({ ack, action, body, client }) => {
        await ack();
        await client.chat.update({
            channel: body.channel.id,
            ts: body.message.ts,
            text: `Pressed ${action.value}`,
            blocks: [],
        });
    });
    app.event('reaction_added', async ({ event }) => heard.emit('reaction', event));
    app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({
            user_id: event.user,
            view: { type: 'home', blocks: [{ type: 'section', text: plain('Welcome home') }] },
        });
        heard.emit('home', event);
    });
    app.message(/^remember/, async ({ message, body }) => heard.emit('remembered', { message, body }));
}

// The value that the app emits under `name` while `work` goes on.
async function hears(name, work) {
    const [[value]] = await Promise.all([
        once(heard, name, { signal: AbortSignal.timeout(kDeadlineMs) }),
        work(),
    ]);
    return value;
}

const messagesOf = async channel =>
    (await workspace.state()).channels.find(one => one.id === channel).messages;
const modalOf = async user => (await workspace.view(user)).views.at(-1);

test('Bolt connects: apps.connections.open, auth.test, hello', async () => {
    assert.equal(connections.length, 1);
    const me = await app.client.auth.test();
    assert.match(me.user_id, /^U/);
    assert.match(me.bot_id, /^B/);
});

test('a slash command is answered in its ack, for the person alone', async () => {
    await workspace.does(ana, 'command', { channel: help, command: '/hello', text: 'world' });
    const shown = (await workspace.view(ana)).channels
        .find(one => one.id === help)
        .messages.map(one => one.text);
    assert.ok(shown.includes(`Hello <@${ana}>: world`), JSON.stringify(shown));
    assert.ok(!(await messagesOf(help)).some(one => one.text?.includes('world')));
});

test('a response_url posts later', async () => {
    await workspace.does(ana, 'command', { channel: help, command: '/later', text: '' });
    await until('the late answer', async () =>
        (await workspace.view(ana)).channels
            .find(one => one.id === help)
            .messages.some(one => one.text === 'through the response_url'),
    );
});

test('a shortcut opens a modal; a submission is refused at its field, then accepted', async () => {
    const opened = await hears('opened', () =>
        workspace.does(ana, 'shortcut', { callback_id: 'ticket_new' }),
    );
    assert.match(opened.id, /^V/);
    assert.ok(opened.hash);

    const suggested = await workspace.does(ana, 'suggest', {
        view_id: opened.id,
        block_id: 'who',
        action_id: 'pick',
        typed: 'a',
    });
    assert.deepEqual(
        suggested.options.map(one => one.value),
        ['anchor', 'apple'],
    );
    assert.equal(suggested.options[0].text.text, 'a: anchor');

    const values = title => ({
        title: { value: { type: 'plain_text_input', value: title } },
        who: { pick: { type: 'external_select', selected_option: suggested.options[1] } },
    });
    const refused = await workspace.act(ana, 'submit', { view_id: opened.id, values: values('no') });
    assert.equal(refused.ok, false);
    assert.deepEqual(refused.fields, { title: 'Say a little more.' });
    assert.equal((await modalOf(ana)).id, opened.id);

    const view = await hears('submitted', () =>
        workspace.does(ana, 'submit', { view_id: opened.id, values: values('A printer') }),
    );
    assert.equal(view.state.values.title.value.value, 'A printer');
    assert.equal(view.state.values.who.pick.selected_option.value, 'apple');
    assert.equal(await modalOf(ana), undefined);
});

test('a message is heard, answered in its thread, and its button changes it', async () => {
    const { ts } = await workspace.does(ana, 'post', { channel: help, text: 'button please' });
    const posted = await until('the button', async () =>
        (await messagesOf(help)).find(one => one.text === 'A button'),
    );
    assert.equal(posted.thread_ts, ts);
    await workspace.does(ben, 'click', {
        channel: help,
        ts: posted.ts,
        block_id: 'row',
        action_id: 'press',
        value: { value: '42' },
    });
    const changed = await until('the change', async () =>
        (await messagesOf(help)).find(one => one.text === 'Pressed 42'),
    );
    assert.equal(changed.ts, posted.ts);
});

test('a reaction is heard with its message', async () => {
    const { ts } = await workspace.does(ana, 'post', { channel: help, text: 'look at this' });
    const event = await hears('reaction', () =>
        workspace.does(ben, 'react', { channel: help, ts, name: 'ticket' }),
    );
    assert.equal(event.reaction, 'ticket');
    assert.equal(event.user, ben);
    assert.equal(event.item_user, ana);
    assert.deepEqual({ ...event.item }, { type: 'message', channel: help, ts });
});

test('the Home tab is published when somebody opens it', async () => {
    const event = await hears('home', () => workspace.does(ana, 'open_home'));
    assert.equal(event.tab, 'home');
    const home = await until('the Home tab', async () => (await workspace.view(ana)).home);
    assert.equal(home.blocks[0].text.text, 'Welcome home');
});

test('paged lists and errors arrive as Bolt expects them', async () => {
    const names = [];
    for await (const page of app.client.paginate('conversations.list', { limit: 1, types: 'public_channel' }))
        names.push(...page.channels.map(one => one.name));
    assert.ok(names.includes('help-it') && new Set(names).size === names.length, JSON.stringify(names));
    const nowhere = app.client.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' });
    await assert.rejects(nowhere, e => e.data.error === 'channel_not_found');
    await assert.rejects(
        app.client.views.open({
            trigger_id: '1.2.3',
            view: { type: 'modal', title: plain('x'), blocks: [] },
        }),
        e => /trigger_id/.test(e.data.error),
    );
});

test('an event that nobody acknowledged is delivered again with its event_id', async () => {
    await workspace.fault({ kind: 'swallow_acks', count: 1 });
    const seen = [];
    heard.on('remembered', what => seen.push(what.body));
    await workspace.does(ana, 'post', { channel: help, text: 'remember me' });
    await until('a second delivery', () => seen.length >= 2);
    assert.equal(seen[0].event_id, seen[1].event_id);
});

test('after refresh_requested Bolt comes back on a new connection and goes on', async () => {
    const before = connections.length;
    await workspace.fault({ kind: 'disconnect', reason: 'refresh_requested' });
    await until('a new connection', () => connections.length > before, 30_000); // Bolt waits five seconds
    await workspace.does(ana, 'command', { channel: help, command: '/hello', text: 'again' });
});
