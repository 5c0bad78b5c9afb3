import { TransactionEndedError } from '../errors/transactionEndedError.ts';

/** A client for as long as a transaction lasts. */
interface Loan<Client> {
  client: Client;
  /** The transaction is over, or is about to be. */
  end(): void;
}

/** What reaches the connection. */
const REACHING: readonly PropertyKey[] = ['query', 'release', 'end'];

/**
 * A client for a handler, which can go on when its transaction is over: `Promise.all` does not wait for the others where
 * one fails. The connection is in the pool by then, and what is sent on it commits by itself, or with what another
 * request does. So the handler gets the client as it is, until then. What it puts in place of these, as those do that
 * log or count, is the loan's: the pool and the store have the client without it.
 */
export function lend<Client extends object>(lender: Client): Loan<Client> {
  let isOver = false;
  const patches = new Map<PropertyKey, unknown>();
  const client = new Proxy(lender, {
    set(target, key, value) {
      if (!REACHING.includes(key)) return Reflect.set(target, key, value);
      patches.set(key, value);
      return true;
    },
    get(target, key) {
      if (patches.has(key)) return patches.get(key);
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || !REACHING.includes(key)) return value;
      return (...given: unknown[]): unknown => {
        if (!isOver) return Reflect.apply(value, target, given);
        return key === 'query' ? refuse(given) : fail();
      };
    },
  });
  return {
    client,
    end() {
      isOver = true;
    },
  };
}

function fail(): never {
  throw new TransactionEndedError();
}

/** In the way in which the answer is waited for: `pg` takes callbacks, too, and cursors, which hear of nothing. */
function refuse([asked, ...more]: unknown[]): unknown {
  const { callback, submit } = Object(asked) as { callback?: unknown; submit?: unknown };
  const heard = [callback, ...more].find((each) => typeof each === 'function');
  if (heard) return queueMicrotask(() => heard(new TransactionEndedError()));
  if (submit) fail();
  const refusal = Promise.reject(new TransactionEndedError());
  // Whoever awaits it hears of it; that nobody does is no reason to end the process.
  refusal.catch(() => {});
  return refusal;
}
