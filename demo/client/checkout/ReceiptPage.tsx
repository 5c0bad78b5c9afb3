import { useQuery } from '@tanstack/react-query';
import type { Receipt } from '../../contract.ts';
import { api } from '../api.ts';
import { dayOfYear, timeOfDay } from '../clock.ts';
import { euros } from '../euros.ts';
import { useWords } from '../language/language.ts';
import { NewCartButton } from './NewCartButton.tsx';

const focusFirst = (heading: HTMLElement | null) => heading?.focus();

export function ReceiptPage({ id }: { id: string }) {
  const { receipt: words } = useWords();
  const {
    data: receipt,
    isError,
    failureCount,
  } = useQuery({
    queryKey: ['receipt', id],
    queryFn: () => api<Receipt>(`/api/receipts/${id}`),
  });
  if (isError) return <NoReceipt />;
  if (!receipt)
    return (
      <section className="card narrow" aria-busy="true">
        <p className="lead" role="status">
          {failureCount > 0 && words.away}
        </p>
      </section>
    );
  return (
    <section className="card narrow receipt">
      {/* The button that had the focus is gone: this is what became of it. */}
      <h1 tabIndex={-1} ref={focusFirst}>
        {words.title}
      </h1>
      <p className="lead">{words.lead}</p>
      <dl>
        <dt>{words.paid}</dt>
        <dd data-testid="receipt-amount">{euros(receipt.amount)}</dd>
        <dt>{words.with}</dt>
        <dd>{words.card(receipt.last4)}</dd>
        <dt>{words.on}</dt>
        <dd>
          {dayOfYear(receipt.at)}, {timeOfDay(receipt.at)}
        </dd>
        <dt>{words.order}</dt>
        <dd className="code">{receipt.orderId}</dd>
        <dt>{words.receipt}</dt>
        <dd className="code" data-testid="receipt-id">
          {receipt.id}
        </dd>
      </dl>
      <NewCartButton />
    </section>
  );
}

function NoReceipt() {
  const { receipt: words } = useWords();
  return (
    <section className="card narrow">
      <h1>{words.none}</h1>
      <p className="lead">{words.noneLead}</p>
    </section>
  );
}
