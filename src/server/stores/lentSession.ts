import { TransactionControlError } from '../errors/transactionControlError.ts';
import type { Call } from './calling.ts';
import { createNesting } from './nesting.ts';
import { createPending } from './pending.ts';

/** What a statement of PGlite's reaches its database by. */
interface Session {
  query(text: string, ...more: never[]): Promise<unknown>;
  exec(text: string, ...more: never[]): Promise<unknown>;
}

const REACHING: readonly PropertyKey[] = ['query', 'exec'];

/** PGlite's transaction for a handler: it refuses by itself what comes too late, but not what would end it. */
export function lendSession<Lent extends Session>(
  session: Lent,
): {
  session: Lent;
  /** Before each of the store's own statements. */
  enter(): void;
} {
  const nesting = createNesting();
  const pending = createPending();
  const lent = new Proxy(session, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || !REACHING.includes(key)) return value;
      const own: Call = (...given) => Reflect.apply(value, target, given);
      return async (asked: unknown, ...more: unknown[]): Promise<unknown> => {
        const nested = nesting.of(asked, pending.isBusy());
        if (nested === undefined) return pending.send(own, asked, more);
        if (!nested) throw new TransactionControlError();
        const result = await nested((text) => pending.send(() => target.exec(text), text, []));
        // As many results as statements.
        return key === 'exec' ? [result] : result;
      };
    },
  });
  return { session: lent, enter: nesting.close };
}
