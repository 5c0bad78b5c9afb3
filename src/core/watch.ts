import { revive, tend, wake } from './keeper.ts';
import type { Ports } from './ports.ts';
import { reread } from './reread.ts';
import { lookAgain, type ScopeHost, stopAll } from './scopeChange.ts';
import { isOpen, isOutdated } from './standing.ts';

/** Listens to the world: other tabs, the network, the page. What it hears is a reason to look again, never a truth. */
export function watchWorld(
  { channel, clock, network, page }: Ports,
  host: ScopeHost,
  /** `entered`: the last one whose cookies this tab had, also while the scope is unknown. */
  current: { scope(): string | undefined; entered(): string | undefined; setQuiet(quiet: boolean): void },
): void {
  const slots = () => {
    const scope = current.scope();
    return scope === undefined ? [] : host.slotsIn(scope);
  };
  channel.listen((message) => {
    // Also of a page that is told of nobody yet, or of no longer: the guest who it had is whoever signs in next. From the
    // back/forward cache it may come back to an unknown one.
    if (message.type === 'scope' && message.scope) host.guests.enter(message.scope);
    const scope = current.entered();
    if (scope === undefined) return;
    if (message.type === 'changed') {
      if (message.scope !== current.scope()) return;
      const slot = host.slotOf(message);
      // That nothing happened is not said on where nobody knows what other tabs have done since (law 7), while its user
      // is here (law 9).
      slot.load().catch(() => {
        if (slot.record?.status === 'retry') reread(slot, () => slot.engine.left(slot));
      });
    } else {
      const other = message.scope !== scope;
      current.setQuiet(other);
      // The other tab shares our cookies: what we sent now would go out under its user's name.
      if (other) stopAll(host, scope);
      for (const slot of host.slotsIn(scope)) {
        if (!other) tend(slot);
        // Whether what its guest began has gone with them depends on who is here.
        slot.refresh();
      }
    }
  });
  network.listen(() => {
    for (const slot of slots()) if (slot.record?.reason === 'offline') tend(slot);
  });
  page.listen((event) => {
    const scope = current.scope();
    if (scope !== undefined && event === 'focus') lookAgain(host, scope).catch(() => {});
    for (const slot of slots()) {
      const { record } = slot;
      if (event === 'focus' && record?.reason === 'person' && !slot.engine.quiet())
        slot.apply({ type: 'wake', focus: true }).catch(() => {});
      // What could not be written in all its tries is written now (law 8), and what time has ended meanwhile offers no
      // step any more (law 10). Else: a tab that died may have stored what it could not tell.
      else if (event === 'focus') {
        const outlived = !!record && isOpen(record) && isOutdated(record, slot.action, clock.now());
        (slot.unwritten.length || outlived ? wake(slot) : slot.load()).catch(() => {});
      }
      if (event === 'show' && slot.read) revive(slot).catch(() => {});
    }
  });
}
