import type { Transaction } from '../../src/core/ports.ts';
import { parseRecord } from '../../src/core/record.ts';
import { encodeScope } from '../../src/core/slot.ts';
import type { Change } from '../../src/testing/memoryStore.ts';
import { createVirtualClock, type VirtualClock } from '../../src/testing/virtualClock.ts';
import { type Blow, type Browser, createBrowser, type Tab } from './browser.ts';
import { createDice } from './dice.ts';
import { count, type Faults, faultsIn } from './faults.ts';
import type { TabName } from './happening.ts';
import { every } from './laws/every.ts';
import type { Shown } from './laws/law.ts';
import { inOneTask } from './oneTask.ts';
import { openPage, type Page } from './page.ts';
import { hasServerHalf, type Plan } from './plan.ts';
import { makePlatformQuick } from './quickPlatform.ts';
import { createRealServer } from './realServer.ts';
import { createServer, type Server } from './server.ts';
import type { What } from './shop.ts';
import {
  beganAsGuest,
  comesFromGuest,
  createTruth,
  DISK,
  deedOf,
  forget,
  learn,
  lifeOf,
  lookedAlong,
  mean,
  NEWER,
  signIn,
  type Truth,
} from './truth.ts';
import { type Call, createWire, type Said, type Wire } from './wire.ts';

makePlatformQuick();

/** Unix ms at which every world begins. */
const START = Date.UTC(2030, 0, 1);

const STRUCK: Readonly<Record<Blow, string>> = {
  crash: 'crashes',
  suspend: 'is suspended',
  cache: 'goes into the back/forward cache',
};

export interface World {
  readonly clock: VirtualClock;
  readonly browser: Browser;
  readonly wire: Wire;
  readonly server: Server;
  readonly truth: Truth;
  /** The pages as they were opened last, by the names of their tabs. */
  readonly pages: Map<string, Page>;
  /** What a person waits for. */
  readonly runs: Set<{ tab: Tab; what: string }>;
  /** The action that pages opened from now on do not know. */
  without: What | undefined;
  counts: { steps: number; crashes: number; suspensions: number; calls: number; effects: number };
  readonly faults: Faults;
  open(name: TabName | string): Page;
  await(tab: Tab, what: string, run: Promise<unknown>): void;
  /** As `await`, for what a person does to a slot: from now on a record may tell of a tap. */
  tap(tab: Tab, on: { what: string; subject: string }, what: string, run: () => Promise<unknown>): void;
  evict(): void;
  upgrade(): void;
  offline(ms: number): void;
  /** The network is back, if it was gone. */
  online(): void;
}

/** A browser, a network, a server, and the laws that look at each of their steps. */
export function createWorld(plan: Plan, story?: string[]): World {
  const { seed, buttons, drift, outside = false } = plan;
  const dice = createDice(seed ^ 0x5eed);
  const clock = createVirtualClock({ start: START, walk: inOneTask });
  const mono = clock.clockFor('truth');
  const elapsed = (): number => mono.now().mono;
  let offlineSince: number | undefined;
  let offlineFor = 0;
  const truth = createTruth(
    elapsed,
    () => offlineFor + (offlineSince === undefined ? 0 : elapsed() - offlineSince),
  );
  if (story)
    truth.note = (line) => {
      const words = line();
      if (words) story.push(`${(elapsed() / 1000).toFixed(3).padStart(11)} s  ${words}`);
    };

  /** What each button shows, in the story. */
  const seen = new Map<string, string>();

  const effect = (call: Call): void => {
    if (call.id === undefined) return;
    const life = lifeOf(truth, call.id, { name: call.what, subject: '' });
    truth.note?.(() => `   the server does ${call.what} ${call.id} (attempt ${call.attempt}): ${call.body}`);
    for (const law of every) law.effected?.(truth, call, life);
    life.effects.push(call);
    world.counts.effects++;
  };
  const onCall = (call: Call): void => {
    inMemory(call.tab);
    if (call.id === undefined) {
      truth.fail('law 1: one action, one ID', `${call.tab} sends no ID`);
      return;
    }
    const life = lifeOf(truth, call.id, { name: call.what, subject: '' });
    truth.note?.(
      () =>
        `${call.tab} ${call.method === 'GET' ? 'asks about' : `sends attempt ${call.attempt} of`} ${call.id}${
          Object.keys(call.weather).length > 0 ? ` into ${JSON.stringify(call.weather)}` : ''
        }`,
    );
    for (const law of every) law.called?.(truth, call, life);
    life.calls.push(call);
    if (call.method === 'GET') life.questions++;
    else life.posts++;
    world.counts.calls++;
    for (const fault of faultsIn(call.weather)) count(world.faults, fault);
  };
  const serve = async (call: Call) => {
    const said = await world.server.handle(call);
    truth.note?.(() => `   the server answers ${call.id}: ${said.status} ${JSON.stringify(said.body ?? '')}`);
    return said;
  };
  const onAnswer = (call: Call, said: Said): void => {
    const life = call.id === undefined ? undefined : truth.lives.get(call.id);
    if (life && said.status >= 400 && JSON.stringify(said.body ?? '').includes('scope_mismatch'))
      life.isForeign = true;
    if (life && call.method !== 'GET' && (said.status === 202 || said.status === 409)) life.polls++;
  };
  const inMemory = (tab: string): void => {
    if (truth.tabs.get(tab)?.ports.store.durability() === 'memory') truth.memoryTabs.add(tab);
  };
  const onShown = (one: Shown): void => {
    const { view, tab, what, subject } = one;
    inMemory(tab);
    truth.note?.(() => {
      const words = `${view.status}${'reason' in view ? `/${view.reason}` : ''}`;
      if (seen.get(`${tab} ${what} ${subject}`) === words) return undefined;
      seen.set(`${tab} ${what} ${subject}`, words);
      return words === 'wait/starting' ? undefined : `${tab} shows ${what} ${subject}: ${words}`;
    });
    for (const law of every) law.shown?.(truth, one);
  };

  const pace = { store: () => latency(0.05, 3), channel: () => latency(0.05, 15) };
  const latency = (low: number, high: number): number =>
    dice.chance(0.02) ? dice.between(low, high) * 30 : dice.between(low, high);
  const wire = createWire({ clock, elapsed, pace: () => latency(5, 150), serve, onAnswer, onCall });
  const browser = createBrowser({
    seed,
    clock,
    wire,
    elapsed,
    cookies: () => truth.user.name,
    rate: (tab) => drift?.tabs[tab as TabName] ?? 1,
    pace: (of) => pace[of](),
    onRead: (tab, key) => {
      for (const law of every) law.read?.(truth, tab, key);
    },
    onSignedIn: (one) => {
      const without = world.pages.get(one.tab.name)?.without;
      for (const law of every) law.signedIn?.(truth, { ...one, without });
    },
    onTakenAlong: (tab, began) => lookedAlong(truth, tab.name, began),
    onGuest: (tab, here) => beganAsGuest(truth, tab.name, here),
    onHeard: (tab, scope) => {
      // Whose its guest is already, it has said itself: what it stores since is theirs, too.
      const user = truth.guests.get(tab.name)?.user ?? scope;
      if (scope !== encodeScope(null)) signIn(truth, tab.name, user);
    },
    onBlow: (tab, blow) => {
      if (blow === 'crash') world.counts.crashes++;
      else world.counts.suspensions++;
      count(world.faults, `tab ${STRUCK[blow]}`);
      truth.note?.(() => `** ${tab.id} ${STRUCK[blow]} at its step ${tab.steps}`);
    },
  });
  const onCommit = (changes: readonly Change[], tab: string, place: string): void => {
    for (const law of every) law.changed?.(truth, changes, tab);
    learn(truth, changes, tab, place, (one) => {
      for (const law of every) law.committed?.(truth, one);
    });
  };
  browser.disk.onCommit = (changes, tab) => onCommit(changes, tab, DISK);
  browser.disk.onPrivateCommit = (changes, tab) => onCommit(changes, tab, tab);

  const create = hasServerHalf(plan) ? createRealServer : createServer;
  const world: World = {
    clock,
    browser,
    wire,
    truth,
    server: create({
      clock,
      now: () => START + elapsed() * (drift?.server ?? 1) + (drift?.differs ?? 0),
      pace: () => latency(1, 30),
      effect,
      bookedTwice: (id) => truth.fail('one tap, one effect', `${id} is booked for the second time`),
      outside,
    }),
    pages: new Map(),
    runs: new Set(),
    without: undefined,
    counts: { steps: 0, crashes: 0, suspensions: 0, calls: 0, effects: 0 },
    faults: {},
    open: (name) => {
      const before = world.pages.get(name);
      if (before) world.counts.steps += before.tab.steps;
      before?.tab.close();
      const tab = browser.open(name);
      truth.tabs.set(tab.id, tab);
      const entered = new Set<string>();
      truth.entered.set(tab.id, entered);
      for (const life of truth.lives.values()) mean(truth, life);
      const page = openPage({
        tab,
        user: truth.user.name,
        buttons,
        without: world.without,
        onEntered: (scope) => {
          entered.add(scope);
          if (comesFromGuest(truth, tab.name, scope)) entered.add(encodeScope(null));
          if (scope !== encodeScope(null)) signIn(truth, tab.name, scope);
        },
        onShown,
        onDelivered: (id) => {
          const life = truth.lives.get(id);
          if (life && ++life.delivered > 1 && life.cleared === undefined)
            truth.fail('onDone fires once', `${id} was delivered ${life.delivered} times`);
        },
      });
      world.pages.set(name, page);
      truth.user.told = Math.min(truth.user.told, elapsed());
      return page;
    },
    await: (tab, what, run) => {
      const one = { tab, what };
      world.runs.add(one);
      run.then(
        () => world.runs.delete(one),
        (error) => truth.fail('run never rejects', `${what} in ${tab.id}: ${error}`),
      );
    },
    tap: (tab, on, what, run) => {
      const tap = { deed: deedOf(tab.id, on.what, on.subject) };
      truth.taps.add(tap);
      const running = run();
      const end = (): unknown => truth.taps.delete(tap);
      running.then(end, end);
      world.await(tab, what, running);
    },
    evict: () => {
      browser.disk.clear();
      truth.untouchable.clear();
      for (const life of truth.lives.values()) if (life.place === DISK) forget(truth, life);
    },
    upgrade: () => {
      const newer = async (tx: Transaction): Promise<void> => {
        for (const [key, value] of await tx.range(['open'])) {
          const record = parseRecord(value);
          const life = record && truth.lives.get(record.requestId);
          if (!life) continue;
          life.evicted = true;
          truth.untouchable.set(JSON.stringify(key), JSON.stringify({ ...record, v: 2 }));
          tx.put(key, { ...record, v: 2 });
          return;
        }
      };
      browser.disk
        .storeFor(NEWER)
        .transact('strict', newer)
        .catch(() => {});
    },
    offline: (ms) => {
      if (!wire.online) return;
      offlineSince = elapsed();
      wire.online = false;
      clock.after(ms, world.online);
    },
    online: () => {
      if (offlineSince === undefined) return;
      offlineFor += elapsed() - offlineSince;
      offlineSince = undefined;
      wire.online = true;
    },
  };
  return world;
}
