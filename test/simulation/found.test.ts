import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { seededBugs } from './bugs.ts';
import { live } from './live.ts';
import type { Plan } from './plan.ts';

vi.setConfig({ testTimeout: 60_000 });

const found = new URL('./found.json', import.meta.url);
const plans = Object.entries(JSON.parse(readFileSync(found, 'utf8')) as Record<string, Plan>);

// Each of these plans broke a law with one line of the source changed; some of those lines were wrong once.
it.each(plans)('breaks no law any more where it showed a bug: %s', async (bug, plan) => {
  expect(seededBugs.map(({ name }) => name)).toContain(bug);
  expect((await live(plan)).violation).toBeUndefined();
});
