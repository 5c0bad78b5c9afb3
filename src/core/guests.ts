import type { Page } from './ports.ts';
import { GUEST } from './slot.ts';

/**
 * Which guests this tab has had. A guest is whoever signs in next, and nobody who comes after them: what stays behind,
 * since its place was taken or the store failed, is no later user's (law 9).
 */
export interface Guests {
  /** Under which something is begun in a scope. A user's own is nobody's to take along. */
  session(scope: string): string;
  /** Somebody is here, as this page or another tab says: who is a guest after a user is somebody else. */
  enter(scope: string): void;
  /** The sessions whose user this is, as no other one has come since: who signs in once more finds what stayed behind. */
  of(user: string): readonly string[];
  /** Who this was is the user who is here now: what they began has gone with them, or is about to. */
  isHere(session: string): boolean;
  /** No taking along of them has come to its end: they have signed in by a page load, or left the page meanwhile. */
  owes(user: string): boolean;
  taken(user: string, sessions: readonly string[]): void;
}

/** What a tab remembers of its guests. */
interface Past {
  /** The scope of whoever is here, as it has heard last. */
  readonly here?: string | undefined;
  /** Of whoever has begun something as a guest since. */
  readonly session?: string | undefined;
  /** Who was signed in last, and the sessions of the guests who they were. */
  readonly user?: string | undefined;
  readonly sessions?: readonly string[];
  readonly owed?: boolean;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Whatever lies there: a page may write what it likes into its own storage. */
function pastOf(text: string): Past {
  let past: Record<keyof Past, unknown>;
  try {
    past = { ...JSON.parse(text) };
  } catch {
    // A version before this one wrote a session, and nothing else.
    return { session: text || undefined };
  }
  const { here, session, user, sessions, owed } = past;
  return {
    here: textOf(here),
    session: textOf(session),
    user: textOf(user),
    sessions: Array.isArray(sessions) ? sessions.filter(textOf) : [],
    owed: !!owed,
  };
}

/** Nothing is kept here, but all by the page: another page load of the tab may have had other users (law 9). */
export function createGuests(page: Page): Guests {
  let count = 0;
  const recall = (): Past => pastOf(page.recall() ?? '{}');
  const remember = (past: Past): void => page.remember(JSON.stringify(past));
  const sessionsOf = ({ user, sessions = [] }: Past, of: string | undefined) =>
    of !== undefined && user === of ? sessions : [];

  return {
    session(scope) {
      if (scope !== GUEST) return page.tab;
      const { session = `${page.tab}/${++count}`, ...past } = recall();
      remember({ ...past, session });
      return session;
    },
    enter(scope) {
      let past = recall();
      const { here = GUEST, session } = past;
      // What is begun as a guest beside a user, in a tab that has yet to follow, is that user's.
      const owner = here === GUEST ? scope : here;
      if (session && owner !== GUEST)
        past = { user: owner, sessions: [...sessionsOf(past, owner), session], owed: true };
      if (scope !== GUEST && scope !== past.user) past = { user: scope };
      remember({ ...past, here: scope });
    },
    of: (user) => sessionsOf(recall(), user),
    isHere(session) {
      const past = recall();
      return past.here !== GUEST && sessionsOf(past, past.here).includes(session);
    },
    owes(user) {
      const past = recall();
      return past.user === user && !!past.owed;
    },
    taken(user, sessions) {
      const past = recall();
      // Another one may have come since, or they may have been a guest once more.
      if (past.user === user && String(past.sessions) === String(sessions))
        remember({ ...past, owed: false });
    },
  };
}
