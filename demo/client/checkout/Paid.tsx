import { Link } from 'wouter';
import { NewCartButton } from './NewCartButton.tsx';

/** Instead of the Pay button: this cart is paid, and nothing here can pay it again. */
export function Paid({ receiptId }: { receiptId: string }) {
  return (
    <div className="paid">
      <p>
        <strong>This cart is paid.</strong>
      </p>
      <div className="actions">
        <Link href={`/receipt/${receiptId}`} className="button primary">
          View receipt
        </Link>
        <NewCartButton />
      </div>
    </div>
  );
}
