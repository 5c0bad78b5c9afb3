import { expect, it, vi } from 'vitest';
import { scenarios, strikeEveryStep } from './everyStep.ts';

vi.setConfig({ testTimeout: 300_000 });

it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'breaks no law, at whichever step its tab crashes, is suspended or is cached: %s',
  async (_, scenario) => {
    const { steps, broken } = await strikeEveryStep(scenario);
    expect(broken).toEqual([]);
    expect(steps).toBeGreaterThan(20);
  },
);
