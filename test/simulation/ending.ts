import { type ActionRecord, parseRecord } from '../../src/core/record.ts';
import { encodeScope } from '../../src/core/slot.ts';
import type { View } from '../../src/core/view.ts';
import type { Page } from './page.ts';
import { SECRET } from './shop.ts';
import { mean, slotOf } from './truth.ts';
import type { World } from './world.ts';

const LIVENESS = 'liveness';
const LOST = 'law 8: nothing is lost';

/** Once faults stop, everything that is open is settled, or asks the person, within this: freshness and a round, by a slow clock; ms. */
const BOUND = 350_000;

/** Ends all faults, lets time pass, and looks whether everything has come to a good end. */
export async function endWell(world: World): Promise<void> {
  const { truth, clock, wire, server, browser } = world;
  truth.note?.(() => '-- all faults end');
  wire.heal();
  world.online();
  server.heal();
  browser.disk.heal();
  browser.disk.absent = false;
  world.without = undefined;
  for (const { tab } of world.pages.values()) {
    tab.strike(-1, 'crash');
    tab.resume('show');
  }
  await clock.advance(10_000);
  for (const page of running(world)) {
    page.enter(truth.user.name);
    page.tab.page.focus();
  }
  await clock.advance(BOUND);
  if (truth.violation) return;
  for (const page of running(world)) look(world, page);
  for (const { tab, what } of world.runs)
    if (tab.state === 'running') truth.fail(LIVENESS, `${what} in ${tab.id} never ends`);
  if (truth.violation) return;
  for (const scope of new Set(openRows(world).map(({ scope }) => scope))) await finish(world, scope);
}

const running = (world: World): Page[] =>
  [...world.pages.values()].filter(({ tab }) => tab.state === 'running');

function openRows(world: World): ActionRecord[] {
  return world.browser.disk
    .snapshot()
    .flatMap(([key, value]) => (key[0] === 'open' ? (parseRecord(value) ?? []) : []));
}

/** No button of a running tab is locked for good, and none is free over an open action. */
function look(world: World, page: Page): void {
  const { truth } = world;
  const scope = encodeScope(page.user);
  const shares = page.tab.ports.store.durability() === 'disk';
  const open = new Map(
    openRows(world)
      .filter((record) => record.scope === scope && shares)
      .map((record) => [slotOf(record.name, record.subject), record]),
  );
  for (const [slot, handle] of page.handles) {
    const view = handle.getView();
    if (isBusy(view)) truth.fail(LIVENESS, `${slot} in ${page.tab.id} is still ${wordsOf(view)}`);
    const record = open.get(slot);
    if (record && (view.status === 'idle' || view.status === 'done' || view.status === 'declined'))
      truth.fail(
        LOST,
        `${page.tab.id} shows ${view.status} over ${record.requestId}, which is ${record.status}`,
      );
  }
}

const isBusy = (view: View): boolean =>
  view.status === 'pending' || (view.status === 'wait' && view.reason !== 'person');

const wordsOf = (view: View): string => `${view.status}${'reason' in view ? `/${view.reason}` : ''}`;

/** Somebody comes back to a new page, and takes the next step until nothing is left to do. */
async function finish(world: World, scope: string): Promise<void> {
  const { truth, clock } = world;
  const now = truth.elapsed();
  truth.user = { name: scope.startsWith('user:') ? scope.slice(5) : null, since: now, told: now };
  for (const { tab } of running(world)) tab.close();
  truth.note?.(() => `-- a new page of ${scope}`);
  const page = world.open('Z');
  await clock.advance(BOUND);
  for (let tries = 0; tries < 4; tries++) {
    for (const record of openRows(world).filter((one) => one.scope === scope)) {
      const handle = page.client
        .getOpen()
        .find(({ action, subject }) => action.name === record.name && subject === record.subject);
      if (!handle)
        return truth.fail(LOST, `${record.requestId} is ${record.status}, and a new page does not show it`);
      const life = truth.lives.get(record.requestId);
      if (life) mean(life, truth.elapsed());
      const view = handle.getView();
      const typedFirst = life?.calls.find(({ method }) => method !== 'GET')?.body;
      const wish = record.input ?? JSON.parse(typedFirst ?? `{"amount":20,"mood":"ok","secret":"${SECRET}"}`);
      const typed = 'needsInput' in view && view.needsInput;
      world.await(page.tab, 'the last step', typed ? handle.run(wish) : handle.proceed());
    }
    await clock.advance(40_000);
    page.tab.page.focus();
    await clock.advance(40_000);
    if (truth.violation) return;
  }
  for (const record of openRows(world).filter((one) => one.scope === scope)) {
    const handle = page.client
      .getOpen()
      .find(({ action, subject }) => action.name === record.name && subject === record.subject);
    const view = handle?.getView();
    if (view?.status === 'check' && view.step === 'none') continue;
    // A call that left while another tab signed somebody in belongs to that user, as the server says each time.
    if (truth.lives.get(record.requestId)?.calls.some(({ user }) => encodeScope(user) !== scope)) continue;
    truth.fail(
      LIVENESS,
      `${record.requestId} is ${view ? wordsOf(view) : 'not shown'} after four more steps of a person`,
    );
  }
}
