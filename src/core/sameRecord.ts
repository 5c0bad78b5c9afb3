import type { ActionRecord } from './record.ts';
import { sameJson } from './sameJson.ts';

/**
 * Nothing has happened to a record since it was seen. Its input is left out, and what was answered: they change with
 * nothing but its ID and its status, and may be what cannot be compared, such as a File.
 */
export function sameRecord(seen: ActionRecord | null, record: ActionRecord | null): boolean {
  return sameJson({ ...seen, input: 0, data: 0 }, { ...record, input: 0, data: 0 });
}
