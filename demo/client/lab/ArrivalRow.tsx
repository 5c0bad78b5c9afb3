import { type Fault, faults } from '../../faults.ts';
import type { Arrival } from '../../ledger.ts';
import { precise } from './precise.ts';

/** One HTTP request, what it was answered, and whether it was the one that did it. */
export function ArrivalRow({ entry }: { entry: Arrival }) {
  const { at, method, path, arrival, status, effect, replayed, fault } = entry;
  return (
    <li data-status={status} data-effect={effect || undefined} data-replayed={replayed || undefined}>
      <time dateTime={new Date(at).toISOString()}>{precise.format(at)}</time>
      <span className="code">
        {method} {shortened(path)} #{arrival}
      </span>
      <strong>{wordsFor(status)}</strong>
      {effect && <span className="tag good">it happened here</span>}
      {replayed && <span className="tag">stored answer</span>}
      {fault && <span className="tag bad">{labelOf(fault)}</span>}
    </li>
  );
}

const labelOf = (fault: Fault) => faults[fault].label;

/** The request ID stands above the list; it need not be in every address. */
function shortened(path: string): string {
  return path.replace(/\/[^/]{20,}$/, '/…');
}

function wordsFor(status: Arrival['status']): string {
  if (status === 'running') return 'running…';
  return status === 'dropped' ? 'no answer' : String(status);
}
