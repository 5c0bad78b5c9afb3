import { encodeScope } from '../../src/core/slot.ts';
import { endWell } from './ending.ts';
import { count, type Faults, faultOf } from './faults.ts';
import { type Happening, tell } from './happening.ts';
import type { Page } from './page.ts';
import type { Plan } from './plan.ts';
import { definitions, SECRET, type Wish } from './shop.ts';
import { deedOf, type Life, mean, slotOf, type Violation } from './truth.ts';
import { createWorld, type World } from './world.ts';

export interface Lived {
  /** Request IDs that lived from mint to end. */
  lives: number;
  counts: World['counts'];
  faults: Faults;
  violation: Violation | undefined;
}

/** Something threw that should not: nothing was proved about any law. */
export const BROKEN = 'the world itself broke';

/** More steps of one tab than this are a loop. */
const LOOP = 10_000;

/** Runs one world from its plan to its end. `story` is filled with a line per step. */
export async function live(plan: Plan, story?: string[]): Promise<Lived> {
  const world = createWorld(plan, story);
  const { truth, clock } = world;
  world.open('A');
  try {
    for (const one of plan.happenings) {
      await clock.advance(Math.max(0, one.at - truth.elapsed()));
      if (truth.violation) break;
      truth.note?.(() => `-- ${tell(one)}`);
      count(world.faults, faultOf(one));
      happen(world, one);
    }
    if (!truth.violation) await endWell(world);
  } catch (error) {
    // The clock throws at a timer that starts itself again without end; anything else is no law.
    truth.fail(String(error).includes('without end') ? 'law 6: bounded' : BROKEN, String(error));
  }
  for (const { tab } of world.pages.values()) {
    world.counts.steps += tab.steps;
    if (tab.steps > LOOP) truth.fail('law 6: bounded', `${tab.id} has taken ${tab.steps} steps`);
  }
  const { counts, faults } = world;
  return { lives: truth.lives.size, counts, faults, violation: truth.violation };
}

/** The page of a tab that runs; opens it where there is none. */
function pageOf(world: World, name: string): Page | undefined {
  const page = world.pages.get(name);
  if (!page || page.tab.state === 'closed') return world.open(name);
  return page.tab.state === 'running' ? page : undefined;
}

function happen(world: World, one: Happening): unknown {
  const { truth, clock, browser, wire, server } = world;
  switch (one.do) {
    case 'tap': {
      const { also } = one;
      const { also: _, ...alone } = one;
      if (also) clock.after(also.ms, () => happen(world, { ...alone, tab: also.tab }));
      const page = pageOf(world, one.tab);
      const handle = page?.handles.get(slotOf(one.what, one.subject));
      if (!page || !handle) return undefined;
      const keepsId = definitions[one.what].keep === 'id';
      const wish: Wish = { amount: one.amount, mood: one.mood, ...(keepsId && { secret: SECRET }) };
      intend(world, page, one);
      for (let count = 0; count < one.times; count++)
        world.tap(page.tab, one, `the tap on ${one.what} ${one.subject}`, () => handle.run(wish));
      return undefined;
    }
    case 'proceed':
    case 'abandon':
    case 'dismiss': {
      const page = pageOf(world, one.tab);
      const handle = page?.handles.get(slotOf(one.what, one.subject));
      if (!page || !handle) return undefined;
      if (one.do === 'proceed') {
        intend(world, page, one);
        return world.tap(page.tab, one, `the next step of ${one.what} ${one.subject}`, () =>
          handle.proceed(),
        );
      }
      if (one.do === 'dismiss') return world.await(page.tab, 'dismiss', handle.dismiss());
      const deed = deedOf(page.tab.id, one.what, one.subject);
      const { givingUp } = truth;
      ask(world, page, one);
      givingUp.set(deed, (givingUp.get(deed) ?? 0) + 1);
      const giving = handle.abandon({ understood: true });
      // Given up twice at once: the first one is still under way when the second has nothing to do.
      void giving.then(() => {
        const others = (givingUp.get(deed) ?? 1) - 1;
        if (others) givingUp.set(deed, others);
        else givingUp.delete(deed);
      });
      return world.await(page.tab, `giving up ${one.what} ${one.subject}`, giving);
    }
    case 'open':
      pageOf(world, one.tab);
      return undefined;
    case 'close':
      world.pages.get(one.tab)?.tab.close();
      return undefined;
    case 'reload': {
      const page = world.pages.get(one.tab);
      if (page?.tab.state !== 'running') return undefined;
      page.tab.page.leave();
      wire.unload(page.tab.id);
      clock.after(5, () => {
        if (page === world.pages.get(one.tab)) world.open(one.tab);
      });
      return undefined;
    }
    case 'focus': {
      const page = pageOf(world, one.tab);
      for (const life of truth.lives.values()) if (life.record?.reason === 'person') mean(truth, life);
      page?.tab.page.focus();
      return undefined;
    }
    case 'cache': {
      const page = world.pages.get(one.tab);
      if (page?.tab.state !== 'running') return undefined;
      page.tab.cache();
      clock.after(one.ms, () => page.tab.resume('show'));
      return undefined;
    }
    case 'loading': {
      const page = pageOf(world, one.tab);
      if (!page) return undefined;
      page.client.setScope(undefined);
      clock.after(one.ms, () => {
        if (page.tab.state === 'running') page.enter(truth.user.name);
      });
      return undefined;
    }
    case 'strike': {
      const page = pageOf(world, one.tab);
      if (!page) return undefined;
      page.tab.strike(page.tab.steps + one.steps, one.blow);
      clock.after(one.ms, () => {
        if (one.blow !== 'crash') page.tab.resume(one.blow === 'cache' ? 'show' : undefined);
        else if (page.tab.state === 'closed' && page === world.pages.get(one.tab)) world.open(one.tab);
      });
      return undefined;
    }
    case 'user': {
      const page = pageOf(world, one.tab);
      if (!page) return undefined;
      const since = truth.elapsed();
      truth.user = { name: one.user, since, told: since };
      page.enter(one.user);
      if (page.tab.state === 'closed') truth.user.told = Number.POSITIVE_INFINITY;
      return undefined;
    }
    case 'offline':
      return world.offline(one.ms);
    case 'weather':
      return wire.next(one.weather, one.times);
    case 'server':
      return server.crash(one.step);
    case 'stall':
      return server.stall(one.before, one.passes, one.ms);
    case 'store':
      return browser.disk.failNext(one.fault, one.times);
    case 'hang': {
      const recover = browser.disk.hang();
      clock.after(one.ms, recover);
      return undefined;
    }
    case 'absent':
      browser.disk.absent = true;
      clock.after(one.ms, () => {
        browser.disk.absent = false;
      });
      return undefined;
    case 'evict':
      return world.evict();
    case 'clock':
      truth.jumps.push({ at: truth.elapsed(), ms: one.ms });
      return clock.jump(one.ms);
    case 'deploy':
      world.without = one.without;
      return undefined;
    case 'upgrade':
      return world.upgrade();
  }
}

/** A person means what the slot holds: a round may begin. */
function intend(world: World, page: Page, button: Place): void {
  for (const life of livesIn(world, button)) mean(world.truth, life);
  ask(world, page, button);
}

/** A person wants something done about what their slot holds, whoever has signed in elsewhere. */
function ask(world: World, { user }: Page, button: Place): void {
  world.truth.asked.set(slotOf(button.what, button.subject), world.truth.elapsed());
  for (const life of livesIn(world, button))
    if (!life.record || life.record.scope === encodeScope(user)) life.asked = world.truth.elapsed();
}

type Place = Readonly<{ what: string; subject: string }>;

const livesIn = ({ truth }: World, { what, subject }: Place): Life[] =>
  [...truth.lives.values()].filter(
    (life) => life.name === what && (life.subject === subject || life.subject === ''),
  );
