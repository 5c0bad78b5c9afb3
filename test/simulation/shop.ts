import { type Action, defineAction } from '../../src/core/action.ts';
import { processing } from '../../src/core/answers.ts';
import { post, type Send, type SendContext } from '../../src/core/post.ts';

/** What a person asks for. `mood` decides what the server makes of it; `secret` must never be stored by `keep: 'id'`. */
export interface Wish {
  amount: number;
  mood: Mood;
  secret?: string;
}

export type Mood = 'ok' | 'decline' | 'slow' | 'bank';

export type What = 'pay' | 'order' | 'transfer' | 'signUp' | 'note' | 'invite';

/** Stands in every input of an action that keeps only its ID. */
export const SECRET = 'hunter2';

const ORIGIN = 'https://shop.test';
export const ATTEMPT = 'x-attempt';

/** Says on the wire which attempt it is. Only the simulator reads that, to compare claims with the truth. */
function numbered(send: Send<Wish>): Send<Wish> {
  const numbering: Send<Wish> = (input, context, request) =>
    send(
      input,
      {
        ...context,
        fetch: (target, init) => {
          const headers = new Headers(init?.headers);
          headers.set(ATTEMPT, String(context.attempt));
          return context.fetch(target, { ...init, headers });
        },
      },
      request,
    );
  return send.freeze ? Object.assign(numbering, { freeze: send.freeze }) : numbering;
}

const check = (requestId: string, { fetch }: SendContext): unknown => fetch(`${ORIGIN}/status/${requestId}`);

/** A `send` of the app's own: a bank may want to see the person first. */
const transfer: Send<Wish> = async (input, { fetch }) => {
  const response = await fetch(`${ORIGIN}/transfer`, { method: 'POST', body: JSON.stringify(input) });
  if (response.status !== 202) return response;
  const { next } = await response.json();
  return next ? processing({ next }) : response;
};

/** The app's definitions: each kind of endpoint, of keeping, with and without `check`. */
export const definitions: Readonly<Record<What, Action>> = {
  pay: defineAction({
    name: 'pay',
    kind: 'payment',
    keep: 'input',
    endpoint: 'idempotent',
    send: numbered(post(`${ORIGIN}/pay`)),
    check,
    cancel: check,
    describe: ({ amount }: Wish) => `€${amount}`,
  }),
  order: defineAction({
    name: 'order',
    keep: 'input',
    endpoint: 'idempotent',
    send: numbered(post(`${ORIGIN}/order`)),
  }),
  transfer: defineAction({
    name: 'transfer',
    kind: 'payment',
    keep: 'input',
    endpoint: 'idempotent',
    once: false,
    send: numbered(transfer),
  }),
  signUp: defineAction({
    name: 'signUp',
    kind: 'account',
    keep: 'id',
    endpoint: 'idempotent',
    send: numbered(post(`${ORIGIN}/signUp`)),
    check,
  }),
  note: defineAction({
    name: 'note',
    kind: 'message',
    keep: 'input',
    endpoint: 'unprotected',
    send: numbered(post(`${ORIGIN}/note`)),
  }),
  invite: defineAction({
    name: 'invite',
    keep: 'input',
    endpoint: 'unprotected',
    send: numbered(post(`${ORIGIN}/invite`)),
    check,
  }),
};

export const isUnprotected = (what: string): boolean => definitions[what as What]?.endpoint === 'unprotected';
