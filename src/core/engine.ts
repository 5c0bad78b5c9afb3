import type { Action } from './action.ts';
import { type ActionEvent, eventsBetween } from './actionEvent.ts';
import type { Instant } from './age.ts';
import { defined, register } from './catalog.ts';
import { combineNetwork } from './combinedNetwork.ts';
import { createDoneNews } from './doneNews.ts';
import { createEmitter } from './emitter.ts';
import { createGuests } from './guests.ts';
import type { Handle, Round, SafeActions } from './handle.ts';
import { tend } from './keeper.ts';
import { createLedger } from './ledger.ts';
import { persist } from './persist.ts';
import type { Ports } from './ports.ts';
import { arrive, enterScope, readScope, type ScopeHost } from './scopeChange.ts';
import { encodeScope, GUEST, type SlotKey } from './slot.ts';
import { createSlot } from './slotDriver.ts';
import { createHandle, type SlotHandle } from './slotHandle.ts';
import type { Slot, Surroundings } from './slotState.ts';
import { isOpen } from './standing.ts';
import { createStrays } from './strays.ts';
import { subjectOf } from './subject.ts';
import { watchWorld } from './watch.ts';

/** The whole client, in any world. One per app and page load. */
export function createEngine(world: Ports, app: string, definitions: readonly Action[]): SafeActions {
  const network = combineNetwork(world.network);
  const ports: Ports = { ...world, network };
  const actions = register(definitions);
  const ledger = createLedger(ports, app, actions);
  const events = createEmitter<ActionEvent>();
  const rounds = createEmitter<Round>();
  const news = createDoneNews();
  const strays = createStrays(ports.clock, news);
  const guests = createGuests(ports.page);
  const opens = createEmitter<void>();
  const slots = new Map<string, Slot>();
  const handles = new Map<string, SlotHandle>();
  const visited = new Set<string>();
  /** What this page load could not read in all its tries. */
  const missed = new Set<string>();
  let open: readonly Handle[] = [];
  /** As last asked for; `shown` follows once the records of a guest have come along. */
  let asked: string | undefined;
  let shown: string | undefined;
  let last: string | undefined;
  let stays = 0;
  let entering: Promise<void> | undefined;
  let quiet: Instant | undefined;

  /** Lengths first, so that no two places are spelled alike. */
  const id = ({ name, subject }: Omit<SlotKey, 'scope'>, scope = '') =>
    `${scope.length} ${name.length} ${scope}${name}${subject}`;
  /** A name that this deploy does not know: held and shown, never sent (law 8). */
  const actionOf = (name: string) => actions.get(name) ?? ({ name } as Action);

  const around: Surroundings = {
    ports,
    ledger,
    session: guests.session,
    // Another tab of theirs has told so, or this tab remembers.
    hasSignedIn: ({ scope, session }) => scope === GUEST && (!!quiet || guests.isHere(session)),
    quiet: (since) => !!quiet && (!since || since.mono <= quiet.mono),
    stay: () => stays,
    left: ({ key: { scope } }, stay = stays) => scope !== last || (scope === GUEST && stay !== stays),
    emit: events.emit,
    round: rounds.emit,
    done(slot, record) {
      // Of an action that only another deploy knows there is nothing to tell: who hears of it could ask for no handle.
      if (actions.has(slot.key.name)) news.tell(slot, record, slot.key.scope === shown);
    },
    changed(slot) {
      if (slot.key.scope === shown) handles.get(id(slot.key))?.notify();
      listOpen();
    },
    stray: strays.add,
    displaced: (slot, record) => void strays.displaced(slot, record),
    moved(record) {
      const slot = slots.get(id(record, record.scope));
      const beside = () => {
        if (slot && slot.record?.requestId !== record.requestId) strays.add(slot, record);
      };
      slot?.load().then(beside, beside);
    },
  };

  const slotOf = ({ scope, name, subject }: SlotKey): Slot => {
    const key = { scope, name, subject };
    const known = slots.get(id(key, scope));
    if (known) return known;
    // A page load that has given up takes up nothing any more: nobody waits for it.
    const slot = createSlot(around, key, actionOf(name), !visited.has(scope) && !missed.has(scope));
    slots.set(id(key, scope), slot);
    return slot;
  };

  const handleOf = (name: string, subject: string): SlotHandle => {
    const key = { name, subject };
    const known = handles.get(id(key));
    if (known) return known;
    const current = () => (shown === undefined ? undefined : slotOf({ scope: shown, ...key }));
    const handle = createHandle(actionOf(name), subject, current, ports.clock.now, () => asked);
    handles.set(id(key), handle);
    return handle;
  };

  const isShown = ({ key, record, quarantined }: Slot): boolean =>
    key.scope === shown && (quarantined || (!!record && !record.hidden && (isOpen(record) || !!record.late)));

  const listOpen = (): void => {
    const all = [...slots.values()];
    ports.page.warnBeforeLeaving(
      all.some(({ record, view }) => record && isOpen(record) && view.durability === 'memory'),
    );
    const now = [
      ...all.filter(isShown).map(({ key }) => handleOf(key.name, key.subject)),
      ...strays
        .all()
        .filter(({ slot }) => isShown(slot))
        .map(({ handle }) => handle),
    ];
    if (now.length === open.length && now.every((handle, index) => handle === open[index])) return;
    open = now;
    opens.emit();
  };

  const host: ScopeHost = {
    ledger,
    clock: ports.clock,
    channel: ports.channel,
    guests,
    slotsIn: (scope) => [...slots.values()].filter(({ key }) => key.scope === scope),
    slotOf,
    rekey(slot, key) {
      const left = slot.key;
      slots.delete(id(left, left.scope));
      slot.key = key;
      slots.set(id(key, key.scope), slot);
      // The person may be back in the scope that it left, where somebody looks at its place.
      if (left.scope === shown) handles.get(id(left))?.notify();
    },
    isUsed(key) {
      const there = slots.get(id(key, key.scope));
      return !!there?.busy || !!there?.record;
    },
    hand: news.moved,
    carry: strays.carry,
    firstVisit: (scope) => scope === last && !visited.has(scope) && !!visited.add(scope),
    visited: (scope) => visited.has(scope),
    missed: (scope) => missed.has(scope),
    shows: (scope) => scope === shown,
    show(scope) {
      if (scope !== asked) return;
      shown = scope;
      // What other tabs did while it was away was not heard: unread is not empty, nor what it was (laws 7 and 11).
      for (const slot of host.slotsIn(scope)) {
        slot.read = false;
        slot.refresh();
      }
      tellAll();
      news.shows(scope);
    },
  };

  const tellAll = (): void => {
    for (const handle of handles.values()) handle.notify();
    listOpen();
  };

  /** These cookies are this scope's: tabs that are in another one end their rounds. */
  const announce = (scope: string): void => {
    quiet = undefined;
    ports.channel.post({ type: 'scope', scope });
    if (scope === shown) for (const slot of host.slotsIn(scope)) tend(slot);
  };

  const forgetGone = (): void => {
    for (const slot of host.slotsIn(GUEST)) {
      slot.went = undefined;
      slot.refresh();
    }
  };

  watchWorld(ports, host, {
    scope: () => shown,
    entered: () => last,
    setQuiet: (now) => {
      quiet = now ? ports.clock.now() : undefined;
    },
  });

  const client: SafeActions = {
    app,
    setScope(next) {
      const to = next === undefined ? undefined : encodeScope(next);
      if (to === asked) {
        // Said again, as by somebody who signs in once more: other tabs may be of another user (law 9).
        // A guest who is only shown once more is no news of whoever another tab has told of; but what has gone with that
        // one stands in no other guest's way.
        if (to === undefined) return;
        if (to === GUEST) forgetGone();
        else guests.enter(to);
        announce(to);
        return;
      }
      asked = to;
      shown = undefined;
      // At once: nobody may see, or tap, what the scope that ends has shown (law 9).
      tellAll();
      if (to === undefined) return;
      guests.enter(to);
      if (to !== GUEST) forgetGone();
      announce(to);
      // A page load may be the sign-in of a guest of the one before.
      const from = last ?? (guests.owes(to) ? GUEST : undefined);
      if (from !== to) stays++;
      last = to;
      const enter = () => enterScope(host, from, to).catch(() => reread(to));
      // Said again while what a guest began comes along: that has come first.
      const entered = (entering && from === to ? entering.then(enter) : enter()).then(() => {
        if (entering === entered) entering = undefined;
      });
      if (from === GUEST) entering = entered;
    },
    handle: (action, subject = '') =>
      handleOf(defined(actions, action).name, subjectOf(action.name, { subject })),
    run: (action, input, options) => client.handle(action, subjectOf(action.name, options)).run(input),
    getOpen: () => open,
    subscribeOpen: opens.listen,
    subscribe: events.listen,
    onRound: rounds.listen,
    onDone: news.listen,
    async history(requestId) {
      const record = shown === undefined ? undefined : await ledger.byId(shown, requestId);
      return record ? eventsBetween(null, record, ports.clock.now().wall) : [];
    },
    combineOnline: network.combine,
  };

  /** A store that could not be read may hold open actions: it is asked again, a bounded number of times. */
  const reread = (scope: string): void => {
    persist(ports.clock, 1000, 3, async () => scope === asked && readScope(host, scope)).catch(() => {
      missed.add(scope);
      arrive(host.slotsIn(scope));
    });
  };
  return client;
}
