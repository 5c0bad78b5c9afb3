import type { ActionRecord } from './record.ts';

/**
 * What a tab knew of an ID whose row went with the site's data, and with it what others did under that ID since: that
 * nothing has run is known no more (laws 7 and 12).
 */
export function unheard(record: ActionRecord): ActionRecord {
  const doubtful = record.status === 'retry' && ({ status: 'check', doubt: 'unanswered' } as const);
  return { ...record, ...doubtful, forgotten: true };
}
