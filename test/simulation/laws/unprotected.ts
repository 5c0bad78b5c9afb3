import { isUnprotected } from '../shop.ts';
import type { Law } from './law.ts';

/** An endpoint that does not honour the ID is never sent to twice. */
export const unprotected: Law = {
  called(truth, call, life) {
    if (call.method === 'GET' || !isUnprotected(life.name)) return;
    if (life.calls.some(({ method }) => method !== 'GET'))
      truth.fail('law 12: unprotected is never sent to twice', `${life.id} leaves for the second time`);
  },
};
