import { useState } from 'react';
import type { LabState } from '../../ledger.ts';
import { ArrivalRow } from './ArrivalRow.tsx';
import { TraceRow } from './TraceRow.tsx';
import { useTrace } from './useTrace.ts';

/** Everything that reached the server under one request ID; the newest one, until another is chosen. */
export function RequestLog({ lab }: { lab: LabState }) {
  const { log } = lab;
  const [chosen, setChosen] = useState('');
  const ids = [...new Set(log.map(({ requestId }) => requestId))].reverse();
  const requestId = ids.includes(chosen) ? chosen : (ids[0] ?? '');
  const trace = useTrace(requestId, lab);
  const arrivals = log.filter((entry) => entry.requestId === requestId);
  return (
    <aside className="lab arrivals" aria-labelledby="log-title">
      <h2 id="log-title">What the server saw</h2>
      {ids.length === 0 ? (
        <p className="calm">Nothing has arrived yet.</p>
      ) : (
        <>
          <label className="unseen" htmlFor="log-id">
            Request ID
          </label>
          <select
            id="log-id"
            className="code"
            value={requestId}
            onChange={({ target }) => setChosen(target.value)}
          >
            {ids.map((id) => (
              <option key={id} value={id}>
                {id || 'No request ID'}
              </option>
            ))}
          </select>
          <ol className="log" aria-label="Arrivals">
            {arrivals.map((entry) => (
              <ArrivalRow key={`${entry.method} ${entry.arrival}`} entry={entry} />
            ))}
          </ol>
          {trace.length > 0 && (
            <>
              <h3 id="trace-title">What it wrote down, in the transaction of what it did</h3>
              <ol className="log" aria-labelledby="trace-title">
                {trace.map((entry, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the log is only ever appended to
                  <TraceRow key={index} entry={entry} />
                ))}
              </ol>
            </>
          )}
        </>
      )}
    </aside>
  );
}
