import { useEffect, useState } from 'react';
import type { LoggedEntry } from 'safe-action/server';
import type { LabState } from '../../ledger.ts';
import { api } from '../api.ts';

/** Everything that the server half has written down under one request ID; read again whenever the lab changes. */
export function useTrace(requestId: string, lab: LabState): LoggedEntry[] {
  const [trace, setTrace] = useState<LoggedEntry[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state of the lab is what makes it old
  useEffect(() => {
    let wanted = true;
    const address = `/lab/trace?requestId=${encodeURIComponent(requestId)}`;
    const asked = requestId ? api<LoggedEntry[]>(address) : Promise.resolve([]);
    asked.then(
      (entries) => wanted && setTrace(entries),
      // The server is away; what was read last stays until it is back.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [requestId, lab]);
  return trace;
}
