import type { ActionRecord } from './record.ts';

/** What is kept of a request in the tab that froze it. */
type Frozen = Pick<ActionRecord, 'input' | 'request' | 'description'>;

/** What `keep: 'id'` keeps for this page load alone (law 9). */
export interface Recall {
  /** The input is at hand. */
  has(requestId: string): boolean;
  frozen(requestId: string): Frozen | undefined;
  /** An input that is typed again for an ID whose input was not stored. */
  remember(requestId: string, frozen: Frozen): void;
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
    has: (requestId) => inputs.has(requestId),
    frozen: (requestId) => inputs.get(requestId),
    remember: (requestId, frozen) => inputs.set(requestId, frozen),
    keep(record) {
      const { input, request, description, data, decline, next, ...rest } = record;
      const { requestId } = record;
      if ('input' in record)
        inputs.set(requestId, {
          input,
          ...(request && { request }),
          ...(description !== undefined && { description }),
        });
      const said = { ...('data' in record && { data }), ...(decline && { decline }), ...(next && { next }) };
      sayings.set(requestId, { as: standing(record), said });
      // Of a decline its code and what to change is written.
      return { ...rest, ...(decline && { decline: { code: decline.code, change: decline.change } }) };
    },
    complete(row) {
      const { as, said } = sayings.get(row.requestId) ?? {};
      return { ...row, ...inputs.get(row.requestId), ...(as === standing(row) && said) };
    },
  };
}

/** Whoever moves a record on raises its fence, starts an attempt, or changes its status. */
const standing = ({ fence, status, attempts }: ActionRecord): string =>
  `${fence} ${attempts.at(-1)?.number} ${status}`;
