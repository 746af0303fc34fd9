// The page alone, against a workspace of plain data: what it shows, what it sends, and what it never loses.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { openPage, startBrowser, until } from './browser.mjs';
import { cardBlocks, channelOf, everyInput, kNoon, message, sampleViews } from './sample_views.mjs';
import { startStub } from './stub_workspace.mjs';

let browser;
let stub;
let page;

before(async () => {
    browser = await startBrowser();
});
after(() => browser.close());
beforeEach(async () => {
    stub = await startStub(sampleViews());
});
afterEach(async () => {
    const wrong = page?.wrong ?? [];
    await page?.context().close();
    page = undefined;
    await stub.stop();
    assert.deepEqual(wrong, []);
});

const open = async (options) => {
    page = await openPage(browser, stub.url, options);
};
const acted = (kind) => until(`the page does "${kind}"`, () => stub.acts.find((act) => act.do === kind));
const composer = () => page.getByRole('textbox', { name: 'Message #help-it' });
const article = (words) => page.getByRole('article').filter({ hasText: words });
const thread = () => page.getByRole('complementary', { name: 'Thread' });
const shows = (locator) => locator.waitFor();
const gone = (locator) => locator.waitFor({ state: 'detached' });

function say(as, channel, ...messages) {
    stub.views[as].channels.find((one) => one.id === channel).messages.push(...messages);
    stub.changed();
}

function show(as, ...modals) {
    stub.views[as].views = modals;
    stub.changed();
}

describe('people', () => {
    it('switching makes somebody else of the page, their time zone included, and the address keeps it', async () => {
        await open({ as: 'U0ANA' });
        assert.match(await article('The printer').innerText(), /12:00/);
        assert.equal(await page.getByRole('button', { name: /triage-it/ }).count(), 0);
        await page.getByRole('button', { name: 'You are: Ana Pereira – Accountant' }).click();
        await page.getByRole('menuitemradio', { name: 'Chloé Martin – IT agent' }).click();
        await shows(page.getByRole('button', { name: 'triage-it' }));
        assert.match(await article('The printer').innerText(), /21:00/);
        assert.match(page.url(), /as=U0CHLOE/);
        await page.reload();
        await shows(page.getByRole('button', { name: 'You are: Chloé Martin – IT agent' }));
    });

    it('two tabs are two people at once', async () => {
        await open({ as: 'U0ANA' });
        const other = await page.context().newPage();
        await other.goto(`${stub.url}/?as=U0CHLOE`);
        await shows(other.getByRole('button', { name: 'You are: Chloé Martin – IT agent' }));
        await page.reload();
        await shows(page.getByRole('button', { name: 'You are: Ana Pereira – Accountant' }));
    });

    it('an address that names nobody opens as the first person', async () => {
        await open({ as: 'U0NOBODY' });
        await page.waitForURL(/as=U0ANA/);
    });

    it('a newcomer is shown three things to try, once', async () => {
        await open({ as: 'U0ANA', welcome: true });
        const strip = page.getByRole('region', { name: 'Welcome' });
        assert.match(
            await strip.innerText(),
            /As Ana \(employee\)[^]*As Chloé \(agent\)[^]*As Farah \(manager\)/,
        );
        await strip.getByRole('button', { name: 'Be Chloé' }).click();
        await shows(page.getByRole('button', { name: /You are: Chloé/ }));
        await shows(page.getByRole('heading', { name: 'triage-it' }));
        await strip.getByRole('button', { name: 'Be Ana' }).click();
        await shows(page.getByRole('heading', { name: 'help-it' }));
        await page.getByRole('navigation').getByRole('button', { name: 'general' }).click();
        await strip.getByRole('button', { name: 'Show me where' }).click();
        await shows(page.getByRole('heading', { name: 'help-it' }));
        await strip.getByRole('button', { name: 'Dismiss the welcome' }).click();
        await gone(strip);
        await page.reload();
        await shows(article('The printer'));
        assert.equal(await strip.count(), 0);
    });

    it('what one has not read is counted at the channel until one looks', async () => {
        await open({ as: 'U0ANA' });
        stub.views.U0ANA.channels[1].unread = 2;
        stub.changed();
        const row = page.getByRole('navigation').getByRole('button', { name: /general/ });
        await shows(row.getByText('2', { exact: true }));
        assert.equal(
            stub.acts.some((act) => act.do === 'read'),
            false,
        );
        await row.click();
        assert.equal((await acted('read')).channel, 'C0GENERAL');
    });
});

describe('writing', () => {
    it('Enter sends, Shift+Enter breaks the line', async () => {
        await open({ as: 'U0ANA' });
        await composer().fill('one');
        await composer().press('Shift+Enter');
        await composer().pressSequentially('two');
        await composer().press('Enter');
        const { as, channel, text } = await acted('post');
        assert.deepEqual({ as, channel, text }, { as: 'U0ANA', channel: 'C0HELPIT', text: 'one\ntwo' });
        assert.equal(await composer().inputValue(), '');
    });

    it('a refused message says why and comes back into the box', async () => {
        await open({ as: 'U0ANA' });
        stub.answer = () => ({ ok: false, error: 'too_long', shown: 'That is too long for Slack.' });
        await composer().fill('much');
        await composer().press('Enter');
        await shows(page.getByRole('status').getByText('That is too long for Slack.'));
        // The sentence is shown a moment before the box is filled again.
        await until('the words are back in the box', async () => (await composer().inputValue()) === 'much');
    });

    it('a live update takes nothing away that is being typed, in channel, thread and edit box', async () => {
        await open({ as: 'U0ANA' });
        await page.getByRole('button', { name: '2 replies' }).click();
        await thread().getByRole('textbox').fill('half a reply');
        await composer().fill('half a mes');
        await article('The printer').first().hover();
        await article('The printer').first().getByRole('button', { name: 'More actions' }).click();
        await page.getByRole('menuitem', { name: 'Edit message' }).click();
        const box = page.getByRole('main').getByRole('textbox', { name: 'Edit message' });
        await box.fill('The printer on floor 3');
        await composer().focus();
        await composer().press('End');
        stub.views.U0ANA.channels[0].messages[1].reactions.push({ name: 'pray', users: ['U0FARAH'] });
        say('U0ANA', 'C0HELPIT', message(kNoon + 300, 'U0CHLOE', 'Something new'));
        await shows(article('Something new'));
        await page.keyboard.type('sage');
        assert.equal(await composer().inputValue(), 'half a message');
        assert.equal(await thread().getByRole('textbox', { name: 'Reply' }).inputValue(), 'half a reply');
        assert.equal(await box.inputValue(), 'The printer on floor 3');
        await box.press('Enter');
        assert.equal((await acted('edit')).text, 'The printer on floor 3');
    });

    it('a slash lists the commands with their hints, and a command is not a message', async () => {
        await open({ as: 'U0ANA' });
        await composer().fill('/');
        await shows(page.getByRole('option', { name: /\/ticket.*mine/ }));
        await composer().fill('/ti');
        await composer().press('Enter');
        assert.equal(await composer().inputValue(), '/ticket ');
        await composer().pressSequentially('printer on fire');
        await composer().press('Enter');
        const { channel, command, text } = await acted('command');
        assert.deepEqual(
            { channel, command, text },
            { channel: 'C0HELPIT', command: '/ticket', text: 'printer on fire' },
        );
        assert.equal(
            stub.acts.some((act) => act.do === 'post'),
            false,
        );
    });

    it('a file goes along with the message', async () => {
        await open({ as: 'U0ANA' });
        await page
            .getByRole('main')
            .getByLabel('File', { exact: true })
            .setInputFiles({ name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('it broke') });
        await shows(page.getByText('📄 log.txt'));
        await page.getByRole('button', { name: 'Send' }).click();
        assert.deepEqual((await acted('post')).files, [{ name: 'log.txt', content: 'it broke' }]);
        await gone(page.getByText('📄 log.txt'));
    });

    it('a picture is shown in its message with its description, and enlarged by a click', async () => {
        // One red pixel.
        stub.files.F1 = Buffer.from(
            'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
            'base64',
        );
        const picture = {
            id: 'F1',
            name: 'attainment.png',
            title: 'Resolved in time',
            mimetype: 'image/png',
            size: 70000,
            alt_txt: 'Line chart: Resolved in time. W47: 98%.',
        };
        await open({ as: 'U0ANA' });
        say(
            'U0ANA',
            'C0HELPIT',
            message(kNoon + 300, 'U0DESKBELL', 'This week', { bot_id: 'B1', files: [picture] }),
        );
        const shown = article('This week').getByAltText('Line chart: Resolved in time. W47: 98%.');
        await shows(shown);
        await until('the picture is loaded', () => shown.evaluate((node) => node.naturalWidth > 0));
        assert.match(await article('This week').innerText(), /Resolved in time/);
        const button = article('This week').getByRole('button', { name: 'Enlarge Resolved in time' });
        await button.click();
        const large = page.getByRole('dialog', { name: 'Resolved in time' });
        await shows(large.getByAltText(/W47: 98%/));
        await page.keyboard.press('Escape');
        await gone(large);
        assert.equal(await button.evaluate((node) => node === document.activeElement), true);
    });

    it('any other file is a row with its size and a link that downloads it', async () => {
        await open({ as: 'U0ANA' });
        const files = [
            { id: 'F2', name: 'weeks.csv', title: 'The numbers', mimetype: 'text/csv', size: 3 * 1024 * 1024 },
            { id: 'F3', name: 'x.svg', title: 'A drawing', mimetype: 'image/svg+xml', size: 2048 },
        ];
        say('U0ANA', 'C0HELPIT', message(kNoon + 300, 'U0CHLOE', 'Here', { files }));
        await shows(article('Here'));
        assert.match(await article('Here').innerText(), /The numbers\s+text\/csv · 3.0 MB/);
        const link = article('Here').getByRole('link', { name: 'Download The numbers' });
        assert.match(await link.getAttribute('href'), /^\/files-pri\/F2\/weeks\.csv\?as=U0ANA$/);
        assert.equal(await link.getAttribute('download'), 'weeks.csv');
        assert.equal(await article('Here').getByRole('img').count(), 0);
    });

    it('a picture is no wider than a phone', async () => {
        const wide = { id: 'F1', name: 'a.png', title: 'Wide', mimetype: 'image/png', size: 9, alt_txt: 'Wide' };
        stub.files.F1 = await readFile(new URL('../../deploy/pictures/desk.png', import.meta.url));
        say('U0ANA', 'C0HELPIT', message(kNoon + 300, 'U0CHLOE', 'Look', { files: [wide] }));
        await open({ as: 'U0ANA', width: 375, height: 740 });
        const shown = article('Look').getByAltText('Wide');
        await until('the picture is loaded', () => shown.evaluate((node) => node.naturalWidth > 375));
        const { x, width } = await shown.boundingBox();
        assert.ok(x >= 0 && x + width <= 375, `${x} + ${width}`);
    });

    it('a draft waits in its conversation', async () => {
        await open({ as: 'U0ANA' });
        await composer().fill('later');
        await page.getByRole('navigation').getByRole('button', { name: 'general' }).click();
        assert.equal(await page.getByRole('textbox', { name: 'Message #general' }).inputValue(), '');
        await page.getByRole('navigation').getByRole('button', { name: 'help-it' }).click();
        assert.equal(await composer().inputValue(), 'later');
    });

    it('@ offers people and global shortcuts stand behind the lightning', async () => {
        await open({ as: 'U0ANA' });
        await composer().fill('hello @chl');
        await composer().press('Tab');
        assert.equal(await composer().inputValue(), 'hello @chloe ');
        await page.getByRole('button', { name: 'Shortcuts' }).click();
        await page.getByRole('menuitem', { name: 'New ticket' }).click();
        assert.equal((await acted('shortcut')).callback_id, 'ticket_new');
    });
});

describe('messages', () => {
    it('replies stand in the thread and not in the channel; a reply goes there', async () => {
        await open({ as: 'U0ANA' });
        assert.equal(await article('On my way').count(), 0);
        await page.getByRole('button', { name: '2 replies' }).click();
        await shows(thread().getByRole('article').filter({ hasText: 'On my way' }));
        await thread().getByRole('textbox', { name: 'Reply' }).fill('Thank you');
        await thread().getByRole('textbox', { name: 'Reply' }).press('Enter');
        const { text, thread_ts } = await acted('post');
        assert.deepEqual({ text, thread_ts }, { text: 'Thank you', thread_ts: `${kNoon}.000100` });
        await page.keyboard.press('Escape');
        await thread().waitFor({ state: 'hidden' });
    });

    it("the ticket reaction is the first in the picker; pressing one's own again takes it back", async () => {
        await open({ as: 'U0CHLOE' });
        const printer = article('The printer');
        await printer.hover();
        await printer.getByRole('button', { name: 'Add reaction' }).click();
        assert.equal(await page.getByRole('menuitem').first().getAttribute('aria-label'), ':ticket:');
        await page.getByRole('menuitem', { name: ':ticket:' }).click();
        assert.deepEqual((({ channel, ts, name }) => ({ channel, ts, name }))(await acted('react')), {
            channel: 'C0HELPIT',
            ts: `${kNoon}.000100`,
            name: 'ticket',
        });
        await printer.getByRole('button', { name: 'eyes 1' }).click();
        assert.equal((await acted('unreact')).name, 'eyes');
    });

    it('Edit and Delete are for the author only; message shortcuts are for everybody', async () => {
        await open({ as: 'U0CHLOE' });
        await article('The printer').hover();
        await article('The printer').getByRole('button', { name: 'More actions' }).click();
        assert.deepEqual(
            await page
                .getByRole('menuitem')
                .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))),
            ['Create ticket'],
        );
        await page.getByRole('menuitem', { name: 'Create ticket' }).click();
        const { callback_id, channel, ts } = await acted('message_shortcut');
        assert.deepEqual(
            { callback_id, channel, ts },
            { callback_id: 'ticket_from_message', channel: 'C0HELPIT', ts: `${kNoon}.000100` },
        );
    });

    it('deleting asks first', async () => {
        await open({ as: 'U0ANA' });
        await article('The printer').hover();
        await article('The printer').getByRole('button', { name: 'More actions' }).click();
        await page.getByRole('menuitem', { name: 'Delete message' }).click();
        await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
        assert.equal(
            stub.acts.some((act) => act.do === 'delete'),
            false,
        );
        await article('The printer').getByRole('button', { name: 'More actions' }).click();
        await page.getByRole('menuitem', { name: 'Delete message' }).click();
        await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
        await acted('delete');
    });

    it('what only one person sees says so, and can be dismissed', async () => {
        await open({ as: 'U0ANA' });
        say(
            'U0ANA',
            'C0HELPIT',
            message(kNoon + 900, 'U0DESKBELL', 'Number REQ-7', { bot_id: 'B0DESKBELL', ephemeral: 'E1' }),
        );
        const whisper = article('Number REQ-7');
        await shows(whisper.getByText('Only visible to you'));
        await whisper.getByRole('button', { name: 'Dismiss' }).click();
        assert.equal((await acted('dismiss')).ephemeral, 'E1');
    });

    it('text from people never becomes markup, and entities are decoded once', async () => {
        await open({ as: 'U0ANA' });
        say(
            'U0ANA',
            'C0HELPIT',
            message(
                kNoon + 900,
                'U0CHLOE',
                '&lt;img src=x onerror=alert(1)&gt; &amp;lt; <b>*bold* _it_ ~no~ `co*de*` 2*3*4 snake_case_name <javascript:alert(1)|click> :ticket: :unknown_one:\n&gt; quoted\n```a *b*\nc```',
            ),
        );
        const text = article('onerror');
        await shows(text);
        assert.match(await text.innerText(), /<img src=x onerror=alert\(1\)> &lt; /);
        assert.equal(await text.locator('img, a[href^=javascript]').count(), 0);
        assert.deepEqual(await text.locator('strong:not(.author)').allInnerTexts(), ['bold']);
        assert.equal(await text.locator('em').innerText(), 'it');
        assert.equal(await text.locator('s').innerText(), 'no');
        assert.equal(await text.locator('code').innerText(), 'co*de*');
        assert.equal(await text.locator('blockquote').innerText(), 'quoted');
        assert.equal(await text.locator('pre').innerText(), 'a *b*\nc');
        assert.match(await text.innerText(), /2\*3\*4 snake_case_name click 🎫 :unknown_one:/u);
    });

    it('mentions show names, dates stand in the zone of the one who looks', async () => {
        const dates = [
            'date_num',
            'date',
            'date_short',
            'date_long',
            'date_pretty',
            'date_short_pretty',
            'date_long_pretty',
            'time',
            'time_secs',
        ]
            .map((token) => `<!date^${kNoon}^{${token}}|fallback>`)
            .join(' / ');
        const text = `<@U0ANA> <@U0FARAH|farah> <#C0GENERAL|general> <!channel> <!here> ${dates}`;
        for (const id of ['U0ANA', 'U0CHLOE'])
            stub.views[id].channels[0].messages.push(
                message(kNoon + 900, 'U0DESKBELL', text, { bot_id: 'B0DESKBELL' }),
            );
        await open({ as: 'U0ANA' });
        const first = await article('@Farah').innerText();
        assert.match(first, /@Ana Pereira @Farah Haddad #general @channel @here/);
        assert.match(
            first,
            new RegExp(
                '2026-01-15 / January 15th, 2026 / Jan 15, 2026 / Thursday, January 15th, 2026 / January 15th, 2026 / ' +
                    'Jan 15, 2026 / Thursday, January 15th, 2026 / 12:00 / 12:00:00',
            ),
        );
        await page.goto(`${stub.url}/?as=U0CHLOE`);
        await shows(article('@Farah'));
        assert.match(await article('@Farah').innerText(), / 21:00 \/ 21:00:00/);
    });

    it('an "ago" and a "today" count from now', async () => {
        const now = Math.floor(Date.now() / 1000);
        stub.views.U0FARAH.channels[0].messages.push(
            message(
                now,
                'U0CHLOE',
                `<!date^${now - 7200}^{ago}|x>, <!date^${now}^{date_pretty}|x>, <!date^${now + 86400}^{date_short_pretty}|x>`,
            ),
        );
        await open({ as: 'U0FARAH' });
        await shows(article('2 hours ago, today, tomorrow'));
    });

    it('a link to a message goes there within the page', async () => {
        await open({ as: 'U0CHLOE' });
        say(
            'U0CHLOE',
            'C0TRIAGEIT',
            message(
                kNoon,
                'U0DESKBELL',
                `<https://fernwood.slack.com/archives/C0HELPIT/p${kNoon}000100|origin>`,
                { bot_id: 'B0DESKBELL' },
            ),
        );
        await page.getByRole('button', { name: /triage-it/ }).click();
        await page.getByRole('link', { name: 'origin' }).click();
        await shows(page.getByRole('heading', { name: 'help-it' }));
        assert.equal(page.context().pages().length, 1);
    });

    it('a permalink opened from outside shows its message', async () => {
        await open({ as: 'U0CHLOE' });
        await page.goto(`${stub.url}/archives/C0GENERAL/p${kNoon}000100`);
        await shows(page.getByRole('heading', { name: 'general' }));
        await shows(article('Good morning!'));
        await page.waitForURL(/\?as=U0CHLOE#C0GENERAL$/);
    });

    it('the keyboard focus survives a live update, also outside of text fields', async () => {
        await open({ as: 'U0CHLOE' });
        await page.getByRole('navigation').getByRole('button', { name: 'general' }).focus();
        say('U0CHLOE', 'C0HELPIT', message(kNoon + 900, 'U0ANA', 'Something new'));
        await shows(article('Something new'));
        assert.match(await page.evaluate(() => document.activeElement.textContent), /general/);
    });
});

describe("the app's blocks", () => {
    const card = () => article('eats paper').filter({ has: page.getByRole('button', { name: 'Take it' }) });
    beforeEach(() =>
        stub.views.U0CHLOE.channels[2].messages.push(
            message(kNoon, 'U0DESKBELL', 'card', { bot_id: 'B0DESKBELL', blocks: cardBlocks() }),
        ),
    );

    it('a button sends its value, and where it stands', async () => {
        await open({ as: 'U0CHLOE', hash: '#C0TRIAGEIT' });
        await card().getByRole('button', { name: 'Take it' }).click();
        const { channel, ts, block_id, action_id, value } = await acted('click');
        assert.deepEqual(
            { channel, ts, block_id, action_id },
            { channel: 'C0TRIAGEIT', ts: `${kNoon}.000100`, block_id: 'buttons', action_id: 'take' },
        );
        assert.equal(value.type, 'button');
        assert.equal(value.value, 'REQ-1');
    });

    it('a dangerous button asks first', async () => {
        await open({ as: 'U0CHLOE', hash: '#C0TRIAGEIT' });
        await card().getByRole('button', { name: 'Not a request' }).click();
        await page
            .getByRole('alertdialog', { name: 'Really?' })
            .getByRole('button', { name: 'Keep it' })
            .click();
        assert.deepEqual(stub.acts, []);
        await card().getByRole('button', { name: 'Not a request' }).click();
        await page
            .getByRole('alertdialog', { name: 'Really?' })
            .getByRole('button', { name: 'Yes, drop it' })
            .click();
        assert.equal((await acted('click')).action_id, 'drop');
    });

    it('menus send the whole option, by mouse and by keyboard', async () => {
        await open({ as: 'U0CHLOE', hash: '#C0TRIAGEIT' });
        await card().getByRole('combobox', { name: 'More' }).click();
        await page.getByRole('option', { name: 'Priority…' }).click();
        assert.deepEqual((await acted('click')).value, {
            type: 'static_select',
            selected_option: {
                text: { type: 'plain_text', text: 'Priority…', emoji: true },
                value: 'priority',
            },
        });
        stub.acts.length = 0;
        await card().getByRole('combobox').press('Enter');
        await page.keyboard.type('hol');
        await page.keyboard.press('Enter');
        assert.equal((await acted('click')).value.selected_option.value, 'hold');
        stub.acts.length = 0;
        await card().getByRole('button', { name: 'More options' }).click();
        await page.getByRole('menuitem', { name: 'Copy link' }).click();
        assert.equal((await acted('click')).value.selected_option.value, 'copy');
    });

    it('a menu shows what was chosen until its app changes the message, and then its own name again', async () => {
        await open({ as: 'U0CHLOE', hash: '#C0TRIAGEIT' });
        await card().getByRole('combobox', { name: 'More' }).click();
        await page.getByRole('option', { name: 'Priority…' }).click();
        await acted('click');
        const shown = stub.views.U0CHLOE.channels[2].messages.find((one) => one.text === 'card');
        shown.reactions = [{ name: 'eyes', users: ['U0ANA'], count: 1 }];
        stub.changed();
        await shows(card().getByRole('button', { name: /eyes/ }));
        assert.equal(await card().getByRole('combobox').innerText(), 'Priority…');
        shown.blocks[0].text.text += ' again';
        stub.changed();
        await shows(card().getByText('eats paper again'));
        assert.equal(await card().getByRole('combobox').innerText(), 'More');
        await card().getByRole('combobox', { name: 'More' }).click();
        await shows(page.getByRole('option', { name: 'Priority…' }));
        await page.keyboard.press('Escape');
    });

    it('the Home tab tells the app that it is open, and its buttons work', async () => {
        stub.views.U0CHLOE.home = { id: 'VHOME', hash: '1', blocks: cardBlocks() };
        await open({ as: 'U0CHLOE' });
        await page.getByRole('button', { name: 'Deskbell', exact: true }).click();
        await acted('open_home');
        await page.getByRole('tabpanel', { name: 'Home' }).getByRole('button', { name: 'Reply' }).click();
        const { view_id, action_id } = await acted('view_click');
        assert.deepEqual({ view_id, action_id }, { view_id: 'VHOME', action_id: 'reply' });
        await page.getByRole('tab', { name: 'Messages' }).click();
        await acted('open_messages');
        await page.getByRole('textbox', { name: 'Message Deskbell' }).fill('My phone is lost');
        await page.keyboard.press('Enter');
        assert.equal((await acted('post')).channel, 'D0APP');
    });
});

describe('modals', () => {
    const dialog = (name = 'New ticket') => page.getByRole('dialog', { name });
    const submit = () => dialog().getByRole('button', { name: 'Create' }).click();

    it('missing fields are marked and nothing is sent', async () => {
        await open({ as: 'U0ANA' });
        show('U0ANA', everyInput());
        await submit();
        assert.equal(await dialog().getByText('Please complete this required field.').count(), 3);
        assert.equal(await dialog().getByLabel('What do you need?').getAttribute('aria-invalid'), 'true');
        await dialog().getByLabel('What do you need?').fill('A mouse');
        assert.equal(await dialog().getByText('Please complete this required field.').count(), 2);
        assert.equal(
            stub.acts.some((act) => act.do === 'submit'),
            false,
        );
    });

    it('every kind of input comes back in the shape Slack gives it', async () => {
        await open({ as: 'U0CHLOE' });
        stub.answer = (act) =>
            act.do === 'suggest'
                ? {
                      ok: true,
                      options: [{ text: { type: 'plain_text', text: `Laptop ${act.typed}` }, value: 'L1' }],
                  }
                : { ok: true };
        show('U0CHLOE', everyInput());
        const field = (label) => dialog().getByLabel(label);
        const choose = async (label, ...options) => {
            await field(label).click();
            for (const option of options) await page.getByRole('option', { name: option }).click();
            if (await page.getByRole('listbox').count()) await page.keyboard.press('Escape');
        };
        await field('What do you need?').fill('A mouse');
        await field('Details').fill('two\nlines');
        await choose('Type', 'I need something');
        await choose('Places', 'Lisbon', 'Paris');
        await field('Asset').click();
        await page.getByRole('textbox', { name: 'Search options' }).fill('7');
        await page.getByRole('option', { name: 'Laptop 7' }).click();
        await choose('Who is it for?', 'Farah Haddad');
        await choose('Who follows?', 'Ana Pereira', 'Chloé Martin');
        await choose('Conversation', '#general');
        await field('It is slow').check();
        await field('Private').check();
        await field('Needed on').fill('2026-02-03');
        await page.getByLabel('At', { exact: true }).fill('09:30');
        await field('Starts').fill('2026-02-03T09:30');
        await field('How many?').fill('2');
        await field('Mail').fill('ana@example.org');
        await field('Screenshot').setInputFiles({
            name: 'screen.png',
            mimeType: 'image/png',
            buffer: Buffer.from('x'),
        });
        await submit();
        const { view_id, values } = await acted('submit');
        assert.equal(view_id, 'V1');
        const got = Object.fromEntries(Object.entries(values).map(([block, { a }]) => [block, a]));
        assert.deepEqual(got.title, { type: 'plain_text_input', value: 'A mouse' });
        assert.deepEqual(got.details, { type: 'plain_text_input', value: 'two\nlines' });
        assert.equal(got.type.selected_option.value, 'request');
        assert.deepEqual(
            got.where.selected_options.map((one) => one.value),
            ['lisbon', 'paris'],
        );
        assert.equal(got.asset.selected_option.value, 'L1');
        assert.deepEqual(got.for, { type: 'users_select', selected_user: 'U0FARAH' });
        assert.deepEqual(got.watch, { type: 'multi_users_select', selected_users: ['U0ANA', 'U0CHLOE'] });
        assert.deepEqual(got.channel, { type: 'conversations_select', selected_conversation: 'C0GENERAL' });
        assert.equal(got.how.selected_option.value, 'two');
        assert.deepEqual(
            got.flags.selected_options.map((one) => one.value),
            ['private'],
        );
        assert.deepEqual(got.day, { type: 'datepicker', selected_date: '2026-02-03' });
        assert.deepEqual(got.hour, { type: 'timepicker', selected_time: '09:30' });
        // 09:30 in Tokyo, where this person sits, whatever the zone of the browser.
        assert.deepEqual(got.start, {
            type: 'datetimepicker',
            selected_date_time: Date.UTC(2026, 1, 3, 0, 30) / 1000,
        });
        assert.deepEqual(got.count, { type: 'number_input', value: '2' });
        assert.deepEqual(got.mail, { type: 'email_text_input', value: 'ana@example.org' });
        assert.deepEqual(
            got.file.files.map((one) => one.name),
            ['screen.png'],
        );
    });

    it('an untouched optional input is sent empty, and an untouched initial value as it is', async () => {
        await open({ as: 'U0ANA' });
        const view = everyInput();
        view.blocks = view.blocks.filter((block) => ['details', 'for', 'where'].includes(block.block_id));
        show('U0ANA', view);
        await submit();
        assert.deepEqual((await acted('submit')).values, {
            details: { a: { type: 'plain_text_input', value: null } },
            where: { a: { type: 'multi_static_select', selected_options: [] } },
            for: { a: { type: 'users_select', selected_user: 'U0ANA' } },
        });
    });

    it('wrong numbers and addresses are found before sending', async () => {
        await open({ as: 'U0ANA' });
        const view = everyInput();
        view.blocks = view.blocks.filter((block) => ['count', 'mail'].includes(block.block_id));
        show('U0ANA', view);
        await dialog().getByLabel('How many?').fill('0');
        await dialog().getByLabel('Mail').fill('nobody');
        await submit();
        await shows(dialog().getByText('The smallest is 1.'));
        await shows(dialog().getByText('Please enter a valid email address.'));
        assert.equal(
            stub.acts.some((act) => act.do === 'submit'),
            false,
        );
    });

    it('a change that the app wants to know is sent at once; its new view keeps the texts and the focus', async () => {
        await open({ as: 'U0ANA' });
        show('U0ANA', everyInput());
        await dialog().getByLabel('What do you need?').fill('Broken screen');
        stub.answer = (act) => {
            if (act.do !== 'view_click') return { ok: true };
            const next = everyInput();
            next.hash = '2';
            next.blocks[0].hint = { type: 'plain_text', text: 'Say which screen' };
            next.blocks.splice(1, 0, {
                type: 'input',
                block_id: 'affected',
                label: { type: 'plain_text', text: 'How many are affected?' },
                element: { type: 'plain_text_input', action_id: 'a' },
            });
            stub.views.U0ANA.views = [next];
            return { ok: true };
        };
        await dialog().getByLabel('Type').click();
        await page.getByRole('option', { name: 'Something is broken' }).click();
        const { view_id, block_id, state } = await acted('view_click');
        assert.deepEqual({ view_id, block_id }, { view_id: 'V1', block_id: 'type' });
        assert.equal(state.title.a.value, 'Broken screen');
        await shows(dialog().getByLabel('How many are affected?'));
        assert.equal(await dialog().getByLabel('What do you need?').inputValue(), 'Broken screen');
        assert.match(await dialog().getByLabel('Type').innerText(), /Something is broken/);
        await dialog().getByLabel('What do you need?').focus();
        stub.views.U0ANA.views[0] = {
            ...stub.views.U0ANA.views[0],
            hash: '3',
            blocks: stub.views.U0ANA.views[0].blocks.map((block, i) =>
                i ? block : { ...block, hint: undefined },
            ),
        };
        stub.changed();
        await gone(dialog().getByText('Say which screen'));
        await page.keyboard.press('End');
        await page.keyboard.type(', second');
        assert.equal(await dialog().getByLabel('What do you need?').inputValue(), 'Broken screen, second');
    });

    it('what the app refuses stands at its field and the modal stays', async () => {
        await open({ as: 'U0ANA' });
        const view = everyInput();
        view.blocks = view.blocks.slice(0, 1);
        show('U0ANA', view);
        stub.answer = () => ({ ok: false, fields: { title: 'There is a ticket for that already.' } });
        await dialog().getByLabel('What do you need?').fill('Again');
        await dialog().getByLabel('What do you need?').press('Enter');
        await shows(dialog().getByText('There is a ticket for that already.'));
        assert.equal(await dialog().getByLabel('What do you need?').inputValue(), 'Again');
    });

    it('Cancel and Escape go one view back, the cross closes the stack; the view below kept its texts', async () => {
        await open({ as: 'U0ANA' });
        const below = { ...everyInput(), id: 'V1' };
        const above = { ...everyInput(), id: 'V2', title: { type: 'plain_text', text: 'On top' } };
        show('U0ANA', below);
        await dialog().getByLabel('What do you need?').fill('kept');
        show('U0ANA', below, above);
        await shows(dialog('On top'));
        await dialog('On top').getByRole('button', { name: 'Cancel' }).click();
        assert.deepEqual((({ view_id, cleared }) => ({ view_id, cleared }))(await acted('close')), {
            view_id: 'V2',
            cleared: false,
        });
        show('U0ANA', below);
        await shows(dialog());
        assert.equal(await dialog().getByLabel('What do you need?').inputValue(), 'kept');
        stub.acts.length = 0;
        await dialog().getByRole('button', { name: 'Close' }).click();
        assert.equal((await acted('close')).cleared, true);
    });

    it('Tab stays inside, and the focus returns to where it was', async () => {
        await open({ as: 'U0ANA' });
        await composer().focus();
        const view = everyInput();
        view.blocks = view.blocks.slice(0, 1);
        show('U0ANA', view);
        await shows(dialog());
        for (let i = 0; i < 9; i += 1) {
            await page.keyboard.press('Tab');
            assert.equal(
                await page.evaluate(() => Boolean(document.activeElement.closest('[role=dialog]'))),
                true,
            );
        }
        show('U0ANA');
        await gone(dialog());
        assert.equal(await composer().evaluate((node) => node === document.activeElement), true);
    });
});

describe('the line', () => {
    it('says when it is gone, comes back by itself and catches up', async () => {
        await open({ as: 'U0ANA' });
        await until('the socket', () => stub.sockets.size > 0);
        stub.cut();
        await shows(page.getByText('Reconnecting…'));
        stub.views.U0ANA.channels[0].messages.push(message(kNoon + 900, 'U0CHLOE', 'Meanwhile'));
        await shows(article('Meanwhile'));
        await gone(page.getByText('Reconnecting…'));
    });

    it('says when no app is connected, and passes on what the workspace has to say', async () => {
        stub.views.U0ANA.workspace.app.connected = false;
        await open({ as: 'U0ANA' });
        await shows(page.getByText('Deskbell is not connected'));
        await until('the socket', () => stub.sockets.size > 0);
        stub.toast('The app did not answer in time.');
        await shows(page.getByRole('status').getByText('The app did not answer in time.'));
    });
});

describe('channels', () => {
    it('one that is not joined can be looked at and joined', async () => {
        await open({ as: 'U0FARAH' });
        await page
            .getByRole('region', { name: 'Channels to join' })
            .getByRole('button', { name: 'general' })
            .click();
        await page.getByRole('button', { name: 'Join channel' }).click();
        assert.equal((await acted('join')).channel, 'C0GENERAL');
    });

    it('can be made, and somebody invited', async () => {
        await open({ as: 'U0FARAH' });
        stub.answer = (act) => {
            if (act.do === 'create_channel')
                stub.views.U0FARAH.channels.push(
                    channelOf('C0NEW', act.name, [], { is_private: act.private }),
                );
            return { ok: true };
        };
        await page.getByRole('button', { name: 'Create a channel' }).click();
        await page.getByRole('dialog', { name: 'Create a channel' }).getByLabel('Name').fill('HR help');
        await page.getByLabel('Private').check();
        await page.getByRole('button', { name: 'Create', exact: true }).click();
        await shows(page.getByRole('heading', { name: 'hr-help' }));
        assert.equal((await acted('create_channel')).private, true);
        await page.getByRole('button', { name: 'Channel actions' }).click();
        await page.getByRole('menuitem', { name: 'Invite someone…' }).click();
        await page.getByRole('menuitem', { name: 'Deskbell' }).click();
        assert.deepEqual((({ channel, user }) => ({ channel, user }))(await acted('invite')), {
            channel: 'C0NEW',
            user: 'U0DESKBELL',
        });
    });

    it('on a telephone the list of channels slides in and out', async () => {
        await open({ as: 'U0ANA', width: 390 });
        const list = page.getByRole('navigation', { name: 'Channels and people' });
        await list.waitFor({ state: 'hidden' });
        await page.getByRole('button', { name: 'Channels', exact: true }).click();
        await list.getByRole('button', { name: 'general' }).click();
        await list.waitFor({ state: 'hidden' });
        await shows(page.getByRole('heading', { name: 'general' }));
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
});
