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

/** The rows of one app (design §5). */
export const keys = {
  openIn: (app: string, scope: string): Key => ['open', app, scope],
  open: (app: string, { scope, name, subject }: SlotKey): Key => ['open', app, scope, name, subject],
  settledIn: (app: string, scope: string): Key => ['settled', app, scope],
  settled: (app: string, scope: string, requestId: string): Key => ['settled', app, scope, requestId],
  /** The request ID that was minted last in a slot. */
  latest: (app: string, { scope, name, subject }: SlotKey): Key => ['latest', app, scope, name, subject],
  untilIn: (app: string): Key => ['until', app],
  /** From when (Unix ms) a settled row may go: told by who settled it, to whoever may not read it. */
  until: (app: string, at: number, { scope, name, subject }: SlotKey, requestId: string): Key => [
    'until',
    app,
    String(Math.ceil(at)).padStart(15, '0'),
    scope,
    name,
    subject,
    requestId,
  ],
  /** What a person gave up without anybody being able to read it. */
  aside: (app: string, { scope, name, subject }: SlotKey, at: number): Key => [
    'aside',
    app,
    scope,
    name,
    subject,
    String(at),
  ],
};
