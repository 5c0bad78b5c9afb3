import { defineAction, post } from 'safe-action';
import {
  Account,
  CancelInput,
  Gift,
  GiftInput,
  Order,
  PayInput,
  Profile,
  ProfileInput,
  Receipt,
  SignUpInput,
} from '../contract.ts';
import { euros } from './euros.ts';
import { words } from './language/language.ts';

/** Charges the card once per cart. */
export const pay = defineAction({
  name: 'checkout.pay',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  input: PayInput,
  output: Receipt,
  send: post('/api/pay'),
  check: (requestId, { fetch }) => fetch(`/api/pay/${requestId}`),
  // Shorter than the default, so that nobody waits long for a network they have broken themselves.
  timeout: 5_000,
  describe: ({ amount }) => words().pay.about(euros(amount)),
  invalidates: [['cart'], ['orders']],
});

/** Holds a password: neither it nor the answer is kept anywhere. */
export const signUp = defineAction({
  name: 'account.create',
  kind: 'account',
  keep: 'id',
  endpoint: 'idempotent',
  input: SignUpInput,
  output: Account,
  send: post('/api/accounts'),
  check: (requestId, { fetch }) => fetch(`/api/accounts/by-request/${requestId}`),
  timeout: 5_000,
  invalidates: [['session'], ['cart'], ['orders'], ['profile']],
});

/** Done as often as the person likes; each save once. */
export const saveProfile = defineAction({
  name: 'profile.save',
  kind: 'save',
  keep: 'input',
  endpoint: 'idempotent',
  input: ProfileInput,
  output: Profile,
  send: post('/api/profile', { method: 'PUT' }),
  timeout: 5_000,
  describe: () => words().profile.about,
  invalidates: [['profile']],
});

/** One slot per order: the subject is the order's id. */
export const cancelOrder = defineAction({
  name: 'order.cancel',
  keep: 'input',
  endpoint: 'idempotent',
  input: CancelInput,
  output: Order,
  send: post(({ orderId }) => `/api/orders/${orderId}/cancel`),
  timeout: 5_000,
  describe: () => words().orders.about,
  invalidates: [['orders']],
});

/** Its endpoint ignores request IDs, so it is never sent twice, whatever happens. */
export const sendGift = defineAction({
  name: 'gift.send',
  kind: 'message',
  keep: 'input',
  endpoint: 'unprotected',
  input: GiftInput,
  output: Gift,
  send: post('/api/gift'),
  timeout: 5_000,
  describe: ({ amount }) => words().gift.about(euros(amount)),
});
