import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Account } from '../contract.ts';
import type { Accounts } from './accounts.ts';

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

export function callerOf(c: Context, accounts: Accounts): Caller {
  const visitor = rememberVisitor(c);
  const user = accounts.ofSession(getCookie(c, 'session'));
  return { visitor, user, owner: user?.id ?? visitor };
}

/** As a header, so that it can be stored with an answer: a repeat signs in, too. */
export function sessionCookie(token: string): string {
  return `session=${token}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${YEAR}`;
}
