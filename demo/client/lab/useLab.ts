import { useEffect, useState } from 'react';
import { emptyLedger, type LabState } from '../../ledger.ts';

/** The server's own view of things, live. */
export function useLab(): LabState {
  const [state, setState] = useState<LabState>({ ledger: emptyLedger(), log: [], armed: [] });
  useEffect(() => {
    let source: EventSource | undefined;
    const open = () => {
      source = new EventSource('/lab/events');
      source.addEventListener('lab', ({ data }) => setState(JSON.parse(data)));
    };
    // Closed on the way out: an open stream would keep the page from the back/forward cache.
    const close = () => source?.close();
    const reopen = ({ persisted }: PageTransitionEvent) => persisted && open();
    open();
    window.addEventListener('pageshow', reopen);
    window.addEventListener('pagehide', close);
    return () => {
      close();
      window.removeEventListener('pageshow', reopen);
      window.removeEventListener('pagehide', close);
    };
  }, []);
  return state;
}
