import { createHash, randomUUID } from 'node:crypto';
import type { Account } from '../contract.ts';
import type { Books } from './books.ts';

/** Two accounts are there from the start, so that one can sign in without signing up. */
const fixed: Account[] = [
  { id: 'user-1', label: 'Account 1' },
  { id: 'user-2', label: 'Account 2' },
];

/** The browser that created it may sign in to it. */
type Created = Account & { visitor: string };

const session = (token: string): string =>
  `session/${createHash('sha256').update(token).digest('base64url')}`;
const email = (address: string): string => `email/${address.toLowerCase()}`;

/** Accounts, their sessions and profile names. Passwords are checked for length and thrown away: nobody signs in with one here. */
export const accountsIn = (books: Books) => {
  const find = async (id: string): Promise<Account | undefined> => {
    const known = fixed.find((account) => account.id === id) ?? (await books.get<Created>(`account/${id}`));
    return known && { id: known.id, label: known.label };
  };
  return {
    find,
    isTaken: async (address: string): Promise<boolean> => (await books.get(email(address))) !== undefined,

    async create(address: string, visitor: string): Promise<Account> {
      const { length } = await books.list('account/');
      const account = { id: `user-${fixed.length + length + 1}`, label: address };
      await books.insert(`account/${account.id}`, { ...account, visitor } satisfies Created);
      await books.insert(email(address), account.id);
      return account;
    },

    isCreatorOf: async (visitor: string, id: string): Promise<boolean> =>
      (await books.get<Created>(`account/${id}`))?.visitor === visitor,

    /** Returns the session's secret token, of which only a hash is kept. */
    async openSession({ id }: Account): Promise<string> {
      const token = randomUUID();
      await books.put(session(token), id);
      return token;
    },

    async closeSession(token: string | undefined) {
      if (token) await books.delete(session(token));
    },

    async ofSession(token: string | undefined): Promise<Account | undefined> {
      const id = token && (await books.get<string>(session(token)));
      return id ? find(id) : undefined;
    },

    profileName: async (owner: string): Promise<string> =>
      (await books.get<string>(`profile/${owner}`)) ?? '',
    nameProfile: (owner: string, name: string) => books.put(`profile/${owner}`, name),
  };
};
