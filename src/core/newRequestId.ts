import type { Action } from './action.ts';
import { RequestIdError } from './errors/requestIdError.ts';
import type { Random } from './ports.ts';
import { isRequestId, requestId } from './requestId.ts';

/**
 * The ID of a new action, from its definition's generator or ours.
 * @param at creation time, Unix ms
 * @throws RequestIdError where an own generator gives something unusable
 */
export function newRequestId({ requestId: own, kind }: Action, at: number, random: Random): string {
  let id: unknown;
  let cause: unknown;
  try {
    id = typeof own === 'function' ? own(at) : requestId(own ?? kind ?? 'action', at, random.token());
  } catch (error) {
    cause = error;
  }
  if (!isRequestId(id)) throw new RequestIdError(id, { cause });
  return id;
}
