import { CartLines } from './CartLines.tsx';
import { useCart } from './cart.ts';
import { PayForm } from './PayForm.tsx';

export function CheckoutPage() {
  const { data: cart } = useCart();
  return (
    <section className="card">
      <h1>Checkout</h1>
      {cart ? (
        <>
          <CartLines cart={cart} />
          {/* A new cart is a new purchase: another slot, and nothing chosen yet. */}
          <PayForm key={cart.id} cart={cart} />
        </>
      ) : (
        <p className="lead">Getting your cart…</p>
      )}
    </section>
  );
}
