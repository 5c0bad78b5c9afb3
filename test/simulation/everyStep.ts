import type { Blow } from './browser.ts';
import type { Happening, TabName } from './happening.ts';
import { live } from './live.ts';
import type { Plan } from './plan.ts';
import type { What } from './shop.ts';
import type { Violation } from './truth.ts';

/** A short life, and the tab in it that is struck at each of its steps. */
export interface Scenario {
  name: string;
  what: What;
  victim: TabName;
  /** ms from which its steps are counted. */
  from: number;
  happenings: readonly Happening[];
}

const SUBJECT = 'c1';
/** Nothing else happens until then, ms. */
const REST = 90_000;
const tap = (
  at: number,
  tab: TabName,
  what: What,
  mood: 'ok' | 'decline' | 'slow' | 'bank' = 'ok',
): Happening => ({
  at,
  do: 'tap',
  tab,
  what,
  subject: SUBJECT,
  amount: 20,
  mood,
  times: 1,
});
const lost = (at: number, times = 1): Happening => ({
  at,
  do: 'weather',
  weather: { answer: 'drop' },
  times,
});

export const scenarios: readonly Scenario[] = [
  { name: 'a tap', what: 'pay', victim: 'A', from: 0, happenings: [tap(500, 'A', 'pay')] },
  {
    name: 'a lost answer and its retry',
    what: 'pay',
    victim: 'A',
    from: 400,
    happenings: [lost(450), tap(500, 'A', 'pay')],
  },
  { name: 'a decline', what: 'pay', victim: 'A', from: 400, happenings: [tap(500, 'A', 'pay', 'decline')] },
  {
    name: 'a secret',
    what: 'signUp',
    victim: 'A',
    from: 400,
    happenings: [lost(450), tap(500, 'A', 'signUp')],
  },
  {
    name: 'an unprotected endpoint',
    what: 'note',
    victim: 'A',
    from: 400,
    happenings: [lost(450), tap(500, 'A', 'note')],
  },
  {
    name: 'a bank between tap and answer',
    what: 'transfer',
    victim: 'A',
    from: 400,
    happenings: [tap(500, 'A', 'transfer', 'bank'), { at: 3000, do: 'focus', tab: 'A' }],
  },
  {
    name: 'a reload that resumes',
    what: 'pay',
    victim: 'A',
    from: 1010,
    happenings: [lost(450, 2), tap(500, 'A', 'pay', 'slow'), { at: 1000, do: 'reload', tab: 'A' }],
  },
  {
    name: 'a takeover from a tab that was closed',
    what: 'order',
    victim: 'B',
    from: 400,
    happenings: [
      { at: 300, do: 'open', tab: 'B' },
      tap(500, 'A', 'order', 'slow'),
      { at: 1000, do: 'close', tab: 'A' },
    ],
  },
  {
    name: 'a guest who signs in while it is under way',
    what: 'order',
    victim: 'A',
    from: 400,
    happenings: [tap(500, 'A', 'order', 'slow'), { at: 700, do: 'user', tab: 'A', user: 'ann' }],
  },
  {
    name: 'somebody gives up, and begins anew',
    what: 'order',
    victim: 'A',
    from: 9000,
    happenings: [
      { at: 450, do: 'weather', weather: { gateway: { status: 500 } }, times: 9 },
      tap(500, 'A', 'order'),
      { at: 10_000, do: 'abandon', tab: 'A', what: 'order', subject: SUBJECT },
      tap(11_000, 'A', 'order'),
    ],
  },
  {
    name: 'somebody asks what became of it',
    what: 'pay',
    victim: 'A',
    from: 19_900,
    happenings: [
      lost(450, 4),
      tap(500, 'A', 'pay'),
      { at: 20_000, do: 'proceed', tab: 'A', what: 'pay', subject: SUBJECT },
    ],
  },
  {
    name: 'somebody gives up, and the server is asked to cancel',
    what: 'pay',
    victim: 'A',
    from: 5000,
    happenings: [
      { at: 450, do: 'weather', weather: { gateway: { status: 500 } }, times: 4 },
      tap(500, 'A', 'pay'),
      { at: 20_000, do: 'abandon', tab: 'A', what: 'pay', subject: SUBJECT },
    ],
  },
  {
    name: 'a takeover from a tab that sleeps',
    what: 'order',
    victim: 'B',
    from: 600,
    happenings: [
      { at: 300, do: 'open', tab: 'B' },
      { at: 450, do: 'weather', weather: { answer: 'hang' }, times: 1 },
      tap(500, 'A', 'order'),
      { at: 700, do: 'cache', tab: 'A', ms: 60_000 },
    ],
  },
  {
    name: 'a tap in two tabs at once',
    what: 'order',
    victim: 'A',
    from: 400,
    happenings: [{ at: 300, do: 'open', tab: 'B' }, tap(500, 'A', 'order'), tap(503, 'B', 'order')],
  },
  {
    name: 'an outcome that cannot be written',
    what: 'pay',
    victim: 'A',
    from: 400,
    happenings: [
      { at: 450, do: 'weather', weather: { answer: 2000 }, times: 1 },
      tap(500, 'A', 'pay'),
      { at: 1500, do: 'store', fault: 'write', times: 6 },
    ],
  },
  {
    name: 'an ID that is renewed',
    what: 'order',
    victim: 'A',
    from: 400,
    happenings: [{ at: 100, do: 'clock', ms: 600_000 }, tap(500, 'A', 'order')],
  },
  {
    name: 'a tap that waits for the network',
    what: 'pay',
    victim: 'A',
    from: 400,
    happenings: [{ at: 450, do: 'offline', ms: 5000 }, tap(500, 'A', 'pay')],
  },
  {
    name: 'data that is cleared under it',
    what: 'order',
    victim: 'A',
    from: 400,
    happenings: [
      { at: 450, do: 'weather', weather: { answer: 2000 }, times: 1 },
      tap(500, 'A', 'order'),
      { at: 1500, do: 'evict' },
    ],
  },
  {
    name: 'a secret that is typed again',
    what: 'signUp',
    victim: 'A',
    from: 40_010,
    happenings: [
      { at: 450, do: 'weather', weather: { request: 'hang' }, times: 3 },
      tap(500, 'A', 'signUp'),
      { at: 40_000, do: 'reload', tab: 'A' },
      tap(45_000, 'A', 'signUp'),
    ],
  },
  {
    name: 'a takeover from a tab that stopped with its lock',
    what: 'order',
    victim: 'B',
    from: 10_000,
    happenings: [
      { at: 300, do: 'open', tab: 'B' },
      { at: 450, do: 'weather', weather: { answer: 'hang' }, times: 1 },
      tap(500, 'A', 'order'),
      { at: 650, do: 'strike', tab: 'A', steps: 1, blow: 'suspend', ms: 60_000 },
      { at: 700, do: 'focus', tab: 'A' },
    ],
  },
  {
    name: 'somebody gives up what nobody can read, and begins anew',
    what: 'order',
    victim: 'A',
    from: 19_900,
    happenings: [
      { at: 450, do: 'weather', weather: { gateway: { status: 500 } }, times: 4 },
      tap(500, 'A', 'order'),
      { at: 18_000, do: 'upgrade' },
      { at: 19_000, do: 'focus', tab: 'A' },
      { at: 20_000, do: 'abandon', tab: 'A', what: 'order', subject: SUBJECT },
      tap(25_000, 'A', 'order'),
    ],
  },
  {
    name: 'an answer that is dismissed',
    what: 'pay',
    victim: 'A',
    from: 4900,
    happenings: [
      tap(500, 'A', 'pay'),
      { at: 5000, do: 'dismiss', tab: 'A', what: 'pay', subject: SUBJECT },
      { at: 6000, do: 'focus', tab: 'A' },
      tap(7000, 'A', 'pay'),
    ],
  },
  {
    name: 'a tap before it is known what is open',
    what: 'order',
    victim: 'B',
    from: 600,
    happenings: [tap(500, 'A', 'order', 'slow'), { at: 599, do: 'open', tab: 'B' }, tap(600, 'B', 'order')],
  },
  {
    name: 'a guest who signs in and out while it is under way',
    what: 'order',
    victim: 'A',
    from: 400,
    happenings: [
      { at: 450, do: 'weather', weather: { answer: 4000 }, times: 1 },
      tap(500, 'A', 'order'),
      { at: 700, do: 'user', tab: 'A', user: 'ann' },
      { at: 1500, do: 'user', tab: 'A', user: null },
    ],
  },
  {
    name: 'a form that is edited where nothing happened',
    what: 'order',
    victim: 'A',
    from: 9900,
    happenings: [
      { at: 450, do: 'offline', ms: 30_000 },
      tap(500, 'A', 'order'),
      { at: 2000, do: 'clock', ms: 600_000 },
      { at: 5000, do: 'focus', tab: 'A' },
      { ...tap(10_000, 'A', 'order'), amount: 30 } as Happening,
    ],
  },
];

export interface Struck {
  worlds: number;
  steps: number;
  broken: { scenario: string; blow: Blow; step: number; violation: Violation }[];
}

/** A crash, and a suspension or a stay in the cache long enough to be taken for one, at every step of the victim. */
export async function strikeEveryStep(scenario: Scenario, seed = 1): Promise<Struck> {
  const struck: Struck = { worlds: 0, steps: 0, broken: [] };
  const others = scenario.happenings.filter((one) => one.do === 'strike').length;
  for (const blow of ['crash', 'suspend', 'cache'] as const)
    for (let step = 1; ; step++) {
      const strike: Happening = {
        at: scenario.from,
        do: 'strike',
        tab: scenario.victim,
        steps: step,
        blow,
        ms: blow === 'crash' ? 4000 : 60_000,
      };
      const rest: Happening = { at: REST, do: 'weather', weather: {}, times: 0 };
      const happenings = [...scenario.happenings, strike, rest].sort((a, b) => a.at - b.at);
      const plan: Plan = { seed, buttons: [{ what: scenario.what, subject: SUBJECT }], happenings };
      const { violation, counts } = await live(plan);
      struck.worlds++;
      if (violation) struck.broken.push({ scenario: scenario.name, blow, step, violation });
      if (counts.crashes + counts.suspensions <= others) break;
      struck.steps++;
    }
  return struck;
}
