import { createDice, type Dice } from './dice.ts';
import type { Button, Happening, TabName } from './happening.ts';
import { serverSteps, stallPoints } from './server.ts';
import type { What } from './shop.ts';
import type { Weather } from './wire.ts';

/** All that will happen in one world, decided by its seed. */
export interface Plan {
  seed: number;
  /** The buttons on the screen of each tab. */
  buttons: readonly Button[];
  happenings: readonly Happening[];
  drift?: Drift;
  /** The real server pays and orders at a provider's. */
  outside?: boolean;
}

/** Clocks that run fast or slow: the monotonic ones of the tabs by their names, and the server's, which also differs. */
interface Drift {
  tabs: Readonly<Record<TabName, number>>;
  server: number;
  /** ms */
  differs: number;
}

type Deed = Happening extends infer One ? (One extends Happening ? Omit<One, 'at'> : never) : never;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** From this seed on more can happen; the worlds before it stay what they are, for they are known by their seeds. */
const MORE = 3_000_000;
/** From this one on the server half's process also stops for a while, and it is there in every second world. */
const STALLS = 100_000_000;
const TABS: readonly TabName[] = ['A', 'A', 'A', 'A', 'B', 'B', 'C'];
const KINDS: Readonly<Record<What, number>> = {
  pay: 5,
  order: 8,
  transfer: 2,
  signUp: 2,
  note: 1,
  invite: 1,
};

export function planOf(seed: number): Plan {
  const dice = createDice(seed);
  const buttons: Button[] = Array.from({ length: 1 + Math.floor(dice.between(0, 4)) }, (_, index) => ({
    what: dice.weighted(KINDS),
    subject: `c${index + 1}`,
  }));
  // Some worlds are calm, most have a little trouble, some have nothing else.
  const trouble = dice.pick([0, 0.15, 0.3, 0.3, 0.5, 0.7]);
  const happenings: Happening[] = [];
  let at = 0;
  for (let count = Math.floor(dice.between(6, 26)); count > 0; count--) {
    at += pause(dice, trouble);
    const deed = dice.chance(trouble) ? fault(dice) : person(dice, buttons);
    happenings.push({ at: Math.round(at), ...deed } as Happening);
  }
  const plan: Plan = { seed, buttons, happenings, ...(seed % 7 === 1 && { drift: drifting(dice) }) };
  if (seed < MORE) return plan;
  const more = withMore(plan, dice);
  return seed < STALLS || !hasServerHalf(plan) ? more : withStalls(more, dice);
}

/** Most worlds have the model of a server, which is four times as fast; the others the server half itself. */
export const hasServerHalf = ({ seed }: Plan): boolean => seed % (seed < STALLS ? 4 : 2) === 0;

/** A lease is 30 s. */
function withStalls(plan: Plan, dice: Dice): Plan {
  const taps = plan.happenings.filter((one) => one.do === 'tap' || one.do === 'proceed');
  const stalls = Array.from({ length: Math.floor(dice.between(1, 4)) }, (): Happening => {
    const { at } = dice.pick(taps.length > 0 ? taps : plan.happenings);
    const ms = dice.pick([500, 5000, 20_000, 31_000, 45_000, 90_000]) * dice.between(0.9, 1.1);
    const passes = dice.pick([0, 0, 0, 1, 2, 3, 5]);
    return { at, do: 'stall', before: dice.pick(stallPoints), passes, ms };
  });
  const happenings = [...stalls, ...plan.happenings].sort((one, other) => one.at - other.at);
  return { ...plan, happenings, outside: plan.seed % 4 === 0 };
}

function withMore(plan: Plan, dice: Dice): Plan {
  const last = plan.happenings.at(-1)?.at ?? 0;
  const more = Array.from({ length: Math.floor(dice.between(0, 4)) }, () => {
    // Beside something else, or somewhere in between.
    const beside = dice.pick(plan.happenings).at + dice.between(-200, 200);
    const at = Math.max(0, Math.round(dice.chance(0.6) ? beside : dice.between(0, last)));
    return { at, ...rarer(dice) } as Happening;
  });
  const happenings = [...plan.happenings, ...more].sort((one, other) => one.at - other.at);
  return { ...plan, happenings, ...(plan.seed % 8 === 0 && { outside: true }) };
}

function rarer(dice: Dice): Deed {
  const tab = dice.pick(TABS);
  const ms = dice.pick([20, 500, 5000, 60_000]) * dice.between(0.5, 1.5);
  switch (dice.weighted({ loading: 4, user: 3, absent: 2, hang: 2, late: 1, server: 2 })) {
    case 'loading':
      return { do: 'loading', tab, ms };
    case 'user':
      return { do: 'user', tab, user: dice.pick([null, 'ann', 'bob']) };
    case 'absent':
      return { do: 'absent', ms: 10_000 + ms };
    case 'hang':
      return { do: 'hang', ms };
    case 'late':
      return { do: 'weather', weather: { twice: dice.between(1, 40) * HOUR }, times: 1 };
    case 'server':
      return { do: 'server' };
  }
}

/** In a seventh of the worlds: 1 to 5 % each way, and a server that is up to ten minutes off. */
function drifting(dice: Dice): Drift {
  const rate = (): number => 1 + dice.between(0.01, 0.05) * dice.pick([-1, 1]);
  return {
    tabs: { A: rate(), B: rate(), C: rate() },
    server: rate(),
    differs: dice.pick([0, -3000, 3000, 200_000, -600_000, 600_000]),
  };
}

/** From the same moment to tomorrow. */
function pause(dice: Dice, trouble: number): number {
  switch (dice.weighted({ now: 3, soon: 8, later: 6, minutes: 1.5 * trouble, day: 0.4 * trouble })) {
    case 'now':
      return dice.between(0, 20);
    case 'soon':
      return dice.between(20, 1500);
    case 'later':
      return dice.between(1500, 15_000);
    case 'minutes':
      return dice.between(15_000, 600_000);
    case 'day':
      return dice.between(0.5, 1.5) * DAY;
  }
}

function person(dice: Dice, buttons: readonly Button[]): Deed {
  const tab = dice.pick(TABS);
  const button = dice.pick(buttons);
  switch (dice.weighted({ tap: 30, proceed: 2, abandon: 1, dismiss: 0.5, focus: 0.5, open: 0.5 })) {
    case 'tap':
      return {
        do: 'tap',
        tab,
        ...button,
        // The form is edited now and then.
        amount: dice.chance(0.8) ? 20 : 30,
        mood: dice.weighted({ ok: 12, decline: 1, slow: 1, bank: button.what === 'transfer' ? 12 : 0 }),
        times: dice.chance(0.2) ? 2 : 1,
        // And impatient people have two tabs.
        ...(dice.chance(0.1) && {
          also: { tab: dice.pick(TABS), ms: dice.between(0, dice.pick([10, 100, 300, 600])) },
        }),
      };
    case 'proceed':
      return { do: 'proceed', tab, ...button };
    case 'abandon':
      return { do: 'abandon', tab, ...button };
    case 'dismiss':
      return { do: 'dismiss', tab, ...button };
    case 'focus':
      return { do: 'focus', tab };
    case 'open':
      return { do: 'open', tab };
  }
}

function fault(dice: Dice): Deed {
  const tab = dice.pick(TABS);
  const ms = dice.pick([50, 400, 2500, 8000, 20_000, 60_000]) * dice.between(0.5, 1.5);
  const times = dice.pick([1, 1, 1, 2, 5]);
  const steps = 1 + Math.floor(dice.between(0, 40));
  switch (
    dice.weighted({
      weather: 30,
      strike: 20,
      reload: 6,
      cache: 4,
      close: 2,
      server: 6,
      store: 8,
      hang: 3,
      offline: 5,
      user: 5,
      clock: 3,
      evict: 1.5,
      absent: 1.5,
      deploy: 1.5,
      upgrade: 1,
    })
  ) {
    case 'weather':
      return { do: 'weather', weather: weather(dice), times };
    case 'strike':
      return { do: 'strike', tab, steps, blow: dice.pick(['crash', 'suspend'] as const), ms };
    case 'reload':
      return { do: 'reload', tab };
    case 'cache':
      return { do: 'cache', tab, ms };
    case 'close':
      return { do: 'close', tab };
    case 'server':
      return { do: 'server', ...(dice.chance(0.8) && { step: dice.pick(serverSteps) }) };
    case 'store':
      return { do: 'store', fault: dice.pick(['open', 'read', 'write', 'commit', 'report'] as const), times };
    case 'hang':
      return { do: 'hang', ms };
    case 'offline':
      return { do: 'offline', ms: dice.chance(0.2) ? 400_000 : ms };
    case 'user':
      return { do: 'user', tab, user: dice.pick([null, 'ann', 'bob']) };
    case 'clock':
      return { do: 'clock', ms: Math.round(dice.pick([-DAY, DAY, -3000, -1500, 1500, 600_000, -600_000])) };
    case 'evict':
      return { do: 'evict' };
    case 'absent':
      return { do: 'absent', ms };
    case 'deploy':
      return { do: 'deploy', ...(dice.chance(0.6) && { without: dice.weighted(KINDS) }) };
    case 'upgrade':
      return { do: 'upgrade' };
  }
}

function weather(dice: Dice): Weather {
  const long = dice.pick([100, 1000, 5000, 9000, 12_000, 40_000]) * dice.between(0.5, 1.5);
  const status = dice.pick([500, 503, 429, 408, 401, 403, 404, 409, 502]);
  const said = {
    status,
    ...(dice.chance(0.3) && { headers: { 'Retry-After': String(Math.floor(dice.between(0, 40))) } }),
  };
  switch (
    dice.weighted({
      refuse: 3,
      lost: 3,
      slow: 3,
      drop: 5,
      silent: 3,
      late: 3,
      twice: 3,
      gateway: 6,
      instead: 3,
    })
  ) {
    case 'refuse':
      return { request: 'refuse' };
    case 'lost':
      return { request: 'hang' };
    case 'slow':
      return { request: long };
    case 'drop':
      return { answer: 'drop' };
    case 'silent':
      return { answer: 'hang' };
    case 'late':
      return { answer: long };
    case 'twice':
      return { twice: long };
    case 'gateway':
      return { gateway: said };
    case 'instead':
      // Who answers for the server after it has worked does not know that nothing happened.
      return { instead: { ...said, status: dice.pick([500, 502, 503, 504, 408, 429]) } };
  }
}
