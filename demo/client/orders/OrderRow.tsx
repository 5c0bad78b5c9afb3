import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import type { Order } from '../../contract.ts';
import { cancelOrder } from '../actions.ts';
import { dayOfYear } from '../clock.ts';
import { euros } from '../euros.ts';
import { useWords } from '../language/language.ts';

export function OrderRow({ order: { id, text, amount, at, status } }: { order: Order }) {
  const { orders: words } = useWords();
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
        <span className="tag">{words.cancelled}</span>
      ) : (
        <SafeActionButton handle={cancelling} input={{ orderId: id }} className="button quiet">
          {words.cancel}
        </SafeActionButton>
      )}
      <SafeActionStatus handle={cancelling} live={false} messages={{ done: words.done }} />
    </li>
  );
}
