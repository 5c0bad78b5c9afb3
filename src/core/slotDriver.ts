import type { Action } from './action.ts';
import { eventsBetween } from './actionEvent.ts';
import { age, type Instant } from './age.ts';
import { isDue } from './due.ts';
import { hush, OLD, REREADINGS, tend } from './keeper.ts';
import type { Applied } from './ledger.ts';
import { read } from './reading.ts';
import type { ActionRecord } from './record.ts';
import type { Found } from './rows.ts';
import { sameJson } from './sameJson.ts';
import { sameRecord } from './sameRecord.ts';
import { perform } from './sender.ts';
import { sightingOf } from './sighting.ts';
import type { SlotKey } from './slot.ts';
import type { Slot, Surroundings } from './slotState.ts';
import { isActive, isOpen } from './standing.ts';
import { STARTING } from './starting.ts';
import { viewOf } from './viewOf.ts';

/** Drives the machine for one slot: store first, then effects, then the view. */
export function createSlot(engine: Surroundings, key: SlotKey, action: Action, arriving = false): Slot {
  const { ports, ledger } = engine;
  const { clock, page, network, random, channel } = ports;
  let loading: Promise<Instant> | undefined;
  let waiting: (() => void)[] = [];
  /** Whoever tapped waits: for the tap, for what this tab sends, and for other tabs while they are in its scope. */
  const isUnderWay = (): boolean => {
    const { status } = slot.view;
    const waits = status === 'pending' || status === 'wait';
    // Nothing more leaves for it in a scope that was left, though that may not be written yet.
    const mine = slot.record?.owner === page.tab && (!slot.hushed || status === 'pending');
    return !!slot.busy || (waits && (mine || !engine.left(slot)));
  };
  /** What has come into the slot since this was written, if a reading finds that anything has. */
  const since = async ({ record, moved }: Applied, meant?: string): Promise<Found | undefined> => {
    const beside = meant !== undefined && !!slot.record && meant !== slot.record.requestId;
    if (moved || !record || beside) return undefined;
    const found = await ledger.find(slot.key).catch(() => undefined);
    return found && !sameRecord(record, found.record) ? found : undefined;
  };
  const tell = ({ record, before, moved }: Applied): void => {
    if (!record || record === before) return;
    if (moved) engine.moved(record);
    for (const happened of eventsBetween(before, record, clock.now().wall)) engine.emit(happened);
    channel.post({ type: 'changed', ...slot.key, scope: record.scope });
  };
  /** Its slot has moved on to another ID: it is shown beside it (law 8). */
  const stray = (requestId: string | undefined, { record, moved }: Applied): boolean => {
    if (moved || requestId === undefined || !slot.record || requestId === slot.record.requestId) return false;
    if (record) engine.stray(slot, record);
    return true;
  };
  const slot: Slot = {
    engine,
    action,
    key,
    record: null,
    quarantined: false,
    read: false,
    seen: false,
    arriving,
    busy: false,
    hushed: false,
    hushes: 0,
    problem: undefined,
    changed: false,
    taps: 0,
    veiled: false,
    went: undefined,
    owed: undefined,
    unwritten: [],
    live: new Set(),
    grip: undefined,
    cancelTimer: undefined,
    rounding: false,
    view: STARTING,
    situate: (event) => ({
      sendable: false,
      ...event,
      policy: action,
      tab: page.tab,
      online: network.online(),
      draw: random.number(),
    }),
    async apply(event, requestId) {
      for (let next = slot.unwritten[0]; next; next = slot.unwritten[0]) {
        const written = await ledger.apply(slot.key, next.event, next.requestId, next.before);
        tell(written);
        stray(next.requestId, written);
        // Written twice at once, by a timer and a tap, it is still one.
        if (slot.unwritten[0] === next) slot.unwritten.shift();
      }
      const known = slot.record?.owner === page.tab ? slot.record : null;
      const blank = slot.read && !slot.record && !slot.quarantined && event.type === 'tap';
      const began = clock.now();
      const applied = await ledger.apply(slot.key, slot.situate(event), requestId, known, blank);
      const { record, effects, moved, quarantined } = applied;
      // This tab was stopped as it wrote: what it wrote is shown, and done, where it still stands (law 7).
      const newer = age(began, clock.now()) > OLD ? await since(applied, requestId) : undefined;
      // The call first, the telling after: a tap's way to the wire is short.
      if (newer) slot.adopt(newer, isDue(newer.record, record) ? effects : []);
      else if (moved) {
        if (!record || slot.record?.requestId === record.requestId)
          slot.adopt({ record: null, quarantined: false });
      } else if (stray(requestId, applied)) {
        // Its slot holds another one.
      } else if (record || quarantined || requestId === undefined) slot.adopt(applied, effects);
      // It is gone, past its retention: whoever waits for it hears so. What was over stays on the screen.
      else if (slot.record && isOpen(slot.record)) void slot.load().catch(() => {});
      tell(applied);
      return applied;
    },
    adopt({ record, quarantined }, effects = []) {
      const before = slot.record;
      const other = record?.requestId !== before?.requestId;
      if (other) {
        slot.changed = false;
        slot.owed = undefined;
      }
      // What was over is open again where a tab that still sends has put it back into cleared data (law 8).
      const open = !!record && isOpen(record);
      if (other || open || !slot.seen) slot.veiled = !slot.seen && !!record && !open && !!record.delivered;
      const happened =
        record?.status === 'done' &&
        (!slot.seen ? !record.delivered : before?.status !== 'done' || (other && isNewer(record, before)));
      if (record || quarantined) slot.went = undefined;
      else if (before && (isOpen(before) || (before.status === 'done' && action.once))) slot.went = before;
      // A tap that sent nothing says so until the next one, or until the slot has moved on.
      if (other || before?.status !== record?.status) slot.problem = undefined;
      if (quarantined && !slot.quarantined) slot.say({ type: 'problem', code: 'quarantined' });
      // What another tab has in hand is another round.
      if (record && record.owner !== page.tab && !slot.busy) slot.hushed = false;
      slot.record = record;
      slot.quarantined = quarantined;
      slot.read = true;
      slot.seen = true;
      const mine = record?.owner === page.tab && (record.status === 'pending' || record.status === 'wait');
      const round = mine && !slot.rounding;
      const begins = round || (mine && before?.reason === 'person' && isActive(record));
      slot.rounding = mine;
      perform(slot, record, effects);
      if (other && before && (record || quarantined)) engine.displaced(slot, before);
      // Another user has come while it was written, by a look of who is at their bank, or by a tap whose commit was
      // reported as failed and is found after all: the call waits for its lock, and hears of it there (law 9).
      if (begins && !slot.busy && (engine.quiet() || engine.left(slot))) hush(slot);
      slot.refresh();
      if (round)
        engine.round({ action, subject: key.subject, requestId: record.requestId, finished: slot.ended() });
      // After the view: who hears that it is done may look at the handle, and must not read that it is under way.
      if (happened && record) engine.done(slot, record);
      tend(slot);
    },
    load() {
      loading ??= read(slot, REREADINGS).finally(() => {
        loading = undefined;
      });
      return loading;
    },
    refresh() {
      const view = viewOf(sightingOf(slot));
      if (!sameJson(view, slot.view)) {
        slot.view = view;
        engine.changed(slot);
      }
      if (isUnderWay()) return;
      const over = waiting;
      waiting = [];
      for (const resolve of over) resolve();
    },
    async ended() {
      if (isUnderWay()) await new Promise<void>((resolve) => waiting.push(resolve));
      return slot.view;
    },
    say: (detail) =>
      engine.emit({
        at: clock.now().wall,
        name: key.name,
        subject: key.subject,
        ...(slot.record && { requestId: slot.record.requestId }),
        ...detail,
      }),
  };
  return slot;
}

/** By when its ID was minted. */
function isNewer(record: ActionRecord, than: ActionRecord): boolean {
  return record.minted.wall > than.minted.wall;
}
