import { useState } from 'react';
import { type ArmedFault, type Fault, faults, type Target, targets } from '../../faults.ts';
import { api } from '../api.ts';
import { ArmedFaults } from './ArmedFaults.tsx';

const groups: [string, Fault[]][] = [
  ['The answer is lost', ['drop-after', 'drop-before', 'hang', 'hang-before']],
  ['The server struggles', ['500-once', '500-after', '500-stored', '503-retry-after', '429']],
  ['It takes time', ['slow', '202-then-done', 'processing-then-done']],
  ['Something refuses', ['decline', '401', '403', '404', '422']],
  ['Something else answers', ['redirect-login', 'html-200']],
];

export function FaultButtons({ armed }: { armed: ArmedFault[] }) {
  const [times, setTimes] = useState(1);
  const [endpoint, setEndpoint] = useState<Target | ''>('');
  const arm = (fault: Fault) => api('/lab/fault', 'POST', { fault, times, ...(endpoint && { endpoint }) });
  return (
    <section aria-labelledby="faults-title">
      <h3 id="faults-title">What goes wrong next</h3>
      <ArmedFaults armed={armed} />
      <div className="aim">
        <label>
          <span>How often</span>
          <select value={times} onChange={({ target }) => setTimes(Number(target.value))}>
            <option value={1}>Once</option>
            <option value={2}>Twice</option>
            <option value={4}>4 times</option>
            <option value={100}>Always</option>
          </select>
        </label>
        <label>
          <span>To what</span>
          <select value={endpoint} onChange={({ target }) => setEndpoint(target.value as Target | '')}>
            <option value="">The next action</option>
            {Object.entries(targets).map(([target, label]) => (
              <option key={target} value={target}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      {groups.map(([title, members]) => (
        <fieldset key={title} className="faults">
          <legend>{title}</legend>
          {members.map((fault) => (
            <button
              key={fault}
              type="button"
              onClick={() => arm(fault)}
              title={faults[fault].detail}
              data-fault={fault}
            >
              {faults[fault].label}
            </button>
          ))}
        </fieldset>
      ))}
    </section>
  );
}
