import type { LabState } from '../../ledger.ts';
import { api } from '../api.ts';
import { FaultButtons } from './FaultButtons.tsx';
import { LedgerCounts } from './LedgerCounts.tsx';
import { OfflineSwitch } from './OfflineSwitch.tsx';

/** The other side of the counter: break what you like, and see what the server really did. */
export function LabPanel({ lab }: { lab: LabState }) {
  return (
    <aside className="lab" aria-labelledby="lab-title">
      <h2 id="lab-title">Break the network</h2>
      <LedgerCounts ledger={lab.ledger} />
      <FaultButtons armed={lab.armed} />
      <OfflineSwitch />
      <button type="button" className="button quiet" onClick={() => api('/lab/webhook', 'POST')}>
        Send the bank’s last webhook again
      </button>
      <button type="button" className="button quiet" onClick={() => api('/lab/reset', 'POST')}>
        Reset the server
      </button>
    </aside>
  );
}
