import { type Action, defineAction, post, processing, type Schema } from 'safe-action';

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

const describe = ({ amount }: Payment) => `Your payment of €${amount}`;
export const cart: Payment = { cartId: '42', amount: 20 };

/** A payment that can be sent again, but not asked about. */
export const pay: Action<Payment, Payment, Receipt> = defineAction<Payment, Payment, Receipt>({
  name: 'checkout.pay',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  send: post('/api/pay'),
  describe,
});

/** A payment that the server can be asked about. */
export const order: Action<Payment, Payment, Receipt> = defineAction<Payment, Payment, Receipt>({
  name: 'checkout.order',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  send: post('/api/orders'),
  check: (requestId, context) => context.fetch(`/api/orders/${requestId}`),
});

/** A payment that the person's bank may want confirmed. */
export const transfer: Action<Payment, Payment, Receipt> = defineAction<Payment, Payment, Receipt>({
  name: 'bank.transfer',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  async send(payment, context) {
    const response = await context.fetch('/api/transfers', { method: 'POST', body: JSON.stringify(payment) });
    if (!response.ok) return response;
    const { next, ...receipt } = await response.json();
    return next ? processing({ next }) : receipt;
  },
  describe,
});

/** A payment that is refused where nothing durable is available. */
export const large: Action<Payment, Payment, Receipt> = defineAction<Payment, Payment, Receipt>({
  name: 'checkout.large',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  durability: 'required',
  send: post('/api/pay'),
});

/** A payment at an endpoint that does not honour the ID. */
export const donate: Action<Payment, Payment, Receipt> = defineAction<Payment, Payment, Receipt>({
  name: 'charity.donate',
  kind: 'payment',
  keep: 'input',
  endpoint: 'unprotected',
  send: post('/api/donations'),
  describe: ({ amount }) => `Your donation of €${amount}`,
});

/** The password is kept nowhere (law 9), so the server has to say what became of it. */
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

const noteSchema: Schema<{ text: string }, { text: string }> = {
  '~standard': {
    version: 1,
    vendor: 'stories',
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
  input: noteSchema,
  send: post('/api/notes'),
  describe: ({ text }) => `Your note “${text}”`,
});

export const message: Action<{ text: string }, { text: string }, unknown> = defineAction({
  name: 'message.send',
  kind: 'message',
  keep: 'input',
  endpoint: 'idempotent',
  send: post('/api/messages'),
  describe: ({ text }) => `Your message “${text}”`,
});

/** Of no kind: the neutral words. */
export const book: Action<{ seat: string }, { seat: string }, unknown> = defineAction({
  name: 'seat.book',
  keep: 'input',
  endpoint: 'idempotent',
  send: post('/api/seats'),
});

export const actions: readonly Action[] = [pay, order, transfer, large, donate, signUp, save, message, book];
