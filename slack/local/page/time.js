// Instants as the person in whose place one sits sees them: in that person's time zone, with a 24-hour clock.

const kMonths = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
];
const kDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const kDaySeconds = 86400;

let zone = { name: 'UTC', offset: 0 };
let format = null;

/** Whose clock counts from now on. An unknown zone name falls back to the offset in seconds. */
export function useZone(name, offset) {
    zone = { name, offset: offset ?? 0 };
    try {
        format = new Intl.DateTimeFormat('en-GB', {
            timeZone: name,
            hourCycle: 'h23',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
        });
    } catch {
        format = null;
    }
}

/** The wall clock at `epoch` seconds; `day` counts days since 1970 in that zone. */
export function wall(epoch) {
    const at = new Date(epoch * 1000);
    let local = new Date((epoch + zone.offset) * 1000);
    if (format) {
        const part = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, Number(p.value)]));
        local = new Date(Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second));
    }
    return {
        year: local.getUTCFullYear(),
        month: local.getUTCMonth(),
        date: local.getUTCDate(),
        weekday: local.getUTCDay(),
        hour: local.getUTCHours(),
        minute: local.getUTCMinutes(),
        second: local.getUTCSeconds(),
        day: Math.floor(local.getTime() / 1000 / kDaySeconds),
        seconds: Math.floor(local.getTime() / 1000),
    };
}

/** The instant at which that zone's wall clock shows the given seconds (counted as if it were UTC). */
export function instant(wallSeconds) {
    let epoch = wallSeconds - zone.offset;
    // Two rounds: the first may land on the other side of a change of the clock.
    for (let round = 0; round < 2; round += 1) epoch += wallSeconds - wall(epoch).seconds;
    return epoch;
}

const two = (n) => String(n).padStart(2, '0');
const now = () => Math.floor(Date.now() / 1000);
const ordinal = (n) => (n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th'));

export const clock = (epoch) => `${two(wall(epoch).hour)}:${two(wall(epoch).minute)}`;
export const dayOf = (epoch) => wall(epoch).day;

function relativeDay(w) {
    return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[w.day - wall(now()).day];
}

/** For the line between two days: "Today", "Yesterday", "Friday, November 21st". */
export function dayLabel(epoch) {
    const w = wall(epoch);
    const near = relativeDay(w);
    if (near) return near[0].toUpperCase() + near.slice(1);
    const year = w.year === wall(now()).year ? '' : `, ${w.year}`;
    return `${kDays[w.weekday]}, ${kMonths[w.month]} ${w.date}${ordinal(w.date)}${year}`;
}

/** "today at 10:30", for the last reply of a thread. */
export function moment(epoch) {
    const w = wall(epoch);
    return `${relativeDay(w) ?? kTokens.date_short(w)} at ${clock(epoch)}`;
}

/** The whole instant, for tooltips and as <time datetime>. */
export const fullDate = (epoch) => `${dayLabel(epoch)} at ${clock(epoch)} (${zone.name})`;
export const isoDate = (epoch) => new Date(epoch * 1000).toISOString();

function ago(epoch) {
    const passed = now() - epoch;
    const size = Math.abs(passed);
    const units = [
        [365 * kDaySeconds, 'year'],
        [30 * kDaySeconds, 'month'],
        [kDaySeconds, 'day'],
        [3600, 'hour'],
        [60, 'minute'],
        [1, 'second'],
    ];
    const [length, unit] = units.find(([length]) => size >= length) ?? units[units.length - 1];
    const count = Math.floor(size / length);
    const text = `${count} ${unit}${count === 1 ? '' : 's'}`;
    return passed >= 0 ? `${text} ago` : `in ${text}`;
}

// Slack's date tokens. Source: docs.slack.dev/messaging/formatting-message-text, "Date formatting".
const kTokens = {
    date_num: (w) => `${w.year}-${two(w.month + 1)}-${two(w.date)}`,
    date: (w) => `${kMonths[w.month]} ${w.date}${ordinal(w.date)}, ${w.year}`,
    date_short: (w) => `${kMonths[w.month].slice(0, 3)} ${w.date}, ${w.year}`,
    date_long: (w) => `${kDays[w.weekday]}, ${kTokens.date(w)}`,
    date_pretty: (w) => relativeDay(w) ?? kTokens.date(w),
    date_short_pretty: (w) => relativeDay(w) ?? kTokens.date_short(w),
    date_long_pretty: (w) => relativeDay(w) ?? kTokens.date_long(w),
    time: (w) => `${two(w.hour)}:${two(w.minute)}`,
    time_secs: (w) => `${two(w.hour)}:${two(w.minute)}:${two(w.second)}`,
    ago: (w, epoch) => ago(epoch),
};

/** "{date_short_pretty} {time}" filled in for `epoch`; a token that nobody knows stays as it is. */
export function fillTokens(pattern, epoch) {
    const w = wall(epoch);
    return pattern.replace(/\{(\w+)\}/g, (whole, token) => kTokens[token]?.(w, epoch) ?? whole);
}
