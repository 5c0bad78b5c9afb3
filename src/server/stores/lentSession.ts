import { TransactionControlError } from '../errors/transactionControlError.ts';
import type { Call } from './calling.ts';
import { createNesting } from './nesting.ts';
import { createPending } from './pending.ts';

/** What a statement of PGlite's reaches its database by. */
interface Session {
  query(text: string, ...more: never[]): Promise<unknown>;
  exec(text: string, ...more: never[]): Promise<unknown>;
}

const REACHING: readonly PropertyKey[] = ['query', 'exec', 'sql'];

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
        const text = key === 'sql' ? textOfTemplate(asked as readonly string[], more) : asked;
        const nested = nesting.of(text, pending.isBusy());
        if (nested === undefined) return pending.send(own, asked, more);
        if (!nested) throw new TransactionControlError();
        const result = await nested((sent) => pending.send(() => target.exec(sent), sent, []));
        // As many results as statements.
        return key === 'exec' ? [result] : result;
      };
    },
  });
  return { session: lent, enter: nesting.close };
}

/** What PGlite's templates make of text, of parts that are text, too, and of templates within; the rest are values. */
function textOfTemplate(strings: readonly string[], values: readonly unknown[]): string {
  return strings
    .flatMap((each, index) => {
      if (index >= values.length) return each;
      const { _templateType: type, str, strings: inner, values: within } = Object(values[index]);
      if (type === 'part') return [each, str];
      return [each, type === 'container' ? textOfTemplate(inner, within) : `$${index + 1}`];
    })
    .join('');
}
