import type { ActionRecord } from './record.ts';

/** What is kept of a request in the tab that froze it. */
type Frozen = Pick<ActionRecord, 'input' | 'request' | 'description'>;

/** What `keep: 'id'` keeps for this page load alone (law 9). */
export interface Recall {
  /** The input is at hand. */
  has(record: ActionRecord): boolean;
  /** What was typed for a step that could not be stored is not sent later (law 5). */
  forget(record: ActionRecord): void;
  /** Remembers what a record says, and gives what may be written of it. */
  keep(record: ActionRecord): ActionRecord;
  /** A row with what this page load knows of it. */
  complete(row: ActionRecord): ActionRecord;
}

/** What was said of an action. Others may have moved it on since, and then it is no longer true (law 7). */
interface Said {
  as: string;
  said: Pick<ActionRecord, 'data' | 'decline' | 'next'>;
}

export function createRecall(): Recall {
  const inputs = new Map<string, Frozen>();
  const sayings = new Map<string, Said>();
  return {
    has: (record) => inputs.has(which(record)),
    forget: (record) => inputs.delete(which(record)),
    keep(record) {
      const { input, request, description, data, decline, next, ...rest } = record;
      const action = which(record);
      if ('input' in record)
        inputs.set(action, {
          input,
          ...(request && { request }),
          ...(description !== undefined && { description }),
        });
      const said = { ...('data' in record && { data }), ...(decline && { decline }), ...(next && { next }) };
      sayings.set(action, { as: standing(record), said });
      // Of a decline its code and what to change is written.
      return { ...rest, ...(decline && { decline: { code: decline.code, change: decline.change } }) };
    },
    complete(row) {
      const { as, said } = sayings.get(which(row)) ?? {};
      return { ...row, ...inputs.get(which(row)), ...(as === standing(row) && said) };
    },
  };
}

/**
 * Not by its ID alone: an own generator may give two users the same (law 9), and another tab may have sent since what was
 * typed there (law 5). A record that moves keeps all of it.
 */
const which = ({ minted, requestId, typed }: ActionRecord): string =>
  `${minted.wall} ${requestId} ${typed?.origin} ${typed?.mono}`;

/** Whoever moves a record on raises its fence, starts an attempt, or changes its status. */
const standing = ({ fence, status, attempts }: ActionRecord): string =>
  `${fence} ${attempts.at(-1)?.number} ${status}`;
