import { useState } from 'react';
import { SafeActionButton, SafeActionStatus, useSafeAction } from 'safe-action/react';
import { useLocation } from 'wouter';
import type { Cart } from '../../contract.ts';
import { pay } from '../actions.ts';
import { euros } from '../euros.ts';
import { useWords } from '../language/language.ts';
import { CardChoice, type CardToken } from './CardChoice.tsx';
import { totalOf } from './cart.ts';
import { Paid } from './Paid.tsx';

export function PayForm({ cart }: { cart: Cart }) {
  const { pay: words } = useWords();
  const [, navigate] = useLocation();
  const [card, setCard] = useState<CardToken>('tok_visa');
  const payment = useSafeAction(pay, {
    subject: cart.id,
    onDone: (receipt) => navigate(`/receipt/${receipt.id}`),
  });
  const receiptId = payment.status === 'done' ? payment.data?.id : cart.receiptId;
  if (receiptId) return <Paid receiptId={receiptId} />;

  const amount = totalOf(cart);
  return (
    <div className="pay">
      <CardChoice value={card} onChange={setCard} />
      <SafeActionButton
        handle={payment}
        input={{ cartId: cart.id, amount, card }}
        className="button primary wide"
      >
        {words.button(euros(amount))}
      </SafeActionButton>
      <SafeActionStatus handle={payment} />
      <p className="fine-print">{words.promise}</p>
      {/* On a small screen always at hand. The same action: whichever is tapped, and how often, it is one payment. */}
      <div className="pay-bar">
        <span>{euros(amount)}</span>
        <SafeActionButton handle={payment} input={{ cartId: cart.id, amount, card }} className="button">
          {words.button(euros(amount))}
        </SafeActionButton>
      </div>
    </div>
  );
}
