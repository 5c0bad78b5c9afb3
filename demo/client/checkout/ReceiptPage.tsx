import { useQuery } from '@tanstack/react-query';
import type { Receipt } from '../../contract.ts';
import { api } from '../api.ts';
import { dayOfYear, timeOfDay } from '../clock.ts';
import { euros } from '../euros.ts';
import { NewCartButton } from './NewCartButton.tsx';

export function ReceiptPage({ id }: { id: string }) {
  const { data: receipt, isError } = useQuery({
    queryKey: ['receipt', id],
    queryFn: () => api<Receipt>(`/api/receipts/${id}`),
    retry: 1,
  });
  if (isError) return <NoReceipt />;
  if (!receipt) return <section className="card narrow" aria-busy="true" />;
  return (
    <section className="card narrow receipt">
      <h1>Thank you</h1>
      <p className="lead">Your payment went through.</p>
      <dl>
        <dt>Paid</dt>
        <dd data-testid="receipt-amount">{euros(receipt.amount)}</dd>
        <dt>With</dt>
        <dd>Card ending {receipt.last4}</dd>
        <dt>On</dt>
        <dd>
          {dayOfYear(receipt.at)}, {timeOfDay(receipt.at)}
        </dd>
        <dt>Order</dt>
        <dd className="code">{receipt.orderId}</dd>
        <dt>Receipt</dt>
        <dd className="code" data-testid="receipt-id">
          {receipt.id}
        </dd>
      </dl>
      <NewCartButton />
    </section>
  );
}

function NoReceipt() {
  return (
    <section className="card narrow">
      <h1>No receipt here</h1>
      <p className="lead">This account has no receipt with this number.</p>
    </section>
  );
}
