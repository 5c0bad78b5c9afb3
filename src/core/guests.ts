import type { Page } from './ports.ts';

/**
 * Which guests this tab has had. A guest is whoever signs in next, and nobody who comes after them: what stays behind,
 * since its place was taken or the store failed, is no later user's (law 9).
 */
export interface Guests {
  /** Somebody is signed in: who is a guest from here on is somebody else, also after a reload. */
  end(user: string): void;
  /** The sessions whose user this is, as no other one has come since: who signs in once more finds what stayed behind. */
  of(user: string): readonly string[];
}

export function createGuests(page: Page): Guests {
  let known: { user: string; sessions: readonly string[] } | undefined;
  const of = (user: string) => (known?.user === user ? known.sessions : []);
  return {
    of,
    end(user) {
      known = { user, sessions: [...of(user), page.session] };
      page.renew();
    },
  };
}
