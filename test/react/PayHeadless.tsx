// PayHeadless.tsx
import type { SafeActionHandle } from 'safe-action/react';

export function Pay({ payment, amount }: { payment: SafeActionHandle<{ amount: number }>; amount: number }) {
  const { status, locked } = payment;
  const asks = status === 'check' || (status === 'wait' && !locked);
  const label = asks ? 'Check status' : status === 'retry' ? 'Try again' : `Pay €${amount}`;
  return (
    <>
      <button {...payment.getButtonProps({ input: { amount } })}>{locked ? 'One moment…' : label}</button>
      <p {...payment.getStatusProps()}>{status === 'done' && 'Paid.'}</p>
      <p {...payment.getAlertProps()}>
        {status === 'check' && 'We do not know yet whether you paid. Check the status.'}
        {(status === 'retry' || status === 'declined') && 'Not paid.'}
      </p>
    </>
  );
}
