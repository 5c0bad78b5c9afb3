import type { ArmedFault, Fault } from './faults.ts';

/** One thing that really happened on the server. Two rows with one request ID would be the damage. */
interface Row {
  /** Unix ms. */
  at: number;
  requestId: string;
  text: string;
}

export interface Ledger {
  charges: Row[];
  orders: Row[];
  accounts: Row[];
  emails: Row[];
  gifts: Row[];
  cancellations: Row[];
  saves: Row[];
  settlements: Row[];
}

export const emptyLedger = (): Ledger => ({
  charges: [],
  orders: [],
  accounts: [],
  emails: [],
  gifts: [],
  cancellations: [],
  saves: [],
  settlements: [],
});

/** One HTTP request that reached the server, whatever became of it. */
export interface Arrival {
  /** Unix ms. */
  at: number;
  method: string;
  path: string;
  requestId: string;
  /** The how-manieth call of its kind under this request ID, 1 for the first. */
  arrival: number;
  /** What was sent back; `running` until then, `dropped` where nobody got an answer. */
  status: number | 'running' | 'dropped';
  /** This very arrival made the thing happen. */
  effect: boolean;
  /** The answer was the stored one. */
  replayed: boolean;
  fault?: Fault;
}

/** What the lab shows, complete: sent anew on every change. */
export interface LabState {
  ledger: Ledger;
  /** Oldest first. */
  log: Arrival[];
  armed: ArmedFault[];
}
