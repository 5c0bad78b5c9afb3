import { type Action, defineAction, type Handle, post } from 'safe-action';

export interface Payment {
  cart: string;
  amount: number;
  note: string;
}

/** Half a kB of input. */
export const input: Payment = { cart: 'c1', amount: 2000, note: 'x'.repeat(500) };

/** An action that succeeds at once. */
export const action = (name: string, kind: 'payment' | 'save'): Action<Payment, Payment, unknown> =>
  defineAction<Payment, Payment, unknown>({
    name,
    kind,
    keep: 'input',
    endpoint: 'idempotent',
    send: post('/pay'),
  });

/** Resolves when the slot has been read. */
export const read = ({ getView, subscribe }: Handle): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      const view = getView();
      if (view.status === 'wait' && view.reason === 'starting') return;
      stop();
      resolve();
    };
    const stop = subscribe(look);
    look();
  });
