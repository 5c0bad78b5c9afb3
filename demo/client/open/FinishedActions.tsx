import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Receipt } from '../../contract.ts';
import { pay } from '../actions.ts';
import { useCart } from '../checkout/cart.ts';
import { safeActions } from '../safeActions.ts';
import { isOnScreen, placeOf } from './place.ts';

interface Finished {
  key: string;
  text: string;
  receiptId?: string;
}

/** Good news of what is finished while its own page is not on the screen: a banner must not just vanish. */
export function FinishedActions() {
  const [finished, setFinished] = useState<Finished[]>([]);
  const [location] = useLocation();
  const { data: cart } = useCart();
  const here = useRef({ location, cartId: cart?.id });
  useEffect(() => {
    here.current = { location, cartId: cart?.id };
  });
  useEffect(
    () =>
      safeActions.onDone(({ action, subject, data, input }) => {
        if (isOnScreen(action.name, subject, here.current.location, here.current.cartId)) return;
        const key = `${action.name}/${subject}`;
        const described: string | undefined = input === undefined ? undefined : action.describe?.(input);
        const text = described ?? placeOf(action.name).text;
        const news = action === pay ? { key, text, receiptId: (data as Receipt).id } : { key, text };
        setFinished((others) => [...others.filter((other) => other.key !== key), news]);
      }),
    [],
  );
  const close = (key: string) => setFinished((others) => others.filter((other) => other.key !== key));
  return (
    <div role="status" className="open-actions">
      {finished.map(({ key, text, receiptId }) => (
        <div key={key} className="open-action">
          <p>
            <strong>{text}</strong> went through.
          </p>
          <div className="actions">
            <button type="button" className="button quiet" onClick={() => close(key)}>
              Close
            </button>
            {receiptId && (
              <Link href={`/receipt/${receiptId}`} className="button quiet" onClick={() => close(key)}>
                View receipt
              </Link>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}
