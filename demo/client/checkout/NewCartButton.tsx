import { useLocation } from 'wouter';
import { useWords } from '../language/language.ts';
import { useNewCart } from './cart.ts';

export function NewCartButton() {
  const { cart: words } = useWords();
  const [, navigate] = useLocation();
  const { mutate: newCart } = useNewCart();
  return (
    <button
      type="button"
      className="button quiet"
      onClick={() => newCart(undefined, { onSuccess: () => navigate('/') })}
    >
      {words.fresh}
    </button>
  );
}
