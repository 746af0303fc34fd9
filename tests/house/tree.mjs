// The files of the project, as the house tests read them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

// Paths of everything that is committed or would be: what .gitignore names is not part of the house.
export const files = execFileSync(
    'git',
    [
        '-c',
        `safe.directory=${root}`,
        'ls-files',
        '--cached',
        '--others',
        '--exclude-standard',
        '--deduplicate',
    ],
    { cwd: root, encoding: 'utf8' },
)
    .trim()
    .split('\n')
    .filter(exists)
    .sort();

function exists(path) {
    try {
        readFileSync(join(root, path));
        return true;
    } catch {
        return false; // deleted in the working tree, not yet in the index
    }
}

export const text = path => readFileSync(join(root, path), 'utf8');
export const isCpp = path => /\.[ch]pp$/.test(path);
export const isBinary = path => /\.(png|jpg|ico|woff2?)$/.test(path);

// Comments become blanks, so that a rule about code is not broken by a sentence about it. Lines keep their numbers.
export function withoutComments(source) {
    return source.replace(
        /\/\*[\s\S]*?\*\/|(^|[^:"'])\/\/[^\n]*/g,
        (hit, before) => (before ?? '') + hit.replace(/[^\n]/g, ' ').slice((before ?? '').length),
    );
}

// "path:line: what" for each line of the file that `find` answers something for.
export function findings(path, source, find) {
    return source.split('\n').flatMap((line, i) => {
        const what = find(line);
        return what ? [`${path}:${i + 1}: ${what}`] : [];
    });
}
