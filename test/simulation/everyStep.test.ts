import { expect, it, vi } from 'vitest';
import { scenarios, strikeEveryStep } from './everyStep.ts';

vi.setConfig({ testTimeout: 300_000 });

it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'breaks no law, whichever step of the tab it crashes or is suspended at: %s',
  async (_, scenario) => {
    const { steps, broken } = await strikeEveryStep(scenario);
    expect(broken).toEqual([]);
    expect(steps).toBeGreaterThan(20);
  },
);
