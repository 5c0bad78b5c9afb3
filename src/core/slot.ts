import type { Key } from './ports.ts';

/** Where an action lives on the client: the scope is encoded, see `encodeScope`. */
export interface SlotKey {
  readonly scope: string;
  readonly name: string;
  readonly subject: string;
}

/** `null` is no IndexedDB key, so a guest has a spelling of its own that no user id can take. */
export function encodeScope(scope: string | null): string {
  return scope === null ? 'guest' : `user:${scope}`;
}

/** The scope of whoever is not signed in. */
export const GUEST: string = encodeScope(null);

/** Where the rows of one app lie (design §5). */
export function keysOf(app: string) {
  const of = (table: string, { scope, name, subject }: SlotKey): Key => [table, app, scope, name, subject];
  return {
    openIn: (scope: string): Key => ['open', app, scope],
    open: (slot: SlotKey): Key => of('open', slot),
    settledIn: (scope: string): Key => ['settled', app, scope],
    settled: (scope: string, requestId: string): Key => ['settled', app, scope, requestId],
    /** The request ID that was minted last in a slot. */
    latest: (slot: SlotKey): Key => of('latest', slot),
    /** From when (Unix ms) a settled row may go: told by who settled it, to whoever may not read it. */
    until: (at: number, { scope, name, subject }: SlotKey, requestId: string): Key => [
      'until',
      app,
      String(Math.ceil(at)).padStart(15, '0'),
      scope,
      name,
      subject,
      requestId,
    ],
    /** What a person gave up without anybody being able to read it. */
    aside: (slot: SlotKey, at: number): Key => [...of('aside', slot), String(at)],
    /** Every row of a table, in all scopes. */
    all: (table: 'open' | 'settled' | 'until'): Key => [table, app],
  };
}
