import { useLocation } from 'wouter';
import { useNewCart } from './cart.ts';

export function NewCartButton() {
  const [, navigate] = useLocation();
  const { mutate: newCart } = useNewCart();
  return (
    <button
      type="button"
      className="button quiet"
      onClick={() => newCart(undefined, { onSuccess: () => navigate('/') })}
    >
      Start a new cart
    </button>
  );
}
