// Open time and deadlines a second time, written from the specification and not from the C++: the offset of a zone
// comes from Intl.DateTimeFormat, instants are found by searching, and open time is a sorted list of edges.
// Times are whole seconds since 1970; a window is [from, to) in minutes since the midnight of its date.

const kDay = 86_400;
const formats = new Map();
const knownOffsets = new Map();

/** Seconds that the wall clock of `zone` is ahead of UTC at `t`. */
export function offsetAt(zone, t) {
    const key = `${zone} ${t}`;
    const known = knownOffsets.get(key);
    if (known !== undefined) return known;
    if (!formats.has(zone))
        formats.set(
            zone,
            new Intl.DateTimeFormat('en-US', {
                timeZone: zone,
                hourCycle: 'h23',
                ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
                ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
            }),
        );
    const part = {};
    for (const { type, value } of formats.get(zone).formatToParts(t * 1000)) part[type] = Number(value);
    const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) / 1000;
    knownOffsets.set(key, wall - t);
    return wall - t;
}

/** The first second in (low, high] whose offset is not that of `low`, by halving; null when it never changes. */
function changeBetween(zone, low, high) {
    const before = offsetAt(zone, low);
    if (offsetAt(zone, high) === before) return null;
    while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offsetAt(zone, middle) === before) low = middle;
        else high = middle;
    }
    return high;
}

/** All changes of offset in (from, to], in order. Two within six hours would be taken for one. */
export function changes(zone, from, to) {
    const found = [];
    for (let t = from; t < to; t += kDay / 4) {
        const change = changeBetween(zone, t, Math.min(t + kDay / 4, to));
        if (change !== null) found.push(change);
    }
    return found;
}

const knownChanges = new Map();

/** The changes of offset that can matter to a wall-clock time on the day `wall`: two days around it. */
function changesAround(zone, wall) {
    const day = Math.floor(wall / kDay) * kDay;
    const key = `${zone} ${day}`;
    if (!knownChanges.has(key)) knownChanges.set(key, changes(zone, day - 2 * kDay, day + 3 * kDay));
    return knownChanges.get(key);
}

/**
 * The instants at which the wall clock shows `wall` (seconds since 1970 as if it were UTC), in order. When there is
 * none, the instant of the change that skips it.
 */
export function instants(zone, wall) {
    const around = changesAround(zone, wall);
    const begin = Math.floor(wall / kDay) * kDay - 2 * kDay;
    const pieces = [begin, ...around];
    const hits = pieces.flatMap((from, i) => {
        const to = pieces[i + 1] ?? Infinity;
        const t = wall - offsetAt(zone, from);
        return t >= from && t < to ? [t] : [];
    });
    if (hits.length > 0) return { hits };
    const skipping = around.find(t => wall >= t + offsetAt(zone, t - 1) && wall < t + offsetAt(zone, t));
    if (skipping === undefined) throw new Error(`${zone}: no instant and no gap for ${wall}`);
    return { hits: [], gap: skipping };
}

/** First of two openings, second of two closings, the change itself for both in a gap. */
const opening = (zone, wall) => (({ hits, gap }) => hits[0] ?? gap)(instants(zone, wall));
const closing = (zone, wall) => (({ hits, gap }) => hits.at(-1) ?? gap)(instants(zone, wall));

export const dateText = day => new Date(day * kDay * 1000).toISOString().slice(0, 10);
export const dayNumber = text => Date.parse(`${text}T00:00:00Z`) / 1000 / kDay;

const weekdays = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed']; // 1970-01-01 was a Thursday

function windowsOf(calendar, day) {
    const date = dateText(day);
    if (date in calendar.exceptions) return calendar.exceptions[date];
    if (calendar.holidays.includes(date)) return [];
    return calendar.hours[weekdays[((day % 7) + 7) % 7]] ?? [];
}

/** +1 and -1 at the edges of everything open on the dates from `first` to `last`. */
function edgesOf(calendar, first, last) {
    const edges = [];
    for (let day = first; day <= last; day += 1)
        for (const [from, to] of windowsOf(calendar, day)) {
            const begins = opening(calendar.zone, day * kDay + from * 60);
            const ends = closing(calendar.zone, day * kDay + to * 60);
            if (begins < ends) edges.push([begins, 'open', 1], [ends, 'open', -1]);
        }
    return edges;
}

/** The stretches of [from, to) in which something is open and nothing paused: a sweep over all edges. */
export function running(calendar, pauses, from, to) {
    const edges = edgesOf(calendar, Math.floor(from / kDay) - 4, Math.floor(to / kDay) + 4);
    for (const [begins, ends] of pauses)
        if (begins < ends) edges.push([begins, 'paused', 1], [ends, 'paused', -1]);
    edges.push([from, 'inside', 1], [to, 'inside', -1]);
    edges.sort((a, b) => a[0] - b[0]);
    const depth = { open: 0, paused: 0, inside: 0 };
    const stretches = [];
    let since = null;
    for (let i = 0; i < edges.length; ) {
        const t = edges[i][0];
        for (; i < edges.length && edges[i][0] === t; i += 1) depth[edges[i][1]] += edges[i][2];
        const runs = depth.open > 0 && depth.paused === 0 && depth.inside > 0;
        if (since === null && runs) since = t;
        if (since !== null && !runs) {
            stretches.push([since, t]);
            since = null;
        }
    }
    return stretches;
}

export function elapsed(calendar, pauses, from, to) {
    return running(calendar, pauses, from, to).reduce((sum, [a, b]) => sum + b - a, 0);
}

/** The earliest instant at which `target` seconds have run; null when not within `days`. */
export function due(calendar, pauses, start, target, days) {
    let left = target;
    const kChunk = 20 * kDay;
    for (let at = start; at < start + days * kDay; at += kChunk)
        for (const [a, b] of running(calendar, pauses, at, at + kChunk)) {
            if (b - a >= left) return a + left;
            left -= b - a;
        }
    return null;
}
