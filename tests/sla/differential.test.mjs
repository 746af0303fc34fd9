// Deskbell's calendar arithmetic against reference.mjs, on random calendars around clock changes, to the second.
// CASES=5000 asks more questions, SEED=… repeats a run.
//
// Node brings its own zone data (ICU), Deskbell reads the system's. The zones and years below were chosen so that both
// agree: mostly 2005 to 2036, because the system's files list changes until 2037, and nothing after the last change of rules
// in countries that decide at short notice.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { changes, dateText, due, dayNumber, elapsed, offsetAt } from './reference.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const deskbell = process.env.DESKBELL_BIN ?? join(root, 'build', 'release', 'deskbell');
const run = promisify(execFile);

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const cases = Number(process.env.CASES ?? 600);
const kPerCalendar = 6; // questions to one calendar
const kDay = 86_400;
const kSearchDays = 366 * 8; // the reference gives up here, and such a question is not asked

// Zones with the years to look at, first and last.
const zones = [
    ['Europe/Berlin', 2005, 2036],
    ['Europe/London', 2005, 2036],
    ['America/New_York', 2005, 2036],
    ['America/St_Johns', 2005, 2036], // until 2011 the clocks change one minute after midnight
    ['America/Santiago', 2005, 2018],
    ['America/Sao_Paulo', 2005, 2019], // at midnight
    ['America/Havana', 2005, 2036], // at midnight
    ['Asia/Beirut', 2005, 2022], // at midnight
    ['Asia/Tehran', 2005, 2022], // at midnight, half an hour off
    ['Africa/Cairo', 2005, 2022], // four changes in 2010 and in 2014
    ['Asia/Amman', 2005, 2021],
    ['Asia/Kolkata', 2005, 2036],
    ['Asia/Kathmandu', 2005, 2036],
    ['Australia/Eucla', 2005, 2036],
    ['Australia/Sydney', 2005, 2036],
    ['Australia/Lord_Howe', 2005, 2036], // half an hour
    ['Pacific/Auckland', 2005, 2036],
    ['Pacific/Chatham', 2005, 2036],
    ['Pacific/Apia', 2010, 2020], // without 2011-12-30
    ['Pacific/Fakaofo', 2010, 2014], // without 2011-12-30
    ['Pacific/Kwajalein', 1993, 1996], // without 1993-08-21
    ['UTC', 2005, 2036],
];

/** Mulberry32: small, good enough, and the same everywhere. */
function generator(state) {
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}
const random = generator(seed);
const between = (low, high) => low + Math.floor(random() * (high - low + 1));
const chance = share => random() < share;
const pick = list => list[between(0, list.length - 1)];

const two = n => String(n).padStart(2, '0');
const clockText = minutes => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
const windowText = ([from, to]) => `${clockText(from)}-${clockText(to > 1440 ? to - 1440 : to)}`;
const utcText = t => `${new Date(t * 1000).toISOString().slice(0, 19)}Z`;

/** The wall clock of a zone with its offset, as RFC 3339 writes it. */
function localText(zone, t) {
    const offset = offsetAt(zone, t);
    const minutes = Math.abs(offset) / 60;
    const sign = offset < 0 ? '-' : '+';
    return `${utcText(t + offset).slice(0, 19)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const minute = () => (chance(0.7) ? between(0, 23) * 60 + pick([0, 0, 15, 30, 45]) : between(0, 1439));

/** One window: a working day, a night shift, something around the hours when clocks change, or anything. */
function window() {
    const kind = between(0, 5);
    if (kind === 0) return [540, 1020];
    if (kind === 1) return [1320, 1800];
    if (kind === 2) return [0, 1440];
    if (kind === 3) return [between(0, 180), between(181, 300)];
    const from = minute();
    const to = minute();
    if (from === to) return [from, 1440];
    return [from, to > from ? to : to + 1440];
}

/** Windows of one date that do not share time. */
function windows() {
    const out = [];
    for (let n = chance(0.6) ? 1 : between(2, 3); n > 0; n -= 1) {
        const [from, to] = window();
        if (out.every(([a, b]) => to <= a || from >= b)) out.push([from, to]);
    }
    return out;
}

/** A day in the zone's years, mostly one close to a change of the clocks; and that change. */
function interestingDay([zone, first, last]) {
    const day = between(dayNumber(`${first}-01-20`), dayNumber(`${last}-11-20`));
    if (chance(0.15)) return { day };
    const found = changes(zone, day * kDay, (day + 330) * kDay).filter(t => t < Date.UTC(last, 11, 1) / 1000);
    if (found.length === 0) return { day };
    const change = pick(found);
    return { day: Math.floor(change / kDay) + between(-2, 1), change };
}

/** A date and a window that opens or closes within, or close to, the wall-clock time that a change skips or doubles. */
function windowAtChange(zone, change) {
    const walls = [change + offsetAt(zone, change - 1), change + offsetAt(zone, change)].sort((a, b) => a - b);
    const near = () => Math.floor(between(walls[0] - 600, walls[1] + 600) / 60);
    const [edge, other] = [near(), chance(0.3) ? near() : null];
    const length = between(30, 600);
    let [from, to] = chance(0.5) ? [edge, edge + length] : [edge - length, edge];
    if (other !== null && other !== edge) [from, to] = [Math.min(edge, other), Math.max(edge, other)];
    const day = Math.floor(from / 1440);
    const last = Math.min(to - day * 1440, from - day * 1440 + 1439);
    return [dateText(day), [from - day * 1440, last]];
}

function calendarAround(name, row, { day, change }) {
    const hours = {};
    for (const weekday of ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
        if (chance(0.75)) hours[weekday] = windows();
    hours.wed ??= [[540, 1020]];
    const holidays = [];
    const exceptions = {};
    for (let offset = -5; offset <= 8; offset += 1) {
        if (chance(0.12)) holidays.push(dateText(day + offset));
        if (chance(0.15)) exceptions[dateText(day + offset)] = chance(0.25) ? [] : windows();
    }
    if (change !== undefined && chance(0.7)) {
        const [date, one] = windowAtChange(row[0], change);
        exceptions[date] = [one];
    }
    return { name, zone: row[0], hours, holidays, exceptions };
}

const listText = texts => `[${texts.map(text => `"${text}"`).join(', ')}]`;

function tomlOf({ name, zone, hours, holidays, exceptions }) {
    const table = (entries, key) =>
        `{ ${Object.entries(entries)
            .map(([at, list]) => `${key(at)} = ${listText(list.map(windowText))}`)
            .join(', ')} }`;
    return [
        `[calendar.${name}]`,
        `timezone = "${zone}"`,
        `hours = ${table(hours, day => day)}`,
        `holidays = ${listText(holidays)}`,
        `exceptions = ${table(exceptions, date => `"${date}"`)}`,
        '',
    ].join('\n');
}

/** An instant as an argument: in UTC, with the zone's offset, or on the wall clock where that is not ambiguous. */
function timeArgument(zone, t) {
    const kind = between(0, 2);
    if (kind === 0) return utcText(t);
    if (kind === 1 || [-1, 1].some(sign => offsetAt(zone, t + sign * 2 * kDay) !== offsetAt(zone, t)))
        return localText(zone, t);
    return utcText(t + offsetAt(zone, t)).slice(0, 19);
}

function question(calendar, day) {
    const start = day * kDay + between(-2 * kDay, kDay);
    const pauses = [];
    for (let n = chance(0.5) ? 0 : between(1, 4); n > 0; n -= 1) {
        const from = start + between(-kDay / 2, 4 * kDay);
        pauses.push([from, from + between(0, chance(0.8) ? kDay : 4 * kDay)]);
    }
    const asked = ['--calendar', calendar.name, '--start', timeArgument(calendar.zone, start), '--json'];
    for (const pause of pauses)
        asked.push('--pause', pause.map(t => timeArgument(calendar.zone, t)).join('/'));
    if (chance(0.5)) {
        const end = start + between(0, chance(0.8) ? 6 * kDay : 60 * kDay);
        return {
            args: ['sla', 'elapsed', ...asked, '--end', timeArgument(calendar.zone, end)],
            expected: { elapsed_s: elapsed(calendar, pauses, start, end) },
        };
    }
    const target = chance(0.5) ? between(1, 48) * 1800 : between(1, chance(0.8) ? 2 * kDay : 20 * kDay);
    const at = due(calendar, pauses, start, target, kSearchDays);
    return (
        at !== null && {
            args: ['sla', 'due', ...asked, '--target', `${target}s`],
            expected: { due: utcText(at), due_local: localText(calendar.zone, at) },
        }
    );
}

async function answer(config, args) {
    const { stdout } = await run(deskbell, [...args, '--config', config], { timeout: 30_000 });
    return JSON.parse(stdout);
}

test(`${cases} questions about random calendars have the answers of the reference`, async t => {
    console.log(`SEED=${seed} CASES=${cases}`);
    const folder = mkdtempSync(join(tmpdir(), 'deskbell-sla-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const config = join(folder, 'calendars.toml');
    const wrong = [];
    const kinds = {};
    for (let asked = 0; asked < cases; ) {
        const calendars = zones.map((row, i) => {
            const when = interestingDay(row);
            return { calendar: calendarAround(`c${i}`, row, when), day: when.day };
        });
        writeFileSync(config, calendars.map(({ calendar }) => tomlOf(calendar)).join('\n'));
        const questions = calendars
            .flatMap(({ calendar, day }) =>
                Array.from({ length: kPerCalendar }, () => ({ calendar, ...question(calendar, day) })),
            )
            .filter(one => one.args)
            .slice(0, cases - asked);
        asked += questions.length;
        const waiting = [...questions];
        await Promise.all(
            cpus().map(async () => {
                for (let one; (one = waiting.pop()); ) {
                    kinds[one.args[1]] = (kinds[one.args[1]] ?? 0) + 1;
                    const got = await answer(config, one.args).catch(e => ({ error: e.stderr || e.message }));
                    try {
                        assert.deepEqual(got, one.expected);
                    } catch {
                        wrong.push({ ...one, got });
                    }
                }
            }),
        );
    }
    console.log(`due: ${kinds.due}, elapsed: ${kinds.elapsed}, wrong: ${wrong.length}`);
    assert.deepEqual(
        wrong.slice(0, 3).map(one => ({
            ...one,
            calendar: tomlOf(one.calendar),
            args: one.args.join(' '),
        })),
        [],
        `${wrong.length} of ${cases} answers differ; repeat with SEED=${seed} CASES=${cases}`,
    );
});
