import { type ArmedFault, faults, targets } from '../../faults.ts';
import { api } from '../api.ts';

/** What is going to break, in order. */
export function ArmedFaults({ armed }: { armed: ArmedFault[] }) {
  if (armed.length === 0) return <p className="calm">Nothing: the network works.</p>;
  return (
    <div className="armed">
      <ol>
        {armed.map(({ fault, endpoint, times }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the queue is what names it
          <li key={index}>
            <strong>{faults[fault].label}</strong>
            {times > 1 && ` × ${times}`}
            {endpoint && ` (${targets[endpoint]})`}: {faults[fault].detail}
          </li>
        ))}
      </ol>
      <button type="button" className="button quiet" onClick={() => api('/lab/disarm', 'POST')}>
        Let it work
      </button>
    </div>
  );
}
