import { TransactionControlError } from '../errors/transactionControlError.ts';
import { createNesting } from './nesting.ts';

/** What a statement of PGlite's reaches its database by. */
interface Session {
  query(text: string, ...more: never[]): Promise<unknown>;
  exec(text: string, ...more: never[]): Promise<unknown>;
}

/** PGlite's transaction for a handler: it refuses by itself what comes too late, but not what would end it. */
export function lendSession<Lent extends Session>(session: Lent): Lent {
  const nesting = createNesting();
  return new Proxy(session, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || (key !== 'query' && key !== 'exec')) return value;
      return async (...given: [string, ...never[]]): Promise<unknown> => {
        const nested = nesting.of(given[0], []);
        if (nested === null) throw new TransactionControlError();
        return nested ? nested((text) => target.exec(text)) : Reflect.apply(value, target, given);
      };
    },
  });
}
