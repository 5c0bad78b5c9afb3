import { useOpenActions } from 'safe-action/react';
import { useLocation } from 'wouter';
import { useCart } from '../checkout/cart.ts';
import { OpenAction } from './OpenAction.tsx';
import { isOnScreen } from './place.ts';

/** What is not finished and not on this page: nobody has to remember where they left it. */
export function OpenActions() {
  const [location] = useLocation();
  const { data: cart } = useCart();
  const elsewhere = useOpenActions().filter(
    ({ action, subject }) => !isOnScreen(action.name, subject, location, cart?.id),
  );
  return (
    <aside className="open-actions" aria-label="Not finished yet" hidden={elsewhere.length === 0}>
      {elsewhere.map((handle) => (
        <OpenAction key={`${handle.action.name}/${handle.subject}`} handle={handle} />
      ))}
    </aside>
  );
}
