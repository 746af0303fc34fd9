// Who may include whom: the table of rooms, checked on every #include line of the tree.
import assert from 'node:assert/strict';
import test from 'node:test';
import { files, findings, isCpp, text, withoutComments } from './tree.mjs';

// Foreign headers by the library they belong to. What matches none of these is an unknown library.
const libraries = [
    ['standard', /^[a-z_]+$/],
    [
        'system',
        /^(sys|arpa|netinet|net)\/\w+\.h$|^(unistd|fcntl|signal|poll|netdb|pwd|errno|stdlib|time)\.h$/,
    ],
    ['json', /^nlohmann\//],
    ['date', /^date\//],
    ['asio', /^boost\/(asio|system)(\/|\.hpp$)/],
    ['beast', /^boost\/beast(\/|\.hpp$)/],
    ['openssl', /^openssl\//],
    ['sqlite', /^SQLiteCpp\/|^sqlite3\.h$/],
    ['toml', /^toml\+\+\//],
    ['ical', /^libical\//],
    ['cli', /^CLI\//],
    ['log', /^spdlog\//],
    ['cairo', /^cairo\.h$/],
    ['catch', /^catch2\//],
];

// Each room: the rooms it may include beside itself, and the libraries beside the standard one.
const rooms = {
    'handlers/domain': { ours: [], foreign: ['date'] },
    'slack/wire': { ours: ['handlers/domain'], foreign: ['json'] },
    store: { ours: ['handlers/domain'], foreign: ['json', 'openssl'] },
    'store/sqlite': { ours: ['store', 'handlers/domain'], foreign: ['sqlite', 'system'] },
    'handlers/kernel': { ours: ['handlers/domain', 'slack/wire', 'store'], foreign: ['json', 'openssl'] },
    'handlers/<process>': {
        ours: ['handlers/domain', 'handlers/kernel', 'slack/wire', 'store'],
        foreign: ['json'],
    },
    'slack/net': { ours: ['handlers/domain', 'slack/wire'], foreign: ['asio', 'beast', 'openssl', 'system'] },
    'slack/local': {
        ours: ['handlers/domain', 'slack/wire', 'slack/net'],
        foreign: ['asio', 'json', 'openssl'],
    },
    config: { ours: ['handlers/domain'], foreign: ['ical', 'toml'] },
    bot: {
        ours: [
            'config',
            'handlers/domain',
            'handlers/kernel',
            'slack/local',
            'slack/net',
            'slack/wire',
            'store',
            'store/sqlite',
        ],
        foreign: ['asio', 'cairo', 'cli', 'json', 'log', 'openssl', 'system'],
    },
};

// The longest room name that the path begins with; tests may include everything and have none.
function roomOf(path) {
    const known = Object.keys(rooms)
        .filter(room => path.startsWith(room + '/'))
        .sort((a, b) => b.length - a.length)[0];
    const process = /^handlers\/([a-z_]+)\//.exec(path);
    return !known && process ? 'handlers/<process>' : known;
}

const folderOf = path => path.slice(0, path.lastIndexOf('/'));

function includes(path) {
    return findings(
        path,
        withoutComments(text(path)),
        line => /^\s*#\s*include\s+([<"][^>"]+[>"])/.exec(line)?.[1],
    )
        .map(found => /^(.*:\d+): ([<"])([^>"]+)[>"]$/.exec(found))
        .map(([, at, mark, target]) => ({ path, at, ours: mark === '"', target }));
}

const all = files.filter(isCpp).flatMap(includes);
const inRooms = all.filter(line => !line.path.startsWith('tests/'));

test('the include lines of the house are found', () => {
    assert.ok(inRooms.length > 100, `only ${inRooms.length} include lines: is this the whole tree?`);
});

test('our headers are included by their path from the root (tests: or from their own folder)', () => {
    const besideIt = line =>
        line.path.startsWith('tests/') && files.includes(`${folderOf(line.path)}/${line.target}`);
    const lost = all.filter(line => line.ours && !files.includes(line.target) && !besideIt(line));
    assert.deepEqual(
        lost.map(line => `${line.at}: ${line.target}`),
        [],
    );
});

test('each room includes only the rooms below it', () => {
    const wrong = inRooms
        .filter(line => line.ours)
        .filter(line => {
            const from = roomOf(line.path);
            const to = roomOf(line.target);
            return from !== 'handlers/<process>' || to !== from
                ? from !== to && !rooms[from]?.ours.includes(to)
                : folderOf(line.path) !== folderOf(line.target);
        });
    assert.deepEqual(
        wrong.map(line => `${line.at}: ${line.target}`),
        [],
    );
});

test('each room uses only its own libraries', () => {
    const wrong = inRooms
        .filter(line => !line.ours)
        .flatMap(line => {
            const library = libraries.find(([, pattern]) => pattern.test(line.target))?.[0] ?? 'unknown';
            const allowed = library === 'standard' || rooms[roomOf(line.path)]?.foreign.includes(library);
            return allowed ? [] : [`${line.at}: ${line.target} (${library})`];
        });
    assert.deepEqual(wrong, []);
});

test('JSON stays in .cpp files, because each header that shows it costs seconds', () => {
    const forward = 'nlohmann/json_fwd.hpp';
    const wrong = inRooms.filter(
        line => /^nlohmann\//.test(line.target) && line.target !== forward && !line.path.endsWith('.cpp'),
    );
    assert.deepEqual(
        wrong.map(line => line.at),
        [],
    );
});

test('Beast stays in slack/net: no header that another room includes leads to it', () => {
    const mentions = path => /\bbeast::|boost\/beast/.test(withoutComments(text(path)));
    const reached = new Set();
    const waiting = inRooms
        .filter(line => line.ours && roomOf(line.path) !== 'slack/net')
        .map(line => line.target);
    for (let path; (path = waiting.pop());)
        if (files.includes(path) && !reached.has(path)) {
            reached.add(path);
            waiting.push(
                ...includes(path)
                    .filter(line => line.ours)
                    .map(line => line.target),
            );
        }
    const outside = files.filter(path => isCpp(path) && !/^(tests|slack\/net)\//.test(path));
    assert.deepEqual([...outside, ...reached].filter(mentions), []);
});

test('SQL stays in the store', () => {
    const sql =
        /\bSELECT\s+.+\s+FROM\b|\bINSERT\s+(OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE\s+FROM\b|\bCREATE\s+(TABLE|INDEX)\b|"SELECT /;
    const outside = files.filter(path => isCpp(path) && !/^(store|tests)\//.test(path));
    assert.deepEqual(
        outside.flatMap(path => findings(path, withoutComments(text(path)), line => sql.exec(line)?.[0])),
        [],
    );
});
