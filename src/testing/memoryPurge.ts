import { isUnresolved, type StoredAnswer } from '../server/row.ts';
import type { Purged } from '../server/store.ts';
import type { MemoryTables } from './memoryTables.ts';

/** How long lines of the log are kept, ms. */
const LOGS = 30 * 24 * 3_600_000;

/** Takes out what is no longer kept, at most `limit` of each kind. @param at Unix ms */
export function purgeMemory({ rows, marks, story }: MemoryTables, limit: number, at: number): Purged {
  const isOpen = (requestId: string): boolean => {
    const row = rows.get(requestId)?.row;
    return !!row && isUnresolved(row);
  };
  const purged = { answers: 0, keys: 0, lines: 0, watermarks: 0 };
  for (let index = story.length - 1; index >= 0 && purged.lines < limit; index -= 1) {
    const line = story[index];
    // "It never will" stays for as long as its effect is open (law 4).
    if (!line || line.at >= at - LOGS || (line.kind === 'cancelled' && isOpen(line.requestId))) continue;
    purged.lines += story.splice(index, 1).length;
  }
  for (const [id, kept] of rows) {
    const { row, answersUntil, keysUntil } = kept;
    if (purged.keys < limit && keysUntil < at && !isUnresolved(row)) {
      rows.delete(id);
      purged.keys += 1;
    } else if (purged.answers < limit && answersUntil < at && row.state === 'answered') {
      rows.set(id, { ...kept, row: { ...row, state: 'expired', answer: bodyless(row.answer) } });
      purged.answers += 1;
    }
  }
  for (const [object, { keysUntil }] of marks)
    if (purged.watermarks < limit && keysUntil < at && marks.delete(object)) purged.watermarks += 1;
  return purged;
}

function bodyless(answer: StoredAnswer | null): StoredAnswer | null {
  return answer && { status: answer.status, headers: [], body: null };
}
