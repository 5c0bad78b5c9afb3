import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import type { Order } from '../../contract.ts';
import { cancelOrder } from '../actions.ts';
import { dayOfYear } from '../clock.ts';
import { euros } from '../euros.ts';

export function OrderRow({ order: { id, text, amount, at, status } }: { order: Order }) {
  const cancelling = useSafeAction(cancelOrder, { subject: id });
  return (
    <li aria-label={text}>
      <div className="order">
        <strong>{text}</strong>
        <small>
          {dayOfYear(at)} · {euros(amount)}
        </small>
      </div>
      {status === 'cancelled' ? (
        <span className="tag">Cancelled</span>
      ) : (
        <SafeActionButton handle={cancelling} input={{ orderId: id }} className="button quiet">
          Cancel order
        </SafeActionButton>
      )}
      <SafeActionStatus handle={cancelling} messages={{ done: 'This order is cancelled.' }} />
    </li>
  );
}
