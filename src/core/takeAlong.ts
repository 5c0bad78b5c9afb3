import type { Action } from './action.ts';
import type { Ports } from './ports.ts';
import type { ActionRecord } from './record.ts';
import type { Found, Rows } from './rows.ts';
import { keysOf, type SlotKey } from './slot.ts';
import { isOpen, isOutdated, isProvedNotRun } from './standing.ts';

/**
 * Moves the records of a guest's sessions to the scope of their user where the slot there is free (design §4). Resolves
 * with the slots whose latest one has gone.
 * @param stop ends the round of one that may have run
 */
export type TakeAlong = (
  from: string,
  to: string,
  sessions: readonly string[],
  stop: (record: ActionRecord) => ActionRecord,
) => Promise<SlotKey[]>;

export function createTakeAlong(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  app: string,
  actions: ReadonlyMap<string, Action>,
  { parse, read, write }: Rows,
): TakeAlong {
  const keys = keysOf(app);

  /** It is done, and what its slot answers with from now on (law 1). */
  const isAnswer = (record: ActionRecord): boolean => {
    const policy = actions.get(record.name);
    return record.status === 'done' && !!policy?.once && !isOutdated(record, policy, clock.now());
  };

  /**
   * What has freed the place of a user gives way to what a guest may have done, or they would do it once more (law 4);
   * what answers nothing goes by when it was minted. Refused or given up as a guest's, it stays one's.
   */
  const isTaken = ({ record: there, quarantined }: Found, by: ActionRecord): boolean => {
    if (quarantined || (there && (isOpen(there) || isAnswer(there)))) return true;
    if (!there || isOpen(by) || isAnswer(by)) return false;
    return by.status !== 'done' || by.minted.wall < there.minted.wall;
  };

  return (from, to, sessions, stop) =>
    store.transact('strict', async (tx) => {
      const moved: SlotKey[] = [];
      const open = await tx.range(keys.openIn(from));
      const settled = await tx.range(keys.settledIn(from));
      for (const [key, row] of [...settled, ...open]) {
        const record = parse(row, key[0]);
        if (!record || !sessions.includes(record.session) || !actions.has(record.name)) continue;
        const source = { scope: from, name: record.name, subject: record.subject };
        const target = { ...source, scope: to };
        const there = await read(tx, target);
        const latest = await tx.get(keys.latest(source));
        const isLatest = latest === record.requestId;
        if (isLatest && isTaken(there, record)) continue;
        const stopped = isProvedNotRun(record) ? record : stop(record);
        write(tx, target, { ...stopped, scope: to });
        tx.delete(key);
        if (!isLatest) continue;
        tx.put(keys.latest(target), record.requestId);
        tx.delete(keys.latest(source));
        moved.push(source);
      }
      return moved;
    });
}
