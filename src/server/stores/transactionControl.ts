/** What a statement would do to the transaction that it is sent in; `refused`: what no savepoint can stand for. */
export type TransactionControl = 'begin' | 'commit' | 'rollback' | 'refused';

/** Spares nearly every statement a closer look. */
const WORDS = /\b(?:begin|start|commit|end|abort|rollback|prepare)\b/i;

/** What is not looked into: comments, strings, names, bodies of functions. */
const QUIET = /--[^\n]*|\/\*.*?\*\/|\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$).*?\1/gis;

const ENDS = '(?: (?:work|transaction))?';

/** READ COMMITTED is what the transaction around it has. */
const NESTED: readonly [RegExp, TransactionControl][] = [
  [
    /^(?:begin(?: work| transaction)?|start transaction)(?:,? (?:isolation level read committed|read write))*$/,
    'begin',
  ],
  [new RegExp(`^(?:commit|end)${ENDS}$`), 'commit'],
  [new RegExp(`^(?:rollback|abort)${ENDS}$`), 'rollback'],
];

const ANY = /^(?:begin|start transaction|commit|end|abort|rollback|prepare transaction)\b/;
const TO_SAVEPOINT = new RegExp(`^rollback${ENDS} to\\b`);

/** What `text`, one statement or several, does to its transaction; nothing where it does nothing to it. */
export function transactionControlIn(text: string): TransactionControl | undefined {
  if (!WORDS.test(text)) return undefined;
  const statements = text
    .replace(QUIET, ' ')
    .toLowerCase()
    .split(';')
    .map((each) => each.trim().replace(/\s+/g, ' '))
    .filter(Boolean);
  if (!statements.some((each) => ANY.test(each) && !TO_SAVEPOINT.test(each))) return undefined;
  const [only = ''] = statements;
  const known = statements.length === 1 && NESTED.find(([form]) => form.test(only));
  return known ? known[1] : 'refused';
}
