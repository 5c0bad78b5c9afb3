import { statementsIn } from './sqlText.ts';

/** What a statement would do to the transaction that it is sent in; `refused`: what no savepoint can stand for. */
export type TransactionControl = 'begin' | 'commit' | 'rollback' | 'refused';

/** Spares nearly every statement a closer look. */
const WORDS = /\b(?:begin|start|commit|end|abort|rollback|prepare)\b/i;

const ENDS = '(?: (?:work|transaction))?';

/** READ COMMITTED is what the transaction around it has; what is deferrable matters to SERIALIZABLE alone. */
const NESTED: readonly [RegExp, TransactionControl][] = [
  [
    /^(?:begin(?: work| transaction)?|start transaction)(?:(?: ?, ?| )(?:isolation level read committed|read write|(?:not )?deferrable))*$/,
    'begin',
  ],
  [new RegExp(`^(?:commit|end)${ENDS}$`), 'commit'],
  [new RegExp(`^(?:rollback|abort)${ENDS}$`), 'rollback'],
];

const ANY = /^(?:begin|start transaction|commit|end|abort|rollback|prepare transaction)\b/;
const TO_SAVEPOINT = new RegExp(`^rollback${ENDS} to\\b`);

/** A function whose body is SQL itself: its statements are the function's, up to an `end`. */
const BODY = /^create (?:or replace )?(?:function|procedure)\b.*\bbegin atomic\b(?! end$)/;

/** What `text`, one statement or several, does to its transaction; nothing where it does nothing to it. */
export function transactionControlIn(text: string): TransactionControl | undefined {
  if (!WORDS.test(text)) return undefined;
  const statements = withoutBodies(statementsIn(text));
  if (!statements.some((each) => ANY.test(each) && !TO_SAVEPOINT.test(each))) return undefined;
  const [only = ''] = statements;
  const known = statements.length === 1 && NESTED.find(([form]) => form.test(only));
  return known ? known[1] : 'refused';
}

function withoutBodies(statements: string[]): string[] {
  let isBody = false;
  return statements.filter((each) => {
    const isOutside = !isBody;
    isBody = isBody ? each !== 'end' : BODY.test(each);
    return isOutside;
  });
}
