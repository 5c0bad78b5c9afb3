import type { Cart, Line } from '../../contract.ts';
import { euros } from '../euros.ts';
import { totalOf, useChangeQuantity } from './cart.ts';

export function CartLines({ cart }: { cart: Cart }) {
  return (
    <>
      <ul className="cart" aria-label="Your cart">
        {cart.lines.map((line) => (
          <li key={line.id}>
            <div>
              {line.name}
              <small>{euros(line.price)} each</small>
            </div>
            {cart.receiptId ? <span className="quantity">× {line.quantity}</span> : <Quantity line={line} />}
            <span className="amount">{euros(line.price * line.quantity)}</span>
          </li>
        ))}
      </ul>
      <p className="total">
        Total <span data-testid="cart-total">{euros(totalOf(cart))}</span>
      </p>
    </>
  );
}

function Quantity({ line: { id, name, quantity } }: { line: Line }) {
  const { mutate: change } = useChangeQuantity();
  return (
    <fieldset className="quantity">
      <legend className="unseen">Quantity of {name}</legend>
      <button
        type="button"
        aria-label={`Less ${name}`}
        onClick={() => change({ id, quantity: Math.max(0, quantity - 1) })}
      >
        −
      </button>
      <output>{quantity}</output>
      <button
        type="button"
        aria-label={`More ${name}`}
        onClick={() => change({ id, quantity: quantity + 1 })}
      >
        +
      </button>
    </fieldset>
  );
}
