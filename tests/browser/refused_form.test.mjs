// A form that cannot be taken comes back with everything that was typed, whatever the reason and the kind of field.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { picture, startBrowser, until } from './browser.mjs';
import { close, people, sitAt, startRunning } from './running.mjs';

const run = promisify(execFile);

const kForm = `
[[form]]
key = "everything"
name = "Everything"
inbox = "it"
process = "request"
default = true
${[
    ['words', 'Some words', 'text'],
    ['story', 'The whole story', 'long_text'],
    ['kind', 'Which kind?', 'one_of', 'options = ["Small", "Large"]'],
    ['extras', 'Which extras?', 'many_of', 'options = ["Bag", "Mouse", "Dock"]'],
    ['boss', 'Who agrees?', 'user'],
    ['team', 'Who else?', 'users'],
    ['day', 'From which day?', 'date'],
    ['count', 'How many?', 'number'],
    ['urgent', 'Is it urgent?', 'yes_no'],
    ['moment', 'When exactly?', 'instant'],
    ['paper', 'Which paper?', 'file'],
]
    .map(
        ([name, label, type, more = '']) =>
            `[[form.field]]\nname = "${name}"\nlabel = "${label}"\ntype = "${type}"\n${more}\n`,
    )
    .join('\n')}
`;

let browser;
let running;
let ana;

before(async () => {
    browser = await startBrowser();
    running = await startRunning({ more: kForm });
    ana = await sitAt(browser, running, people.ana);
});
after(async () => assert.deepEqual(await close(browser, running, [ana]), []));

/** Nothing can be written to the database until the returned function is called: another program holds it. */
async function held(database) {
    const other = spawn('sqlite3', [database]);
    let said = '';
    other.stdout.on('data', (data) => {
        said += data;
    });
    other.stdin.write(".timeout 5000\nBEGIN IMMEDIATE;\nSELECT 'held';\n");
    await until('the database is held', () => said.includes('held'));
    return () =>
        new Promise((done) => {
            other.once('close', done);
            other.stdin.end('ROLLBACK;\n.quit\n');
        });
}

/** Changes the database behind the program's back. */
const sql = (words) => run('sqlite3', ['-cmd', '.timeout 5000', running.database, words]);

// By label, what is typed ...
const kTyped = {
    'What do you need?': 'A computer for a visitor',
    'Some words': 'as light as possible',
    'The whole story': 'first line\nsecond line',
    'From which day?': '2031-01-06',
    'When exactly?': '2031-01-06T09:30',
    'How many?': '2',
    'Which paper?': 'https://example.com/order.pdf',
};
// ... and what is chosen.
const kChosen = {
    'Which kind?': ['Large'],
    'Which extras?': ['Mouse', 'Dock'],
    'Who agrees?': ['Dev Patel'],
    'Who else?': ['Emma Lindqvist', 'Ben Okafor'],
};

async function fill(form) {
    for (const [label, words] of Object.entries(kTyped)) await form.getByLabel(label).fill(words);
    await form.getByRole('group', { name: 'Is it urgent?' }).getByLabel('Yes').check();
    for (const [label, names] of Object.entries(kChosen)) {
        await form.getByLabel(label).click();
        for (const name of names) await ana.page.getByRole('option', { name }).first().click();
        if (names.length > 1) await ana.page.keyboard.press('Escape');
    }
}

/** Everything stands in the form as it was entered. */
async function isAllThere(form) {
    for (const [label, words] of Object.entries(kTyped))
        assert.equal(await form.getByLabel(label).inputValue(), words, label);
    assert.ok(await form.getByRole('group', { name: 'Is it urgent?' }).getByLabel('Yes').isChecked());
    const text = await form.innerText();
    for (const name of Object.values(kChosen).flat()) assert.ok(text.includes(name), `${name} in ${text}`);
}

it('a refused field is named, and the others keep what was entered', async () => {
    await ana.write('help-it', '/ticket');
    const form = ana.dialog('New ticket');
    await ana.choose(form, 'Type', 'I need something');
    await form.getByLabel('Some words').waitFor();
    await fill(form);
    await form.getByLabel('How many?').fill('many');
    await form.getByRole('button', { name: 'Create' }).click();
    await form.getByRole('alert').first().waitFor();
    await picture(ana.page, 'refused-field');
    await form.getByLabel('How many?').fill('2');
    await isAllThere(form);
});

it('when another program holds the database, the form says within 3 s that it is busy, and keeps everything', async () => {
    const form = ana.dialog('New ticket');
    const release = await held(running.database);
    try {
        const begin = Date.now();
        await form.getByRole('button', { name: 'Create' }).click();
        await form.getByText(/very busy right now/).waitFor();
        assert.ok(Date.now() - begin < 3000);
        assert.match(await form.locator('.wrong').innerText(), /^What do you need\?/, 'at the top of the form');
        await isAllThere(form);
    } finally {
        await release();
    }
});

it('when something breaks inside, the form gives a reference that the log has too, and keeps everything', async () => {
    const form = ana.dialog('New ticket');
    await sql('ALTER TABLE clock RENAME TO clock_away');
    try {
        await form.getByRole('button', { name: 'Create' }).click();
        const sentence = form.getByText(/reference [2-9A-Z]{6}/);
        await sentence.waitFor();
        const [, reference] = /reference ([2-9A-Z]{6})/.exec(await sentence.innerText());
        await until('the log has it', () => running.bot.output.includes(reference));
        await picture(ana.page, 'refused-inside');
        await isAllThere(form);
    } finally {
        await sql('ALTER TABLE clock_away RENAME TO clock');
    }
});

it('and takes it when it can, with every answer', async () => {
    const form = ana.dialog('New ticket');
    await form.getByRole('button', { name: 'Create' }).click();
    await ana.page.getByRole('dialog', { name: /^REQ-\d+$/ }).waitFor();
    const dev = await sitAt(browser, running, people.dev);
    await dev.go('triage-it');
    const card = dev.card('REQ-1');
    for (const words of ['as light as possible', 'second line', 'Large', 'Mouse', 'Dock', 'Dev Patel', '2031'])
        await card.getByText(words).first().waitFor();
    await picture(dev.page, 'refused-then-taken');
    await dev.page.context().close();
});
