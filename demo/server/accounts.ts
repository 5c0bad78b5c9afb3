import { randomUUID } from 'node:crypto';
import type { Account } from '../contract.ts';
import type { Memory } from './memory.ts';

export type Accounts = ReturnType<typeof createAccounts>;

/** Two accounts are there from the start, so that one can sign in without signing up. */
const fixed: Account[] = [
  { id: 'user-1', label: 'Account 1' },
  { id: 'user-2', label: 'Account 2' },
];

/** Accounts, their sessions and profile names. Passwords are checked for length and thrown away: nobody signs in with one here. */
export function createAccounts(memory: Memory) {
  const byId = memory.table<Account>('accounts');
  const idByEmail = memory.table<string>('account ids by e-mail');
  const userBySession = memory.table<string>('users by session');
  const profileByOwner = memory.table<string>('profile names by owner');

  const reset = () => {
    for (const part of [byId, idByEmail, userBySession, profileByOwner]) part.clear();
    for (const account of fixed) byId.set(account.id, account);
  };
  if (byId.size === 0) reset();

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
