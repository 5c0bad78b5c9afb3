import { useEffect, useState } from 'react';
import { emptyLedger, type LabState } from '../../ledger.ts';

/** The server's own view of things, live. */
export function useLab(): LabState {
  const [state, setState] = useState<LabState>({ ledger: emptyLedger(), log: [], armed: [] });
  useEffect(() => {
    let source: EventSource | undefined;
    const open = () => {
      source?.close();
      source = new EventSource('/lab/events');
      source.addEventListener('lab', ({ data }) => setState(JSON.parse(data)));
    };
    // Closed on the way out: an open stream would keep the page from the back/forward cache.
    const close = () => source?.close();
    open();
    window.addEventListener('pageshow', open);
    window.addEventListener('pagehide', close);
    return () => {
      close();
      window.removeEventListener('pageshow', open);
      window.removeEventListener('pagehide', close);
    };
  }, []);
  return state;
}
