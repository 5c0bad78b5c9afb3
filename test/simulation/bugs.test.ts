import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { seededBugs } from './bugs.ts';

// What a seeded bug changes is found by its text: a line that was rewritten would be planted nowhere.
it.each(seededBugs.map((bug) => [bug.name, bug] as const))(
  'finds its line once in the source: %s',
  (_, bug) => {
    const source = readFileSync(new URL(`../../src/${bug.file}`, import.meta.url), 'utf8');
    expect(source.split(bug.line)).toHaveLength(2);
  },
);

it('keeps for each seeded bug the plan that is tried first', () => {
  const plans = JSON.parse(readFileSync(new URL('./found.json', import.meta.url), 'utf8'));
  expect(Object.keys(plans).sort()).toEqual(seededBugs.map(({ name }) => name).sort());
});
