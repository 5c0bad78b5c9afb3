import type { Arrival, Ledger } from '../../demo/ledger.ts';
import type { Shop } from '../e2e/shop.ts';

/** What a run shows, counted. All zero: nothing happened twice, nothing was lost, and no screen said a thing that is not so. */
export interface Verdict {
  /** More charges, orders or e-mails than one; or an ID beside one that had not been declined (laws 1 and 4). */
  duplicates: number;
  /** An action that was sent, or committed, and of which nothing is shown any more; or no charge in the end (law 8). */
  lost: number;
  /** A status that the server's books contradict (law 7). */
  wrong: number;
}

/** How a page ended, as a person reads it. `problem`: idle, with words that say why nothing was sent. */
export type Screen = 'done' | 'idle' | 'problem' | 'retry' | 'check' | 'declined';

/** What the server knows. */
export interface Books {
  ledger: Ledger;
  sent: Arrival[];
}

export async function booksOf(shop: Shop): Promise<Books> {
  return { ledger: await shop.ledger(), sent: await shop.sent() };
}

const charged = ({ ledger }: Books) => ledger.charges.length;

const refusals = new Set<Arrival['status']>([401, 402, 403, 404, 422]);
const refused = ({ status }: Arrival) => refusals.has(status);

/** The IDs that may have done something: a declined one is over, and the next tap has an ID of its own. */
function living({ sent }: Books): Set<string> {
  const ids = new Set(sent.map(({ requestId }) => requestId));
  for (const id of ids) {
    const arrivals = sent.filter(({ requestId }) => requestId === id);
    const provedNotRun = arrivals.some(({ status }) => status === 402) || arrivals.every(refused);
    if (provedNotRun) ids.delete(id);
  }
  return ids;
}

/** Judges one look at a page where nothing is under way. */
export function judgeLook(screen: Screen, books: Books): Verdict {
  const wrong = {
    done: charged(books) !== 1,
    retry: charged(books) > 0,
    declined: charged(books) > 0,
    idle: false,
    problem: false,
    check: false,
  };
  return {
    duplicates: 0,
    lost: screen === 'idle' && (charged(books) > 0 || living(books).size > 0) ? 1 : 0,
    wrong: wrong[screen] ? 1 : 0,
  };
}

/** Judges the books when the person has what they wanted. `committed`: the ID that was found on the disk. */
export function judgeEnd(books: Books, committed?: string): Verdict {
  const { charges, orders, emails } = books.ledger;
  const most = Math.max(charges.length, orders.length, emails.length, living(books).size);
  const forgotten = committed !== undefined && !books.sent.some(({ requestId }) => requestId === committed);
  return { duplicates: Math.max(0, most - 1), lost: charges.length === 0 || forgotten ? 1 : 0, wrong: 0 };
}

export const add = (one: Verdict, other: Verdict): Verdict => ({
  duplicates: one.duplicates + other.duplicates,
  lost: one.lost + other.lost,
  wrong: one.wrong + other.wrong,
});

export const clean: Verdict = { duplicates: 0, lost: 0, wrong: 0 };
