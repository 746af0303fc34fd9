// Everything that can be pressed, pressed by everybody who sees it: it answers within 3 seconds, and never as a bug.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { until } from './browser.mjs';
import { actOn, pressable, quiet, watched } from './pressable.mjs';
import { startProgram, viewOf } from './program.mjs';

/** Forms within forms: as deep as Slack stacks them. */
const kDeepest = 3;
/** Presses of one person; far more than there are different buttons. */
const kMost = 400;

let demo;

before(async () => {
    demo = await startProgram('demo', '--port', '0', '--fresh');
});
after(() => demo?.stop());

const errors = () =>
    demo
        .output()
        .split('\n')
        .filter((line) => line.includes(' error '));

/** Submits the form on top as it is, then closes what is left open. */
async function submitted(view, who, dead) {
    let now = view;
    const form = now.views.at(-1);
    if (form?.submit) {
        const submit = { as: who, do: 'submit', view_id: form.id, values: {} };
        const done = await watched(demo.url, now, submit);
        if (!done.isSeen) dead.push(`form ${form.title.text}: ${form.submit.text}`);
        now = done.view;
    }
    for (let i = 0; i < kDeepest && now.views.length > 0; i += 1) {
        await actOn(demo.url, { as: who, do: 'close', view_id: now.views.at(-1).id });
        now = await viewOf(demo.url, who);
    }
    return now;
}

async function walk(who) {
    const pressed = new Set();
    const dead = [];
    await actOn(demo.url, { as: who, do: 'open_home' });
    let view = await viewOf(demo.url, who);
    const next = () => [...pressable(view, who)].find((one) => !pressed.has(one.name));
    for (let wish = next(); wish && pressed.size < kMost; wish = next()) {
        pressed.add(wish.name);
        const { isSeen, view: then } = await watched(demo.url, view, wish.act);
        if (!isSeen) dead.push(wish.name);
        view = then;
        const isDone = view.views.length > 0 && (view.views.length >= kDeepest || !next()?.name.startsWith('form'));
        if (isDone) view = await submitted(view, who, dead);
    }
    return { pressed, dead };
}

for (const [role, title] of [
    ['requester', /sales/i],
    ['agent', /it agent/i],
    ['manager', /manager/i],
    ['stranger', /facilities/i],
])
    it(`everything answers the ${role}`, async (test) => {
        const { people } = await viewOf(demo.url, '');
        const who = people.find((one) => title.test(one.title)).id;
        const { pressed, dead } = await walk(who);
        test.diagnostic(`${pressed.size} different things pressed`);
        assert.deepEqual(dead, []);
        assert.ok(pressed.size > 10, [...pressed].join('\n'));
        assert.deepEqual(errors(), []);
    });

it("nothing that somebody from outside presses in the agents' channel changes a ticket", async (test) => {
    const { channels, people } = await viewOf(demo.url, '');
    const agent = people.find((one) => /it agent/i.test(one.title)).id;
    const triage = (await viewOf(demo.url, agent)).channels.find((one) => one.name === 'triage-it');
    const { user } = await actOn(demo.url, {
        as: agent,
        do: 'invite_outsider',
        channel: triage.id,
        name: 'Eva Lund',
    });
    assert.ok(channels && user);
    const cards = async () => {
        const view = await viewOf(demo.url, agent);
        const { messages } = view.channels.find((one) => one.id === triage.id);
        return messages.filter((one) => JSON.stringify(one.blocks).includes('*Requester*')).map((one) => one.blocks);
    };
    await until('the agents are warned', async () => {
        const view = await viewOf(demo.url, agent);
        return JSON.stringify(view.channels).includes('is of another organisation');
    });
    await quiet(demo.url); // what others pressed before still changes cards
    const before = await cards();
    const { pressed, dead } = await walk(user);
    test.diagnostic(`${pressed.size} different things pressed`);
    assert.deepEqual(dead, []);
    assert.ok(pressed.size > 5, [...pressed].join('\n'));
    await quiet(demo.url);
    assert.deepEqual(await cards(), before);
    assert.deepEqual(errors(), []);
});
