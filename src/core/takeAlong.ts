import type { Action } from './action.ts';
import type { Ports } from './ports.ts';
import type { ActionRecord } from './record.ts';
import type { Rows } from './rows.ts';
import { keysOf, type SlotKey } from './slot.ts';
import { isProvedNotRun } from './standing.ts';

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
  { store }: Pick<Ports, 'store'>,
  app: string,
  actions: ReadonlyMap<string, Action>,
  { parse, write }: Rows,
): TakeAlong {
  const keys = keysOf(app);

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
        const taken = (await tx.get(keys.open(target))) ?? (await tx.get(keys.latest(target)));
        const latest = await tx.get(keys.latest(source));
        const isLatest = latest === record.requestId;
        if (isLatest && taken !== undefined) continue;
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
