import { Link } from 'wouter';
import { useWords } from '../language/language.ts';
import { NewCartButton } from './NewCartButton.tsx';

/** Instead of the Pay button: this cart is paid, and nothing here can pay it again. */
export function Paid({ receiptId }: { receiptId: string }) {
  const { pay: words } = useWords();
  return (
    <div className="paid">
      <p>
        <strong>{words.paid}</strong>
      </p>
      <div className="actions">
        <Link href={`/receipt/${receiptId}`} className="button primary">
          {words.receipt}
        </Link>
        <NewCartButton />
      </div>
    </div>
  );
}
