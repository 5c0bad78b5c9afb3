import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const read = (relative: string): string => readFileSync(path(relative), 'utf8');

const text = read('ARCHITECTURE.md');

/** Both are named without their first folder. */
const sources = [...text.matchAll(/`((?:core|browser|react|server|testing)\/\w+\.tsx?)`/g)].map(
  ([, file = '']) => `src/${file}`,
);
const tests = [...text.matchAll(/`((?:laws|browser|react|bench)\/[\w-]+(?:\.browser)?)`/g)].map(
  ([, file = '']) => `test/${file}.test.ts`,
);

describe('ARCHITECTURE.md', () => {
  it('names only files that exist', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(tests.length).toBeGreaterThan(12);
    expect([...sources, ...tests].filter((file) => !existsSync(path(file)))).toEqual([]);
  });

  it('names a function beside a file that has it', () => {
    const named = [...text.matchAll(/`([\w/]+\.tsx?)` \((`\w+`(?:, `\w+`)*)\)/g)].flatMap(
      ([, file = '', names = '']) => names.split(', ').map((name) => [file, name.slice(1, -1)] as const),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(([file, name]) => !RegExp(`\\b${name}\\b`).test(read(`src/${file}`)))).toEqual([]);
  });

  it('has a row for each law, with its file and its test', () => {
    const rows = [...text.matchAll(/^\| (\d+) \|.*`core\/.*\| `laws\/law-\d\d/gm)];
    expect(rows.map(([, law]) => Number(law))).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  it('gives a reason for every dependency', () => {
    const { dependencies, devDependencies, peerDependencies } = JSON.parse(read('package.json'));
    const all = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
    const silent = all.filter(
      (name) => !name.startsWith('@types/') && !text.includes(`\`${name}\``) && !text.includes(`\`${name}/`),
    );
    expect(silent).toEqual([]);
  });
});
