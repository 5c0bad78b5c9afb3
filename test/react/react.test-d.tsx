// Checked by tsc, never run.
import { expectTypeOf } from 'vitest';
import * as z from 'zod/mini';
import { defineAction } from '../../src/core/action.ts';
import { post } from '../../src/core/post.ts';
import type { CheckReason, Decline, Problem, WaitReason } from '../../src/core/view.ts';
import {
  type Messages,
  OpenActions,
  SafeActionButton,
  SafeActionFieldNote,
  type SafeActionHandle,
  SafeActionProvider,
  SafeActionStatus,
  useOpenActions,
  useSafeAction,
} from '../../src/react/index.ts';

const pay = defineAction({
  name: 'checkout.pay',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  input: z.object({ cartId: z.string(), amount: z.pipe(z.string(), z.transform(Number)) }),
  output: z.object({ id: z.string() }),
  send: post('/api/pay'),
});
const signUp = defineAction({
  name: 'sign-up',
  keep: 'id',
  endpoint: 'idempotent',
  output: z.object({ id: z.string() }),
  send: post('/api/accounts'),
  check: (requestId, { fetch }) => fetch(`/api/accounts/${requestId}`),
  invalidates: (account) => {
    expectTypeOf(account).toEqualTypeOf<Receipt | undefined>();
    return [];
  },
});
const ring = defineAction<void>({ name: 'ring', keep: 'input', endpoint: 'idempotent', send: post('/ring') });

interface Asked {
  cartId: string;
  /** What the schema takes, not what it makes of it. */
  amount: string;
}
interface Receipt {
  id: string;
}

export function Inference(): null {
  const payment = useSafeAction(pay, {
    subject: '42',
    onDone(receipt, { requestId, resumed }) {
      expectTypeOf(receipt).toEqualTypeOf<Receipt>();
      expectTypeOf(requestId).toEqualTypeOf<string>();
      expectTypeOf(resumed).toEqualTypeOf<boolean>();
    },
  });
  expectTypeOf(payment).toEqualTypeOf<SafeActionHandle<Asked, Receipt>>();
  expectTypeOf(payment.run).parameter(0).toEqualTypeOf<Asked>();

  useSafeAction(signUp, {
    // Stored nowhere: after a reload there is no answer.
    onDone: (account) => expectTypeOf(account).toEqualTypeOf<Receipt | undefined>(),
  });

  // @ts-expect-error: the subject of a cart that is still loading
  useSafeAction(pay, { subject: undefined });
  // @ts-expect-error: no subject at all
  useSafeAction(pay, { subject: null });
  // @ts-expect-error: another action's input
  void payment.run({ cartId: '42', amount: 20 });
  // @ts-expect-error: consent is said outright
  void payment.abandon();
  // @ts-expect-error: and only as true
  void payment.abandon({ understood: false });
  return null;
}

export function Narrowing(): null {
  const payment = useSafeAction(pay);
  switch (payment.status) {
    case 'idle':
      expectTypeOf(payment.problem).toEqualTypeOf<Problem | undefined>();
      break;
    case 'pending':
      expectTypeOf(payment.attempt).toEqualTypeOf<number>();
      break;
    case 'wait':
      expectTypeOf(payment.reason).toEqualTypeOf<WaitReason>();
      break;
    case 'retry':
      expectTypeOf(payment.needsInput).toEqualTypeOf<boolean>();
      break;
    case 'check':
      expectTypeOf(payment.reason).toEqualTypeOf<CheckReason>();
      break;
    case 'declined':
      expectTypeOf(payment.decline).toEqualTypeOf<Decline>();
      break;
    case 'done':
      expectTypeOf(payment.data).toEqualTypeOf<Receipt | undefined>();
      break;
    default:
      expectTypeOf(payment).toBeNever();
  }
  // @ts-expect-error: only a `done` has data
  void payment.data;
  return null;
}

export function Getters(): null {
  const payment = useSafeAction(pay);
  const input = { cartId: '42', amount: '20' };
  payment.getButtonProps({ input, onClick: (event) => void event.currentTarget.form, 'aria-label': 'Pay' });
  payment.getButtonProps({ type: 'submit' });
  payment.getFormProps({ input, noValidate: true });
  payment.getFormProps({ input: (data) => ({ cartId: String(data.get('cart')), amount: '20' }) });
  expectTypeOf(payment.getStatusProps().role).toEqualTypeOf<'status'>();
  expectTypeOf(payment.getButtonProps({ input })['data-reason']).toEqualTypeOf<
    WaitReason | CheckReason | undefined
  >();

  // @ts-expect-error: what is it to pay?
  payment.getButtonProps();
  // @ts-expect-error: nor here
  payment.getButtonProps({ className: 'big' });
  // @ts-expect-error: the form gives the input
  payment.getButtonProps({ type: 'submit', input });
  // @ts-expect-error: it would lose the focus
  payment.getButtonProps({ input, disabled: true });
  // @ts-expect-error: the wrong input
  payment.getFormProps({ input: () => ({ cartId: '42' }) });

  const bell = useSafeAction(ring);
  bell.getButtonProps({ input: undefined });
  // @ts-expect-error: that it takes none is said outright
  bell.getButtonProps();
  // @ts-expect-error: nor is a button that only takes the next step meant by it
  bell.getButtonProps({ className: 'bell' });
  useOpenActions()[0]?.getButtonProps();
  useOpenActions()[0]?.getButtonProps({ className: 'banner' });
  return null;
}

export function Components(): unknown {
  const payment = useSafeAction(pay);
  const bell = useSafeAction(ring);
  const input = { cartId: '42', amount: '20' };
  const messages: Partial<Messages> = { retry: 'Kein Netz.', pending: { neutral: 'Läuft…' } };
  return (
    <>
      <SafeActionButton handle={payment} input={input} ref={(button) => button?.focus()} />
      <SafeActionButton handle={payment} type="submit" className="big" messages={messages} />
      <SafeActionButton handle={payment} input={input} render={(props) => <button {...props} />} />
      <SafeActionButton handle={bell} input={undefined} />
      {/* @ts-expect-error: that it takes none is said outright */}
      <SafeActionButton handle={bell} />
      <SafeActionStatus handle={payment} className="info" messages={messages} />
      {useOpenActions().map((open) => (
        <SafeActionButton key={open.subject} handle={open} />
      ))}
      {/* @ts-expect-error: what is it to pay? */}
      <SafeActionButton handle={payment} />
      {/* @ts-expect-error: the wrong input */}
      <SafeActionButton handle={payment} input={{ cartId: '42' }} />
      {/* @ts-expect-error: a per-kind text has a neutral one to fall back to */}
      <SafeActionStatus handle={payment} messages={{ retry: { payment: 'Kein Geld.' } }} />
      {/* @ts-expect-error: a scope is always said, if only as not yet known */}
      <SafeActionProvider client={{} as never} />
    </>
  );
}

/** Wrapped by an app, which hands on what it may have been given; under `exactOptionalPropertyTypes`, as here. */
export function HandedOn({
  onDone,
  pendingLabel,
  live,
  messages,
  filter,
}: {
  onDone?: (receipt: Receipt) => void;
  pendingLabel?: string;
  live?: boolean;
  messages?: Partial<Messages>;
  filter?: (handle: SafeActionHandle) => boolean;
}): unknown {
  const payment = useSafeAction(pay, { subject: '42', onDone });
  return (
    <SafeActionProvider client={{} as never} scope={null} messages={messages}>
      <SafeActionButton handle={payment} type="submit" pendingLabel={pendingLabel} messages={messages} />
      <SafeActionStatus handle={payment} live={live} attempts={live} messages={messages} />
      <SafeActionFieldNote handle={payment} name="amount" messages={messages} />
      <OpenActions filter={filter} messages={messages} />
    </SafeActionProvider>
  );
}
