import { isRefusal } from './answer.ts';
import type { Operation } from './operation.ts';
import type { StoredAnswer } from './row.ts';
import type { Change } from './store.ts';

/** What an answer makes of its row. One without a body says only how it was settled. */
export function settlement({ options }: Operation, answer: StoredAnswer): Change {
  return {
    state: answer.body ? 'answered' : 'expired',
    lease: 0,
    answer: options.answers === 'status' && answer.body ? { ...answer, body: new Uint8Array() } : answer,
    answers: options.answersFor,
    ...(isRefusal(answer.status) && { freeUnique: true }),
  };
}
