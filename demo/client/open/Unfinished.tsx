import { OpenActions } from 'safe-action/react';
import { Link, useLocation } from 'wouter';
import type { Receipt } from '../../contract.ts';
import { pay } from '../actions.ts';
import { useCart } from '../checkout/cart.ts';
import { useWords } from '../language/language.ts';
import { isOnScreen, pathOf } from './place.ts';

/** What is not finished and not on this page: nobody has to remember where they left it. */
export function Unfinished() {
  const words = useWords();
  const [location] = useLocation();
  const { data: cart } = useCart();
  return (
    <OpenActions
      className="unfinished"
      filter={({ action, subject }) => !isOnScreen(action.name, subject, location, cart?.id)}
      formLink={({ action }, label) => (
        <Link href={pathOf(action.name)} className="button quiet">
          {label}
        </Link>
      )}
      render={({ line, step, status }, handle) => (
        <>
          {line}
          {handle.action.name === pay.name && handle.status === 'done' && handle.data && (
            <Link href={`/receipt/${(handle.data as Receipt).id}`} className="button quiet">
              {words.pay.receipt}
            </Link>
          )}
          {step}
          {status}
        </>
      )}
    />
  );
}
