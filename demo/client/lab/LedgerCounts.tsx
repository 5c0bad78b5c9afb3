import type { Ledger } from '../../ledger.ts';

const books: [keyof Ledger, string][] = [
  ['charges', 'Charges'],
  ['orders', 'Orders'],
  ['accounts', 'Accounts'],
  ['emails', 'E-mails'],
  ['saves', 'Saves'],
  ['cancellations', 'Cancelled'],
  ['gifts', 'Gifts'],
  ['settlements', 'Settled'],
];

/** What really happened on the server, counted. */
export function LedgerCounts({ ledger }: { ledger: Ledger }) {
  return (
    <section aria-labelledby="ledger-title">
      <h3 id="ledger-title">What the server did</h3>
      <dl className="ledger">
        {books.map(([book, label]) => (
          <div key={book} data-empty={ledger[book].length === 0 || undefined}>
            <dt>{label}</dt>
            <dd data-testid={`ledger-${book}`}>{ledger[book].length}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
