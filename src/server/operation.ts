import { KEPT_HEADERS } from './answer.ts';
import type { Call, CallFacts } from './call.ts';
import { OperationError } from './errors/operationError.ts';
import { KEYS } from './keysKept.ts';
import type { KeyPlace } from './requestKey.ts';

const HOUR = 3_600_000;

export interface OperationOptions<Context = unknown> {
  /**
   * - `local`: the effect is in the store's own database. The handler gets its transaction, and the effect, the stored
   *   answer and the log commit together: exactly once.
   * - `external`: the effect is a call to somebody else, such as a payment provider.
   */
  mode: 'local' | 'external';
  /** For what is done before anybody has signed in, such as creating an account: whoever knows the ID is its owner. */
  principal?: 'public';
  /** Where the request ID travels, as the client's `idIn`: the header, or `body.<field>` of a JSON body. Default `header`. */
  idIn?: KeyPlace;
  /** The business object that only one ID may hold, such as a cart: what stops a second device. */
  unique?: (request: Request, context: Context) => string | null | Promise<string | null>;
  /**
   * What another ID of the same principal for the same object gets: 409 `already_open`, or the first one's answer. In a
   * public operation always the 409. Default `refuse`.
   */
  duplicate?: 'refuse' | 'answer';
  /** JSON fields, on any level, that the fingerprint leaves out, such as a password. */
  secretFields?: readonly string[];
  /** `status`: for bodies with secrets; a repeat gets the status alone. Default `full`. */
  answers?: 'full' | 'status';
  /** Further headers to store with an answer. */
  keepHeaders?: readonly string[];
  /** How long bodies and keys are kept, ms. Default 24 h and 30 d; `keys: null` keeps them for ever. */
  retention?: { answers?: number; keys?: number | null };
  /** Bytes. Default 1 MiB each. With `answers: 'status'` an answer may be of any length. */
  maxRequest?: number;
  maxAnswer?: number;
  /**
   * How long a worker is taken for alive after its last sign of life, ms. Default 30,000. External mode: signs of life
   * are sent while the handler runs. Local mode: each statement in the handler's transaction is one, and the database
   * ends a transaction that has none for so long.
   */
  lease?: number;
  /** How long signs of life are sent at most, ms: a handler that hangs is taken for lost. Default 10 min. External mode. */
  maxRun?: number;
  /** How long a repeat waits for the first call's answer before it hears `in_progress`, ms. Default 0. */
  wait?: number;
  /**
   * The operation key goes to the provider as its own idempotency key, and the provider keeps it for this long, ms.
   * Only then may an effect that was interrupted be executed once more. External mode.
   */
  providerRetention?: number;
}

/** Does the work inside the store's transaction. An answer that is not stored (5xx, 401, 429 …) rolls it back. */
export type LocalHandler<Native, Context> = (
  call: Call<Context>,
  transaction: Native,
) => Response | Promise<Response>;

/** What a lookup at the provider found. `absent` can lag behind a call that is still on its way. */
export type Recovery<Result> = { found: 'done'; result: Result } | { found: 'absent' } | { found: 'unknown' };

export interface ExternalHandler<Native, Context, Result> {
  /** Looks at the request before anything begins; a Response ends it there. */
  prepare?(call: Call<Context>): Response | undefined | Promise<Response | undefined>;
  /**
   * The effect. What it resolves with is known to have happened; a refusal by the provider is a result, too. What it
   * throws leaves it open, but for `EffectNotBegunError`.
   */
  execute(operationKey: string, call: Call<Context>): Promise<Result>;
  /** What became of an effect whose worker was lost. */
  recover?(operationKey: string, facts: CallFacts): Promise<Recovery<Result>>;
  /** The answer, and the business writes that belong to it: in one transaction with the row. */
  respond(result: Result, transaction: Native, facts: CallFacts): Response | Promise<Response>;
}

/** An operation with every default filled in. */
export interface Operation {
  name: string;
  options: Required<
    Omit<OperationOptions<never>, 'principal' | 'unique' | 'retention' | 'providerRetention'>
  > & {
    public: boolean;
    unique: OperationOptions<never>['unique'];
    answersFor: number;
    keysFor: number | null;
    providerRetention: number | undefined;
  };
}

const KNOWN: readonly string[] = [
  'mode',
  'principal',
  'idIn',
  'unique',
  'duplicate',
  'secretFields',
  'answers',
  'keepHeaders',
  'retention',
  'maxRequest',
  'maxAnswer',
  'lease',
  'maxRun',
  'wait',
  'providerRetention',
] satisfies (keyof OperationOptions)[];

/** @throws OperationError where the options cannot mean anything */
export function defineOperation(name: string, given: OperationOptions<never>): Operation {
  const invalid = (why: string): never => {
    throw new OperationError('operation_invalid', `The operation "${name}" ${why}`);
  };
  if (!name) invalid('has no name. Stored rows refer to it: give it one that stays.');
  for (const option of Object.keys(given))
    if (!KNOWN.includes(option)) invalid(`has an unknown option "${option}". Known are ${KNOWN.join(', ')}.`);
  if (given.mode !== 'local' && given.mode !== 'external') invalid("needs mode: 'local' or 'external'.");
  const { idIn = 'header' } = given;
  if (idIn !== 'header' && !/^body\.\w+$/.test(idIn))
    invalid("needs `idIn` to be 'header' or 'body.<field>'.");
  const keepHeaders = (given.keepHeaders ?? []).map((header) => header.toLowerCase());
  if (keepHeaders.includes('set-cookie'))
    invalid('would keep Set-Cookie: a repeat may come from another browser. Leave it out.');
  const answersFor = given.retention?.answers ?? 24 * HOUR;
  const keysFor = given.retention?.keys === undefined ? KEYS : given.retention.keys;
  const numbers = { lease: 30_000, maxRun: 600_000, wait: 0, maxRequest: 1 << 20, maxAnswer: 1 << 20 };
  const { lease, maxRun, wait, maxRequest, maxAnswer } = { ...numbers, ...given };
  const { providerRetention } = given;
  const counted = {
    lease,
    maxRun,
    wait,
    maxRequest,
    maxAnswer,
    'retention.answers': answersFor,
    // `null` keeps them for ever.
    ...(keysFor !== null && { 'retention.keys': keysFor }),
    ...(providerRetention !== undefined && { providerRetention }),
  };
  for (const [option, value] of Object.entries(counted))
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) invalid(`has no usable number in "${option}".`);
  if (keysFor !== null && keysFor < answersFor)
    invalid('keeps answers longer than keys. `retention.keys` must be at least `retention.answers`.');
  // Three signs of life in each lease: below this they would keep the database busy with nothing else.
  if (lease < 100) invalid('needs a `lease` of at least 100 ms.');
  return {
    name,
    options: {
      mode: given.mode,
      public: given.principal === 'public',
      idIn,
      unique: given.unique,
      duplicate: given.duplicate ?? 'refuse',
      secretFields: given.secretFields ?? [],
      answers: given.answers ?? 'full',
      keepHeaders: [...KEPT_HEADERS, ...keepHeaders],
      answersFor,
      keysFor,
      maxRequest,
      // What is not stored need not fit.
      maxAnswer: given.answers === 'status' ? Number.POSITIVE_INFINITY : maxAnswer,
      lease,
      maxRun,
      wait,
      providerRetention,
    },
  };
}
