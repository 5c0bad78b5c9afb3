import { randomUUID } from 'node:crypto';
import type { Account } from '../contract.ts';

export type Accounts = ReturnType<typeof createAccounts>;

/** Two accounts are there from the start, so that one can sign in without signing up. */
const fixed: Account[] = [
  { id: 'user-1', label: 'Account 1' },
  { id: 'user-2', label: 'Account 2' },
];

/** Accounts, their sessions and profile names. Passwords are checked for length and thrown away: nobody signs in with one here. */
export function createAccounts() {
  const byId = new Map<string, Account>();
  const idByEmail = new Map<string, string>();
  const userBySession = new Map<string, string>();
  const profileByOwner = new Map<string, string>();

  const reset = () => {
    for (const part of [byId, idByEmail, userBySession, profileByOwner]) part.clear();
    for (const account of fixed) byId.set(account.id, account);
  };
  reset();

  return {
    reset,
    find: (id: string): Account | undefined => byId.get(id),
    isTaken: (email: string): boolean => idByEmail.has(email.toLowerCase()),

    create(email: string): Account {
      const account = { id: `user-${byId.size + 1}`, label: email };
      byId.set(account.id, account);
      idByEmail.set(email.toLowerCase(), account.id);
      return account;
    },

    /** Returns the session's secret token. */
    openSession(account: Account): string {
      const token = randomUUID();
      userBySession.set(token, account.id);
      return token;
    },

    closeSession(token: string | undefined) {
      if (token) userBySession.delete(token);
    },

    ofSession(token: string | undefined): Account | undefined {
      const id = token && userBySession.get(token);
      return id ? byId.get(id) : undefined;
    },

    profileName: (owner: string): string => profileByOwner.get(owner) ?? '',
    nameProfile: (owner: string, name: string) => profileByOwner.set(owner, name),
  };
}
