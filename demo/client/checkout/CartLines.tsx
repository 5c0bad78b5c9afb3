import type { Cart, Line } from '../../contract.ts';
import { euros } from '../euros.ts';
import { useWords } from '../language/language.ts';
import { totalOf, useChangeQuantity } from './cart.ts';

export function CartLines({ cart }: { cart: Cart }) {
  const { cart: words } = useWords();
  return (
    <>
      <ul className="cart" aria-label={words.label}>
        {cart.lines.map((line) => (
          <li key={line.id}>
            <div>
              {line.name}
              <small>{words.each(euros(line.price))}</small>
            </div>
            {cart.receiptId ? <span className="quantity">× {line.quantity}</span> : <Quantity line={line} />}
            <span className="amount">{euros(line.price * line.quantity)}</span>
          </li>
        ))}
      </ul>
      <p className="total">
        {words.total} <span data-testid="cart-total">{euros(totalOf(cart))}</span>
      </p>
    </>
  );
}

function Quantity({ line: { id, name, quantity } }: { line: Line }) {
  const { cart: words } = useWords();
  const { mutate: change } = useChangeQuantity();
  return (
    <fieldset className="quantity">
      <legend className="unseen">{words.quantity(name)}</legend>
      <button
        type="button"
        aria-label={words.less(name)}
        onClick={() => change({ id, quantity: Math.max(0, quantity - 1) })}
      >
        −
      </button>
      <output>{quantity}</output>
      <button
        type="button"
        aria-label={words.more(name)}
        onClick={() => change({ id, quantity: quantity + 1 })}
      >
        +
      </button>
    </fieldset>
  );
}
