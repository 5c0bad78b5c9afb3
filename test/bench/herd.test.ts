import { describe, expect, it } from 'vitest';
import { herds } from '../../bench/herd.mjs';

describe('5,000 clients that fail at once', async () => {
  const all = await herds();
  const ours = all['the shipped exponential()'];

  it('are all served with the shipped backoff, within two seconds', () => {
    expect(ours.served).toBe(1);
    expect(ours.p99).toBeLessThan(2000);
  });

  it('come back in a peak of at most a third of what delays without jitter cause', () => {
    expect(ours.peak).toBeLessThanOrEqual(all['TanStack Query'].peak / 3);
  });

  it('are not all served by delays without jitter, nor by full jitter', () => {
    expect(all['TanStack Query'].served).toBeLessThan(0.5);
    expect(all['its delays, full jitter (0-100 %)'].served).toBeLessThan(1);
  });
});
