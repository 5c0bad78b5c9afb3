import { replayed } from './answer.ts';
import { type Arrival, type Decision, decide, type Rules } from './decide.ts';
import type { LogEntry } from './logEntry.ts';
import { type Problem, problemResponse } from './problem.ts';
import { refusals } from './refusals.ts';
import type { Row, StoredAnswer } from './row.ts';
import type { Claim, ServerTransaction } from './store.ts';

/** A call that goes no further. */
export interface Ended {
  response: Response;
  entries: LogEntry[];
  /** Another one is at work on it, so waiting can help. */
  busy?: true;
  /** The store failed before this call ran anything. */
  down?: true;
  /** It is to be said only once the ID is spent. */
  spend?: true;
  /** Another ID's answer: it is to be said only once it is stored under this one too. */
  share?: StoredAnswer;
  /** There is a tombstone now: nothing ever happens under this ID. */
  spent?: true;
}

/** One call at the table. */
export interface Visit {
  claim: Claim;
  arrival: Arrival;
  rules: Rules;
}

/** What a call may do next: `row` is what it takes over, `null` where it is the first. */
export type Entrance = { how: 'run' | 'take' | 'recover'; row: Row | null } | { how: 'end'; ended: Ended };

/** Asks the table. A call that is refused must leave nothing behind: its caller rolls back. */
export async function enter<Native>(
  tx: ServerTransaction<Native>,
  { claim, arrival, rules }: Visit,
): Promise<Entrance> {
  for (let superseded = false; ; superseded = true) {
    const claimed = await tx.claim(claim);
    const decision = decide(claimed, arrival, rules);
    if (decision.do === 'supersede') {
      const { rival } = decision;
      const change = { state: 'cancelled', fence: rival.fence + 1, freeUnique: true } as const;
      const entry: LogEntry = { requestId: rival.requestId, kind: 'cancelled', detail: 'superseded' };
      if (superseded || !(await tx.write(rival.requestId, rival, change, [entry])))
        return { how: 'end', ended: refused(claim.requestId, refusals.inProgress(1)) };
      continue;
    }
    if (decision.do === 'run') return { how: 'run', row: null };
    if (decision.do === 'take' || decision.do === 'recover') return { how: decision.do, row: decision.row };
    return { how: 'end', ended: ended(claim.requestId, decision) };
  }
}

export function ended(requestId: string, decision: Extract<Decision, { do: 'replay' | 'refuse' }>): Ended {
  if (decision.do === 'refuse')
    return { ...refused(requestId, decision.problem), ...(decision.spend && { spend: true }) };
  const { answer } = decision;
  return {
    response: replayed(answer),
    entries: [{ requestId, kind: 'replayed', detail: String(answer.status) }],
    ...(decision.share && { share: answer }),
  };
}

export function refused(requestId: string, problem: Problem): Ended {
  return {
    response: problemResponse(problem, requestId),
    entries: [{ requestId, kind: 'refused', detail: problem.code }],
    ...(problem.code === 'in_progress' && { busy: true }),
    ...(problem.code === 'store_down' && { down: true }),
  };
}
