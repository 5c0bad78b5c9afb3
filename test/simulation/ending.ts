import type { Handle } from '../../src/core/handle.ts';
import { type ActionRecord, parseRecord } from '../../src/core/record.ts';
import { encodeScope } from '../../src/core/slot.ts';
import type { View } from '../../src/core/view.ts';
import type { Page } from './page.ts';
import { isUnprotected, SECRET } from './shop.ts';
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
  world.without = undefined;
  for (const scope of new Set(openRows(world).map((row) => row.scope))) await finish(world, scope);
}

const running = (world: World): Page[] =>
  [...world.pages.values()].filter(({ tab }) => tab.state === 'running');

interface OpenRow {
  scope: string;
  name: string;
  subject: string;
  /** `undefined` where no engine here can read it. */
  record: ActionRecord | undefined;
}

function openRows({ browser }: World, scope?: string): OpenRow[] {
  return browser.disk
    .snapshot()
    .filter(([[table, , owner]]) => table === 'open' && (scope === undefined || owner === scope))
    .map(([[, , owner = '', name = '', subject = ''], value]) => ({
      scope: owner,
      name,
      subject,
      record: parseRecord(value),
    }));
}

/** No button of a running tab is locked for good, and what is open is shown, also where nobody there can read it. */
function look(world: World, page: Page): void {
  const { truth } = world;
  const { id, ports } = page.tab;
  for (const [slot, handle] of page.handles)
    if (isBusy(handle.getView()))
      truth.fail(LIVENESS, `${slot} in ${id} is still ${wordsOf(handle.getView())}`);
  if (ports.store.durability() === 'memory') return;
  for (const row of openRows(world, encodeScope(page.user))) {
    const slot = slotOf(row.name, row.subject);
    const listed = listedIn(page, row);
    const view = (page.handles.get(slot) ?? listed)?.getView();
    const words = view ? wordsOf(view) : 'nothing';
    const what = row.record
      ? `${row.record.requestId}, which is ${row.record.status}`
      : 'what nobody can read';
    if (!listed) truth.fail(LOST, `${id} does not list ${slot} with ${what}`);
    if (!view || view.status === 'idle' || view.status === 'done' || view.status === 'declined')
      truth.fail(LOST, `${id} shows ${words} over ${what}`);
    const isReadable = row.record && row.name !== page.without;
    if (!isReadable && words !== 'check/quarantined')
      truth.fail(LOST, `${id} shows ${words} over ${slot}, which it cannot read`);
  }
}

const listedIn = ({ client }: Page, { name, subject }: OpenRow): Handle | undefined =>
  client.getOpen().find((one) => one.action.name === name && one.subject === subject);

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
  look(world, page);
  for (let tries = 0; tries < 4; tries++) {
    for (const row of openRows(world, scope)) {
      const { record } = row;
      const handle = listedIn(page, row);
      // Nobody who could read it has come: it stays until somebody gives it up.
      if (!record || !handle) continue;
      const life = truth.lives.get(record.requestId);
      if (life) mean(truth, life);
      const view = handle.getView();
      const typedFirst = life?.calls.find(({ method }) => method !== 'GET')?.body;
      const wish = record.input ?? JSON.parse(typedFirst ?? `{"amount":20,"mood":"ok","secret":"${SECRET}"}`);
      const typed = 'needsInput' in view && view.needsInput;
      const button = { what: row.name, subject: row.subject };
      world.tap(page.tab, button, 'the last step', () => (typed ? handle.run(wish) : handle.proceed()));
    }
    await clock.advance(40_000);
    page.tab.page.focus();
    await clock.advance(40_000);
    if (truth.violation) return;
  }
  for (const row of openRows(world, scope)) {
    const { record } = row;
    if (!record) continue;
    const view = listedIn(page, row)?.getView();
    if (view?.status === 'check' && view.step === 'none' && isAtItsEnd(record)) continue;
    // By a clock that was set back nothing of it is sent: its tap has said so, and it waits for the clock, or is given up.
    if (view?.status === 'check' && record.minted.wall > clock.now() + 2000) continue;
    // A call that left while another tab signed somebody in belongs to that user, as the server says each time.
    if (truth.lives.get(record.requestId)?.isForeign) continue;
    truth.fail(
      LIVENESS,
      `${record.requestId} is ${view ? wordsOf(view) : 'not shown'} after four more steps of a person`,
    );
  }
}

/** To send it once more could do harm, or brings the same refusal: only a person can end it. */
const isAtItsEnd = ({ name, barred, doubt }: ActionRecord): boolean =>
  isUnprotected(name) || !!barred || doubt === 'expired';
