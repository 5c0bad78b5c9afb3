import type { LoggedEntry, LogKind } from '../server/logEntry.ts';
import type { Row } from '../server/row.ts';
import { printable } from './terminal.ts';

const WORDS: Readonly<Record<LogKind, string>> = {
  arrived: 'a call arrived',
  replayed: 'a repeat got the stored answer',
  refused: 'a call was refused',
  taken_over: 'taken over from a worker that was lost',
  started: 'the effect may have begun',
  answered: 'done, the answer is stored',
  released: 'nothing happened, the ID is free for the next attempt',
  unknown: 'nobody could say how it ended',
  recovered: 'the provider was asked',
  cancelled: 'cancelled, nothing ever happens under this ID',
  expired: 'the answer is no longer kept',
  webhook: 'webhook',
};

/** The detail of the one `unknown` of which it is known. */
const HAPPENED = 'happened';
const AFTER_ALL = 'it has happened after all, and its worker had lost its row: look at the provider';

/** A request ID's story for people: when, how long after the first line, what. */
export function story(requestId: string, entries: readonly LoggedEntry[], row: Row | null): string[] {
  const first = entries[0]?.at ?? 0;
  const lines = entries.map(({ at, kind, detail }) => {
    const after = `+${((at - first) / 1000).toFixed(3)} s`.padStart(12);
    const what = detail === HAPPENED ? AFTER_ALL : [WORDS[kind], detail].filter(Boolean).join(': ');
    return `${new Date(at).toISOString()} ${after}  ${what}`;
  });
  const attempts = entries.filter(isArrival).length;
  const webhooks = entries.filter(({ kind }) => kind === 'webhook').length;
  return [
    requestId,
    ...lines,
    `${count(attempts, 'attempt')}, ${count(webhooks, 'webhook delivery', 'webhook deliveries')}. ${standing(row)}`,
  ].map(printable);
}

/** Each attempt leaves one of these. Who takes a row over without a call says who they are. */
function isArrival({ kind, detail }: LoggedEntry): boolean {
  if (kind === 'taken_over') return detail !== 'reconcile' && detail !== 'operator';
  return kind === 'arrived' || kind === 'replayed' || kind === 'refused';
}

function standing(row: Row | null): string {
  if (!row) return 'Its row is gone.';
  const status = row.answer ? ` ${row.answer.status}` : '';
  return `Operation ${row.operation || '(none)'}, now ${row.state}${status}.`;
}

function count(number: number, one: string, more = `${one}s`): string {
  return `${number} ${number === 1 ? one : more}`;
}
