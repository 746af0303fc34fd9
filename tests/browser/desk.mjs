// A person in front of the page: where they look and what they press, by the words they read.
import assert from 'node:assert/strict';
import { openPage } from './browser.mjs';
import { viewOf } from './program.mjs';

/** A person at their own screen. */
export class Desk {
    constructor(page, who) {
        this.page = page;
        this.id = who.id;
        this.name = who.real_name;
    }

    composer(channel) {
        return this.page.getByRole('textbox', { name: `Message #${channel}` });
    }

    async go(channel) {
        await this.page.getByRole('navigation').getByRole('button', { name: channel }).click();
        await this.composer(channel).waitFor();
    }

    async write(channel, text) {
        await this.go(channel);
        await this.composer(channel).fill(text);
        await this.composer(channel).press('Enter');
    }

    /** Raises a ticket by command; its number. */
    async ask(title, channel = 'help-it') {
        await this.write(channel, `/ticket ${title}`);
        const answer = this.message('Only visible to you', title);
        await answer.waitFor();
        return /\b(INC|REQ)-\d+\b/.exec(await answer.innerText())[0];
    }

    /** The message (card, receipt, answer) with these words in the middle of the page. */
    message(...words) {
        return this.within(this.page.getByRole('main'), ...words);
    }

    /** The card of a ticket in the agents' channel; "INC-1" is not "INC-12", and a list is no card. */
    card(number) {
        return this.all(this.page.getByRole('main'), new RegExp(`${number}(?!\\d)`), 'Requester')
            .filter({ hasNotText: 'Only visible to you' })
            .last();
    }

    reply(...words) {
        return this.within(this.page.getByRole('complementary', { name: 'Thread' }), ...words);
    }

    within(place, ...words) {
        return this.all(place, ...words).last();
    }

    all(place, ...words) {
        return words.reduce((found, word) => found.filter({ hasText: word }), place.getByRole('article'));
    }

    dialog(name) {
        return this.page.getByRole('dialog', { name });
    }

    async choose(dialog, label, option) {
        await dialog.getByLabel(label).click();
        await this.page.getByRole('option', { name: option, exact: true }).click();
    }

    /** An entry of the menu More on a ticket's card. */
    async more(number, entry) {
        await this.card(number).getByRole('combobox', { name: 'More' }).click();
        await this.page.getByRole('option', { name: entry, exact: true }).click();
    }

    async messagesOfApp() {
        await this.page.getByRole('navigation').getByRole('button', { name: 'Deskbell' }).click();
        await this.page.getByRole('tab', { name: 'Messages' }).click();
    }

    async home() {
        await this.page.getByRole('navigation').getByRole('button', { name: 'Deskbell' }).click();
        await this.page.getByRole('tab', { name: 'Home' }).click();
        return this.page.getByRole('tabpanel', { name: 'Home' });
    }

    async openThread(message) {
        await message.getByRole('button', { name: /^\d+ repl(y|ies)$/ }).click();
    }

    async react(message, name) {
        await message.hover();
        await message.getByRole('button', { name: 'Add reaction' }).click();
        await this.page.getByRole('menuitem', { name: `:${name}:` }).click();
    }
}

/** Who is who, from what the workspace says: the demo may have other people tomorrow. */
export async function castOf(browser, url) {
    const first = await viewOf(url, '');
    const people = first.people.filter((one) => !one.is_bot);
    const rooms = new Map();
    for (const { id } of people) {
        const { channels } = await viewOf(url, id);
        rooms.set(
            id,
            channels.filter((one) => one.is_private && !one.is_im),
        );
    }
    const help = first.channels.find((one) => one.name === 'help-it');
    const agent = people.find((one) => /it agent/i.test(one.title));
    const [triage] = rooms.get(agent.id);
    const [employee, other] = people.filter((one) => rooms.get(one.id).length === 0);
    const stranger = people.find(
        (one) => rooms.get(one.id).length > 0 && !rooms.get(one.id).some((room) => room.id === triage.id),
    );
    assert.ok(
        help && triage && employee && other && stranger,
        'two employees, agents of two teams, #help-it',
    );
    const found = { help: help.name, triage: triage.name };
    for (const [role, who] of Object.entries({ employee, other, agent, stranger }))
        found[role] = new Desk(await openPage(browser, url, { as: who.id }), who);
    return found;
}

/** People of the demo by their first names: {mia: 'Mia'} becomes {mia: her desk}. */
export async function byFirstName(browser, url, names) {
    const { people } = await viewOf(url, '');
    const found = {};
    for (const [role, name] of Object.entries(names)) {
        const who = people.find((one) => one.real_name.startsWith(name));
        found[role] = new Desk(await openPage(browser, url, { as: who.id }), who);
    }
    return found;
}

/** Everybody goes: no page met an error, and the program ends in order. What did not start is undefined. */
export async function leave(browser, demo, cast) {
    const wrong = Object.values(cast ?? {}).flatMap((one) => one.page?.wrong ?? []);
    await browser?.close();
    const code = await demo?.stop();
    assert.deepEqual(wrong, []);
    assert.equal(code, 0);
}
