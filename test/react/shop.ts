import { type Action, defineAction } from '../../src/core/action.ts';
import { processing } from '../../src/core/answers.ts';
import { post } from '../../src/core/post.ts';
import type { Schema } from '../../src/core/standardSchema.ts';

export interface Payment {
  cartId: string;
  amount: number;
}

export interface Receipt {
  id: string;
}

export interface Person {
  email: string;
  password: string;
}

/** A payment whose input is kept, and whose status cannot be asked for. */
export const pay: Action<Payment, Payment, Receipt> = defineAction<Payment, Payment, Receipt>({
  name: 'checkout.pay',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  send: post('/api/pay'),
  describe: ({ amount }) => `€${amount}`,
});

/** The password is stored nowhere (law 9), so the server must say what became of it. */
export const signUp: Action<Person, Person, { id: string } | undefined> = defineAction<
  Person,
  Person,
  { id: string }
>({
  name: 'account.create',
  kind: 'account',
  keep: 'id',
  endpoint: 'idempotent',
  send: post('/api/accounts'),
  check: (requestId, context) => context.fetch(`/api/accounts/${requestId}`),
});

const note: Schema<{ text: string }, { text: string }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => {
      const { text } = value as { text: string };
      return text ? { value: { text } } : { issues: [{ message: 'Write something', path: ['text'] }] };
    },
  },
};

/** A form that may be sent again with other words after a failure. */
export const save: Action<{ text: string }, { text: string }, unknown> = defineAction({
  name: 'note.save',
  kind: 'save',
  keep: 'input',
  endpoint: 'idempotent',
  input: note,
  send: post('/api/notes'),
});

/** Money for somebody: who it is for is in the words. */
export const gift: Action<{ to: string }, { to: string }, unknown> = defineAction({
  name: 'money.give',
  kind: 'message',
  keep: 'input',
  endpoint: 'idempotent',
  input: {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => {
        const { to } = value as { to: string };
        return to ? { value: { to } } : { issues: [{ message: 'To whom?', path: ['to'] }] };
      },
    },
  } satisfies Schema<{ to: string }, { to: string }>,
  send: post('/api/gifts'),
  describe: ({ to }) => `Money for ${to}`,
});

/** Nothing but a tap; the endpoint is not to be called twice (law 12). */
export const ring: Action<void, void, unknown> = defineAction<void, void, unknown>({
  name: 'door.ring',
  keep: 'input',
  endpoint: 'unprotected',
  send: (_input, { fetch }) => fetch('/api/ring', { method: 'POST' }),
});

/** A payment that the person's bank may want confirmed. */
export const transfer: Action<void, void, { id: string }> = defineAction<void, void, { id: string }>({
  name: 'bank.transfer',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  async send(_input, context) {
    const response = await context.fetch('/api/transfer', { method: 'POST' });
    const { next, ...answer } = await response.json();
    return next ? processing({ next }) : answer;
  },
});

/** Nothing but a tap, too, whose answer is a secret. */
export const renew: Action<void, void, { key: string } | undefined> = defineAction<
  void,
  void,
  { key: string }
>({
  name: 'key.renew',
  keep: 'id',
  endpoint: 'idempotent',
  send: post('/api/key'),
  check: (requestId, { fetch }) => fetch(`/api/key/${requestId}`),
});

export const actions: readonly Action[] = [pay, signUp, save, gift, ring, transfer, renew];
