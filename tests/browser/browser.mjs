// Starts the machine's own Chromium, and looks at its pages the way every test here does.
import assert from 'node:assert/strict';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const kArguments = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
];
const kNames = ['chromium', 'chromium-browser', 'google-chrome'];
/** Nothing on this machine takes longer unless it hangs. */
export const kPatienceMs = 15000;

/** The browser's program: CHROMIUM, or the first one in PATH. */
function program() {
    if (process.env.CHROMIUM) return process.env.CHROMIUM;
    const places = process.env.PATH.split(':').flatMap((folder) => kNames.map((name) => join(folder, name)));
    const found = places.find((path) => {
        try {
            accessSync(path, constants.X_OK);
            return true;
        } catch {
            return false;
        }
    });
    assert.ok(found, 'no Chromium in PATH: install it, or set CHROMIUM to its path');
    return found;
}

export const startBrowser = () => chromium.launch({ executablePath: program(), args: kArguments });

/**
 * A page of its own profile. Anything that goes wrong inside, and any request that leaves `url`, is kept in
 * `page.wrong`.
 * `welcome` leaves the strip for newcomers open.
 */
export async function openPage(
    browser,
    url,
    { as = '', welcome = false, width = 1280, height = 800, hash = '' } = {},
) {
    const context = await browser.newContext({ viewport: { width, height }, timezoneId: 'America/New_York' });
    context.setDefaultTimeout(kPatienceMs);
    const page = await context.newPage();
    page.wrong = [];
    page.on('pageerror', (error) => page.wrong.push(error.message));
    page.on('console', (line) => {
        if (/Content Security Policy|Uncaught/.test(line.text())) page.wrong.push(line.text());
    });
    page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== new URL(url).host)
            page.wrong.push(request.url());
    });
    if (!welcome) await page.addInitScript(() => localStorage.setItem('deskbell.welcome-seen', '1'));
    await page.goto(`${url}/${as ? `?as=${as}` : ''}${hash}`);
    await page.getByRole('button', { name: /^You are/ }).waitFor();
    return page;
}

let serial = 0;
/** A picture into the folder SCREENSHOTS, when there is one. */
export async function picture(page, name) {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    serial += 1;
    await page.screenshot({ path: join(folder, `${String(serial).padStart(2, '0')}-${name}.png`) });
}

/** Waits until `check` gives something true, and gives that. */
export async function until(what, check) {
    const end = Date.now() + kPatienceMs;
    while (Date.now() < end) {
        const found = await check();
        if (found) return found;
        await new Promise((resolve) => {
            setTimeout(resolve, 20);
        });
    }
    throw new assert.AssertionError({ message: `waited in vain for: ${what}` });
}
