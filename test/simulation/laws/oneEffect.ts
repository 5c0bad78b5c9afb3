import { isUnprotected } from '../shop.ts';
import type { Law } from './law.ts';

/** What it is all for. A request that the network itself doubles is beyond any client of an unprotected endpoint. */
export const oneEffect: Law = {
  effected(truth, call, life) {
    const doubled = isUnprotected(life.name) && life.effects.every((effect) => effect === call);
    if (life.effects.length > 0 && !doubled)
      truth.fail('one tap, one effect', `${life.id} happens for the second time`);
  },
};
