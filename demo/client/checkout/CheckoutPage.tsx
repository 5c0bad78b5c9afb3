import { useWords } from '../language/language.ts';
import { CartLines } from './CartLines.tsx';
import { useCart } from './cart.ts';
import { PayForm } from './PayForm.tsx';

export function CheckoutPage() {
  const words = useWords();
  const { data: cart } = useCart();
  return (
    <section className="card">
      <h1>{words.pages.checkout}</h1>
      {cart ? (
        <>
          <CartLines cart={cart} />
          {/* A new cart is a new purchase: another slot, and nothing chosen yet. */}
          <PayForm key={cart.id} cart={cart} />
        </>
      ) : (
        <p className="lead">{words.cart.loading}</p>
      )}
    </section>
  );
}
