// @ts-nocheck: benches are plain scripts
import { describe, expect, it } from 'vitest';
import { herd, schedules } from '../../bench/herd.mjs';

describe('the herd: 5,000 clients that fail at once', () => {
  it('are all served with the shipped backoff, at a third of the peak that delays without jitter cause', async () => {
    const all: Record<string, Parameters<typeof herd>[0]> = await schedules();
    const ours = herd(all['safe-action: exponential()']);
    const without = herd(all['TanStack Query (1 s x 2^n, no jitter)']);
    expect(ours.served).toBe(1);
    expect(without.served).toBeLessThan(0.5);
    expect(ours.peak * 3).toBeLessThan(without.peak);
  });
});
