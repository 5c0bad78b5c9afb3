import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const page = readFileSync(path('docs/security.md'), 'utf8');
const table = (page.split('## Threats')[1] ?? '').split('\n## ')[0] ?? '';
const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| threat'));

it('names, for each threat of docs/security.md, tests that exist', () => {
  expect(rows.length).toBeGreaterThanOrEqual(11);
  for (const row of rows) {
    const tests = [...row.matchAll(/`(test\/[\w./-]+)`/g)].map(([, file = '']) => file);
    expect(tests, row).not.toEqual([]);
    expect(tests.filter((file) => !existsSync(path(file)))).toEqual([]);
  }
});
