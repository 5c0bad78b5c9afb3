import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { PrincipalOf, ServerStore } from 'safe-action/server';
import type { Account } from '../contract.ts';
import { accountsIn } from './accounts.ts';
import type { Books } from './books.ts';
import type { Call } from './call.ts';

/** Who asks: a browser, and the account it is signed in to. */
export interface Caller {
  visitor: string;
  user: Account | undefined;
  /** Whose carts and orders these are: the account's, or the visiting browser's. */
  owner: string;
}

/** Outlives the browser, seconds: who pays and restarts is still the same person, and may ask what became of it. */
const YEAR = 31_536_000;
const cookie = { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: YEAR } as const;

/** Gives each browser a name of its own, so that guests do not see each other's carts. */
export function rememberVisitor(c: Context): string {
  const visitor = getCookie(c, 'visitor');
  return visitor ?? renewVisitor(c);
}

export function renewVisitor(c: Context): string {
  const visitor = randomUUID();
  setCookie(c, 'visitor', visitor, cookie);
  return visitor;
}

export async function callerOf(c: Context, store: ServerStore<Books>): Promise<Caller> {
  const visitor = rememberVisitor(c);
  const token = getCookie(c, 'session');
  const user = token && (await store.transact(({ native }) => accountsIn(native).ofSession(token)));
  return { visitor, user: user || undefined, owner: user ? user.id : visitor };
}

/**
 * Whose a request ID is. A guest who signed in keeps what this browser began as a guest; nobody else sees it, since
 * signing out gives the browser another name. What an account began stays the account's, in whatever browser.
 */
export function principalOf(store: ServerStore<Books>): PrincipalOf<Call> {
  return async (_request, { requestId, caller: { visitor, user } }) => {
    const guest = `guest ${visitor}`;
    if (!user) return guest;
    const { row } = await store.transact((tx) => tx.find(requestId));
    return row?.principal === guest ? guest : `user ${user.id}`;
  };
}

export function sessionCookie(token: string): string {
  return `session=${token}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${YEAR}`;
}
