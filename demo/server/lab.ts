import { randomUUID } from 'node:crypto';
import type { ArmedFault, Target } from '../faults.ts';
import { type Arrival, emptyLedger, type LabState, type Ledger } from '../ledger.ts';
import type { Books } from './books.ts';
import type { Call } from './call.ts';
import { blankWall, type Wall } from './image.ts';

export type Lab = ReturnType<typeof createLab>;

type Line = [book: keyof Ledger, text: string];

/** Writes down that something happened: in the transaction of it, so that it is true or not there. */
export async function recordIn(books: Books, requestId: string, ...lines: Line[]): Promise<void> {
  for (const [book, text] of lines)
    await books.put(`ledger/${book}/${randomUUID()}`, { at: Date.now(), requestId, text });
}

/** The same, because of this call. */
export async function happened(call: Call, books: Books, ...lines: Line[]): Promise<void> {
  call.happened = true;
  await recordIn(books, call.requestId, ...lines);
}

/** What really happened, oldest first. */
export async function ledgerIn(books: Books): Promise<Ledger> {
  const ledger = emptyLedger();
  for (const book of Object.keys(ledger) as (keyof Ledger)[]) {
    const rows = await books.list<Ledger[typeof book][number]>(`ledger/${book}/`);
    ledger[book] = rows.map(([, row]) => row).sort((one, other) => one.at - other.at);
  }
  return ledger;
}

/** The server's glass wall: what arrived, and what is going to break. */
export function createLab({ kept, keep }: Wall) {
  const watchers = new Set<() => void>();

  const changed = () => {
    keep();
    for (const watcher of watchers) watcher();
  };

  return {
    state: (): Omit<LabState, 'ledger'> => kept,
    changed,

    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },

    reset() {
      Object.assign(kept, blankWall());
      changed();
    },

    arrived({ method, path, requestId }: Pick<Arrival, 'method' | 'path' | 'requestId'>): Arrival {
      const earlier = kept.log.filter((entry) => entry.requestId === requestId && entry.method === method);
      const entry: Arrival = {
        at: Date.now(),
        method,
        path,
        requestId,
        arrival: earlier.length + 1,
        status: 'running',
        effect: false,
        replayed: false,
      };
      kept.log.push(entry);
      changed();
      return entry;
    },

    arm(fault: ArmedFault) {
      kept.armed.push(fault);
      changed();
    },

    disarm() {
      kept.armed = [];
      changed();
    },

    /** The fault for this arrival: the first that is aimed at it, or at any action. */
    takeFault(endpoint: Target): ArmedFault | undefined {
      const aimed = (one: ArmedFault) =>
        one.endpoint === undefined ? !endpoint.endsWith('-status') : one.endpoint === endpoint;
      const fault = kept.armed.find(aimed);
      if (!fault) return undefined;
      fault.times -= 1;
      kept.armed = kept.armed.filter(({ times }) => times > 0);
      return fault;
    },
  };
}
