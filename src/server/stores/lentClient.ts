import { TransactionControlError } from '../errors/transactionControlError.ts';
import { TransactionEndedError } from '../errors/transactionEndedError.ts';
import { answerBy, type Call, isSubmitted, textOf } from './calling.ts';
import { createNesting } from './nesting.ts';
import { createPending } from './pending.ts';

/** A client for as long as a transaction lasts. */
interface Loan<Client> {
  client: Client;
  /**
   * Before each of the store's own statements, which go past what the handler puts in place.
   * @throws TransactionEndedError
   */
  enter(): void;
  /** Whether something of the handler's may stand before them, for as long as it likes. */
  isHeld(): boolean;
  /** The transaction is over, or is about to be. */
  end(): void;
}

/** What reaches the connection. */
const REACHING: readonly PropertyKey[] = ['query', 'release', 'end'];

/**
 * A client for a handler, which can go on when its transaction is over: `Promise.all` does not wait for the others where
 * one fails. The connection is in the pool by then, and what is sent on it commits by itself, or with what another
 * request does. So the handler gets the client as it is, until then, but for what would end its transaction or give its
 * connection to another request. What it puts in place of these, as those do that log or count, is the loan's: the pool
 * and the store have the client without it.
 *
 * @param idle how long what comes behind a cursor is waited for, ms
 * @param late hears that it was in vain
 */
export function lend<Client extends object>(lender: Client, idle: number, late: () => void): Loan<Client> {
  let isOver = false;
  const patches = new Map<PropertyKey, unknown>();
  const nesting = createNesting();
  const pending = createPending(idle, late);
  const lent: Record<string, (own: Call) => Call> = {
    query:
      (own) =>
      (asked, ...more) => {
        if (isOver) return refuse(new TransactionEndedError(), asked, more);
        const nested = nesting.of(textOf(asked), pending.isBusy());
        if (nested === undefined) return pending.send(own, asked, more);
        if (!nested || isSubmitted(asked)) return refuse(new TransactionControlError(), asked, more);
        return answerBy(
          nested((text) => pending.send(own, text, [])),
          asked,
          more,
        );
      },
    // The pool would give it to another request in the midst of this transaction. It goes back when that is over.
    release: () => () => {},
    end: () => () => {
      throw isOver ? new TransactionEndedError() : new TransactionControlError();
    },
  };
  const client = new Proxy(lender, {
    set(target, key, value) {
      if (!REACHING.includes(key)) return Reflect.set(target, key, value);
      patches.set(key, value);
      return true;
    },
    defineProperty(target, key, descriptor) {
      if (!REACHING.includes(key)) return Reflect.defineProperty(target, key, descriptor);
      if ('value' in descriptor) patches.set(key, descriptor.value);
      return 'value' in descriptor;
    },
    get(target, key) {
      if (patches.has(key)) return patches.get(key);
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || !REACHING.includes(key)) return value;
      return lent[key as string]?.((...given) => Reflect.apply(value, target, given));
    },
  });
  return {
    client,
    enter() {
      if (isOver) throw new TransactionEndedError();
      nesting.close();
    },
    isHeld: pending.isHeld,
    end() {
      isOver = true;
    },
  };
}

function refuse(error: Error, asked: unknown, more: unknown[]): unknown {
  // A cursor hears of nothing.
  if (isSubmitted(asked)) throw error;
  const refusal = Promise.reject(error);
  // Whoever awaits it hears of it; that nobody does is no reason to end the process.
  refusal.catch(() => {});
  return answerBy(refusal, asked, more);
}
