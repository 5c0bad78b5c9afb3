import type { ArmedFault, Target } from '../faults.ts';
import { type Arrival, emptyLedger, type LabState, type Ledger } from '../ledger.ts';
import type { Call } from './call.ts';
import type { Memory } from './memory.ts';

export type Lab = ReturnType<typeof createLab>;

/** The server's glass wall: what happened, what arrived, and what is going to break. One per process. */
export function createLab(memory: Memory) {
  const kept = memory.table<LabState>('lab');
  const blank = (): LabState => ({ ledger: emptyLedger(), log: [], armed: [] });
  let state = kept.get('state') ?? blank();
  kept.set('state', state);
  const watchers = new Set<() => void>();

  const changed = () => {
    for (const watcher of watchers) watcher();
  };

  return {
    state: () => state,
    changed,

    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },

    reset() {
      state = blank();
      kept.set('state', state);
      changed();
    },

    arrived({ method, path, requestId }: Pick<Arrival, 'method' | 'path' | 'requestId'>): Arrival {
      const earlier = state.log.filter((entry) => entry.requestId === requestId && entry.method === method);
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
      state.log.push(entry);
      memory.commit();
      changed();
      return entry;
    },

    /** Writes down that something happened, because of this call. */
    happened(call: Call, ...rows: [book: keyof Ledger, text: string][]) {
      call.entry.effect = true;
      for (const [book, text] of rows)
        state.ledger[book].push({ at: Date.now(), requestId: call.requestId, text });
      changed();
    },

    arm(fault: ArmedFault) {
      state.armed.push(fault);
      changed();
    },

    disarm() {
      state.armed = [];
      changed();
    },

    /** The fault for this arrival: the first that is aimed at it, or at any action. */
    takeFault(endpoint: Target): ArmedFault | undefined {
      const aimed = (armed: ArmedFault) =>
        armed.endpoint === undefined ? !endpoint.endsWith('-status') : armed.endpoint === endpoint;
      const fault = state.armed.find(aimed);
      if (!fault) return undefined;
      fault.times -= 1;
      state.armed = state.armed.filter((armed) => armed.times > 0);
      return fault;
    },
  };
}
