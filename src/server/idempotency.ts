import type { Gate, PrincipalOf } from './admit.ts';
import { answerCall } from './answerCall.ts';
import { allowOrigin, type CorsOptions, checkOrigins, preflight } from './cors.ts';
import { PUBLIC } from './decide.ts';
import { type Ended, refused } from './enter.ts';
import { OperationError } from './errors/operationError.ts';
import { keysKept } from './keysKept.ts';
import type { LoggedEntry } from './logEntry.ts';
import { createNoteBook } from './noteBook.ts';
import {
  defineOperation,
  type ExternalHandler,
  type LocalHandler,
  type Operation,
  type OperationOptions,
  type Recovery,
} from './operation.ts';
import { purgeAll } from './purgeAll.ts';
import { refusals } from './refusals.ts';
import { reporter } from './reporter.ts';
import { readKey } from './requestKey.ts';
import { type Resolvable, resolve, type Unresolved } from './resolve.ts';
import { isUnresolved } from './row.ts';
import { safely } from './safely.ts';
import { statusOf } from './status.ts';
import type { Purged, ServerStore } from './store.ts';
import { type Surroundings, under } from './surroundings.ts';
import { tombstone } from './tombstone.ts';
import { traceOf } from './traceOf.ts';
import { receive } from './webhook.ts';
import { defineWebhook, type WebhookHandler, type WebhookOptions } from './webhookOptions.ts';

export interface IdempotencyOptions<Native, Context> {
  store: ServerStore<Native>;
  /** Whose a request is, from the server's own authentication. May be left out where every operation is public. */
  principal?: PrincipalOf<Context>;
  /**
   * Keys the fingerprints: at least 16 characters, the same on every server. To change it, give every server
   * `[old, new]` first; then `[new, old]`, for as long as keys are kept.
   */
  secret: string | readonly [string, ...string[]];
  cors?: CorsOptions;
  /**
   * Hears of what handlers and the store threw, and under which ID `trace` tells of it, where that is known. That it
   * throws changes no answer. Default `console.error`.
   */
  onError?: (error: unknown, requestId?: string) => void;
  /** The platform's way to let work go on after an answer, for lines of the log. Default: nothing is told. */
  waitUntil?: (work: Promise<void>) => void;
  /** A timer, for worlds with a clock of their own. */
  after?: Surroundings<Native>['after'];
  /** This server's clock, Unix ms, for such worlds. No answer depends on it. Default `Date.now`. */
  now?: () => number;
  /** A clock that nobody sets, ms, for such worlds. Default `performance.now`, or `now` where that is given. */
  monotonic?: () => number;
}

/** Answers a request. `context` is what the framework knows beside it, such as its own request. */
export type RequestHandler<Context> = (request: Request, context: Context) => Promise<Response>;

export interface Idempotency<Native, Context> {
  /** One operation: one effect and one stored answer for each request ID. */
  handle(
    operation: string,
    options: OperationOptions<Context> & { mode: 'local' },
    handler: LocalHandler<Native, Context>,
  ): RequestHandler<Context>;
  handle<Result>(
    operation: string,
    options: OperationOptions<Context> & { mode: 'external' },
    handler: ExternalHandler<Native, Context, Result>,
  ): RequestHandler<Context>;
  /**
   * The endpoint for one sender's events: each is applied once, and none over a newer one of its object.
   * @param provider the sender's name, one for each endpoint: an event's ID is taken once under it
   */
  webhook<Event>(
    provider: string,
    options: WebhookOptions<Event>,
    handler: WebhookHandler<Native, Event>,
  ): (request: Request) => Promise<Response>;
  /** What became of an ID: the endpoint for the client's `check`. */
  status(requestId: string, request: Request, context: Context): Promise<Response>;
  /** A tombstone where nothing has begun: the endpoint for the client's `cancel`. */
  cancel(requestId: string, request: Request, context: Context): Promise<Response>;
  /** Everything that happened under an ID, every webhook that named it too, oldest first. */
  trace(requestId: string): Promise<LoggedEntry[]>;
  /**
   * Asks `recover` about effects whose worker was lost; resolves with those that an operator must decide, oldest first.
   * @param limit how many are looked at, those first that were looked at longest ago. Default 100
   */
  reconcile(limit?: number): Promise<Unresolved[]>;
  /**
   * An operator's decision: the effect has happened, with this result; or it never will (`absent`).
   * @returns false where the ID is not open (any more), where a worker is at it, and where `respond` failed
   */
  settle(requestId: string, outcome: Exclude<Recovery<unknown>, { found: 'unknown' }>): Promise<boolean>;
  /** Resolves when every line of the log is written: before a server ends. */
  flush(): Promise<void>;
  /** Deletes what is past its retention, in batches of `limit` rows (default 1,000), until nothing is left. */
  purge(limit?: number): Promise<Purged>;
}

/** @throws OperationError without a usable `secret` */
export function createIdempotency<Native, Context = unknown>({
  store,
  principal,
  secret,
  cors,
  onError = console.error,
  waitUntil,
  after = (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  now = Date.now,
  monotonic = now === Date.now ? () => performance.now() : now,
}: IdempotencyOptions<Native, Context>): Idempotency<Native, Context> {
  const secrets = typeof secret === 'string' ? [secret] : [...(secret ?? [])];
  if (!secrets.length || secrets.some((one) => typeof one !== 'string' || one.length < 16))
    throw new OperationError(
      'operation_invalid',
      '`secret` needs at least 16 characters: it keys the fingerprints of requests, so that nobody who reads the ' +
        'table can guess a body. Give a random one that all servers share.',
    );
  if (cors) checkOrigins(cors);
  const gate: Gate<Context> = { principal, secrets };
  const report = reporter(onError);
  const around: Surroundings<Native> = { store, after, now, monotonic, report };
  const notes = createNoteBook(store, report, waitUntil);
  const operations = new Map<string, Operation>();
  /** Those whose effect somebody can be asked about later. */
  const externals = new Map<string, Resolvable<Native>>();
  const webhooks = new Set<string>();

  const crossOrigin =
    (inner: RequestHandler<Context>): RequestHandler<Context> =>
    async (request, context) => {
      if (!cors) return inner(request, context);
      return allowOrigin(request, preflight(request, cors) ?? (await inner(request, context)), cors);
    };

  /** Status and tombstone: for the one who sent the ID. */
  const asOwner = (
    given: string,
    ask: (requestId: string, who: string, isOwner: (whose: string) => boolean) => Promise<Ended>,
  ): RequestHandler<Context> =>
    crossOrigin(async (request, context) => {
      const requestId = readKey(given);
      if (requestId === undefined) return refused('', refusals.keyMalformed()).response;
      const { response } = await safely(under(around, requestId), requestId, async () => {
        const who = (await principal?.(request, context)) || PUBLIC;
        return ask(requestId, who, (whose) => whose === who || whose === PUBLIC);
      });
      return response;
    });

  return {
    handle<Result>(
      name: string,
      options: OperationOptions<Context>,
      handler: LocalHandler<Native, Context> | ExternalHandler<Native, Context, Result>,
    ): RequestHandler<Context> {
      const operation = defineOperation(name, options as OperationOptions<never>);
      if (!operation.options.public && !principal)
        throw new OperationError(
          'principal_missing',
          `The operation "${name}" does not say whose its requests are. Give \`principal\` to createIdempotency, or ` +
            "declare principal: 'public' for what is done before anybody has signed in.",
        );
      if (operations.has(name))
        throw new OperationError(
          'operation_invalid',
          `The operation "${name}" is defined twice. Rename one.`,
        );
      operations.set(name, operation);
      if (typeof handler !== 'function') externals.set(name, { operation, handler: handler as never });
      return crossOrigin(async (request, context) => {
        const { response, entries } = await answerCall(
          { around, gate, operation, handler },
          request,
          context,
        );
        notes.note(entries);
        return response;
      });
    },

    webhook(provider, options, handler) {
      const webhook = defineWebhook(provider, options);
      if (webhooks.has(provider))
        throw new OperationError(
          'operation_invalid',
          `The webhook "${provider}" is defined twice. Each endpoint needs a name of its own.`,
        );
      webhooks.add(provider);
      return async (request) => {
        const { response, entries } = await receive(around, webhook, handler, request);
        notes.note(entries);
        return response;
      };
    },

    status: (requestId, request, context) =>
      asOwner(requestId, (id, _who, isOwner) => statusOf(around, id, isOwner))(request, context),

    cancel: (requestId, request, context) =>
      asOwner(requestId, async (id, who, isOwner) => {
        const defined = [...operations.values()].map(({ options }) => options);
        // Nobody is somebody only where something may be done before anybody has signed in. A stranger writes nothing.
        if (who === PUBLIC && principal && !defined.some((options) => options.public))
          return refused(id, refusals.notSignedIn());
        // The ID may have been, or come yet, at any of them.
        const kept = keysKept(defined.map(({ keysFor }) => keysFor));
        const result = await tombstone(around, id, { principal: who, isOwner, kept });
        notes.note(result.entries);
        return result;
      })(request, context),

    async trace(requestId) {
      await notes.written();
      return traceOf(store, requestId);
    },

    flush: () => notes.written(),

    async reconcile(limit = 100) {
      const open: Unresolved[] = [];
      for (const row of await store.unresolved(limit)) {
        const left = await resolve(around, row, externals.get(row.operation));
        if (typeof left === 'object') open.push(left);
      }
      return open.sort((one, other) => one.startedAt - other.startedAt);
    },

    async settle(requestId, outcome) {
      const { row, now } = await store.find(requestId);
      // A worker that lives may have its call on the way: nobody decides over that.
      if (!row || !isUnresolved(row) || row.leaseUntil > now) return false;
      const known = externals.get(row.operation);
      if (!known)
        throw new OperationError(
          'operation_unknown',
          `No external operation "${row.operation}" is defined here. Settle it where it is.`,
        );
      return (await resolve(around, row, known, outcome)) === 'settled';
    },

    purge: (limit = 1000) => purgeAll(store, limit),
  };
}
