// biome-ignore-all lint/suspicious/noExplicitAny: a definition of any input must fit, and `unknown` is not bivariant
import { type Backoff, exponential, toBackoff } from './backoff.ts';
import { DefinitionError } from './errors/definitionError.ts';
import type { Send, SendContext } from './post.ts';
import type { Schema } from './standardSchema.ts';

/** What an action is about: chooses the words and some defaults. Neutral without. */
export type Kind = 'payment' | 'account' | 'message' | 'save';

export interface ActionOptions<Input, Frozen, Data> {
  /** Stable across deploys: stored records refer to it. */
  name: string;
  kind?: Kind;
  /** `input`: stored until settled, so that a reload can send again. `id`: for secrets; neither input nor answer is stored, and `check` is required. */
  keep: 'input' | 'id';
  /** Does the server honour the request ID? `unprotected`: never sent twice (law 12). */
  endpoint: 'idempotent' | 'unprotected';
  /** Checked before an ID exists; its output is what is frozen and sent. */
  input?: Schema<Input, Frozen>;
  /** A 2xx answer that fails it is no `done`: `check/unreadable`. */
  output?: Schema<any, Data>;
  /** Returns a Response, data, or an answer (`done()`, `declined()`, `processing()`, `unreached()`). */
  send: Send<Frozen>;
  /** Asks the server what became of an ID. No attempt: it must change nothing. */
  check?: (requestId: string, context: SendContext) => unknown;
  /** Puts a tombstone on the server so that the ID can never run; tried first by `abandon`. */
  cancel?: (requestId: string, context: SendContext) => unknown;
  /** `required` refuses where nothing durable is available. @default 'preferred' */
  durability?: 'preferred' | 'required';
  /** @default exponential() */
  retry?: Backoff | readonly number[];
  /** Of one attempt, ms. @default 10_000 */
  timeout?: number;
  /** Of one round, ms; time offline does not count. @default 30_000 */
  deadline?: number;
  /** How long after the last tap the client may send on its own, ms. @default 300_000 */
  freshness?: number;
  /** How long the ID may be sent at all, ms; keep it below what the server keeps. @default 72_000_000 (20 h) */
  retention?: number;
  /** After `done` the slot answers with the stored result until retention. @default true for `payment` and `account` */
  once?: boolean;
  /** For banners, computed at mint and stored with the record; must hold no secret. */
  describe?: (input: Frozen) => string;
  /** TanStack Query keys to invalidate when it is done, also after a reload. */
  invalidates?:
    | readonly (readonly unknown[])[]
    | ((data: Data, input: Frozen | undefined) => readonly (readonly unknown[])[]);
  /** A prefix for IDs in place of the kind, or an own generator; its output is checked. `at` is Unix ms. */
  requestId?: string | ((at: number) => string);
}

/** What `defineAction` returns: every option, with its default filled in. */
export interface Action<Input = any, Frozen = any, Data = any> extends ActionOptions<Input, Frozen, Data> {
  readonly retry: Backoff;
  readonly timeout: number;
  readonly deadline: number;
  readonly freshness: number;
  readonly retention: number;
  readonly once: boolean;
}

/** What the state machine needs to know of a definition. */
export type Policy = Pick<
  Action,
  'keep' | 'endpoint' | 'retry' | 'timeout' | 'deadline' | 'freshness' | 'retention' | 'once'
> & {
  check?: unknown;
};

/** What each known option may be: a type as `typeof` says it, or one of the words. `null` counts as left out. */
const OPTIONS: Record<keyof ActionOptions<any, any, any>, string> = {
  name: 'string',
  kind: 'payment account message save undefined',
  keep: 'input id',
  endpoint: 'idempotent unprotected',
  input: 'object function undefined',
  output: 'object function undefined',
  send: 'function',
  check: 'function undefined',
  cancel: 'function undefined',
  durability: 'preferred required undefined',
  retry: 'function',
  timeout: 'number',
  deadline: 'number',
  freshness: 'number',
  retention: 'number',
  once: 'boolean',
  describe: 'function undefined',
  invalidates: 'function object undefined',
  requestId: 'function string undefined',
};

/** With `keep: 'id'` the answer is stored nowhere: after a reload there is none. */
export function defineAction<Input = any, Frozen = Input, Data = any>(
  options: Omit<ActionOptions<Input, Frozen, Data>, 'invalidates'> &
    Pick<ActionOptions<Input, Frozen, Data | undefined>, 'invalidates'> & { keep: 'id' },
): Action<Input, Frozen, Data | undefined>;
/**
 * Defines one thing that a person wants done once. Types follow from the schemas.
 * @throws DefinitionError `unknown_option`, `invalid_option`, `keep_id_without_check`, `retention_below_deadline`
 */
export function defineAction<Input = any, Frozen = Input, Data = any>(
  options: ActionOptions<Input, Frozen, Data>,
): Action<Input, Frozen, Data>;
export function defineAction<Input, Frozen, Data>(
  options: ActionOptions<Input, Frozen, Data>,
): Action<Input, Frozen, Data> {
  const retry = toBackoff(options.retry ?? exponential());
  const action = {
    timeout: 10_000,
    deadline: retry?.deadline ?? 30_000,
    freshness: 300_000,
    retention: 72_000_000,
    once: options.kind === 'payment' || options.kind === 'account',
    ...options,
    retry,
  };
  for (const option of Object.keys({ ...OPTIONS, ...action })) {
    const value: unknown = action[option as keyof typeof action];
    const allowed = OPTIONS[option as keyof typeof OPTIONS]?.split(' ');
    if (!allowed) fail('unknown_option', option);
    if (
      !(allowed.includes(typeof (value ?? undefined)) || allowed.includes(value as string)) ||
      value === '' ||
      (typeof value === 'number' && !(value > 0 && value < Infinity))
    )
      fail('invalid_option', option);
  }
  if (action.keep === 'id' && !action.check) fail('keep_id_without_check', 'check');
  if (action.retention < action.deadline) fail('retention_below_deadline', 'retention');
  return action as Action<Input, Frozen, Data>;
}

function fail(code: DefinitionError['code'], option: string): never {
  throw new DefinitionError(
    code,
    process.env.NODE_ENV === 'production' ? option : `Option "${option}" ${explain(code, option)}`,
  );
}

/** What happened, why it matters, how to fix it. A production bundle leaves it out. */
function explain(code: DefinitionError['code'], option: string): string {
  switch (code) {
    case 'unknown_option':
      return 'is not one that defineAction knows. What it was meant to do would not happen. Correct its spelling or remove it.';
    case 'keep_id_without_check':
      return "is required by keep: 'id'. After a reload the input is gone, and only the server can say what happened. Add a check.";
    case 'retention_below_deadline':
      return 'is shorter than deadline. An ID would die inside its own round. Raise retention or lower deadline.';
    default:
      return `is missing or unusable. It decides what the client dares, so there is no guess. Give ${
        WANTED[option] ??
        OPTIONS[option as keyof typeof OPTIONS].replaceAll(' ', ' or ').replace('undefined', 'leave it out')
      }.`;
  }
}

const ms = 'a finite number of ms above 0';
const WANTED: Record<string, string> = {
  name: 'a string that is not empty and stays the same across deploys',
  retry: 'a list of delays in ms, exponential(), background or a function',
  timeout: ms,
  deadline: ms,
  freshness: ms,
  retention: ms,
};
