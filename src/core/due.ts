import type { ActionRecord } from './record.ts';
import { sameJson } from './sameJson.ts';

/**
 * What was written is under way as it was, though the record has been changed since, as by the late answer of an older
 * attempt: nobody else does what is to be done about it.
 */
export function isDue(now: ActionRecord | null, written: ActionRecord | null): boolean {
  return !!now && !!written && sameJson(underWay(now), underWay(written));
}

function underWay({ requestId, fence, status, reason, round, attempts }: ActionRecord): unknown {
  return { requestId, fence, status, reason, round, attempt: attempts.at(-1) };
}
