/** What is known of a call without its request: enough to recover it much later. */
export interface CallFacts {
  requestId: string;
  /** Whose it is: what the server's own authentication said, or `''` in a public operation. */
  principal: string;
  operation: string;
  /** The effect's name towards a provider: the same for every attempt, 46 visible ASCII characters. */
  operationKey: string;
  /** W3C Trace Context for calls that this one makes: all attempts of an action are one trace. */
  traceparent: string;
}

/** One arrival at a handler. */
export interface Call<Context = unknown> extends CallFacts {
  /** The request, its body unread: a copy of its own for each part of a handler, and each time that one runs. */
  request: Request;
  /** The `traceparent` that came with it, for a link from your span: attempts can come from several traces. */
  link: string | null;
  /** What the framework knows beside it, as the adapter passes it on. */
  context: Context;
  /** Aborted when this worker has lost its lease: whatever it does now, it cannot complete. */
  signal: AbortSignal;
}

/** An arrival that has been read: what each run of a handler gets its own `Call` of. */
export interface Admitted<Context = unknown> extends Omit<Call<Context>, 'request' | 'signal'> {
  /** Another one each time, its body unread. */
  copy(): Request;
  signal?: AbortSignal;
}

/** A call for one run, which may read its request: it leaves nothing to read for the next one. */
export function callOf<Context>({ copy, signal, ...known }: Admitted<Context>): Call<Context> {
  // Made only for a handler that asks: most read what `unique` or a body parser gave them, or nothing.
  let request: Request | undefined;
  return {
    ...known,
    get request() {
      request ??= copy();
      return request;
    },
    get signal() {
      signal ??= new AbortController().signal;
      return signal;
    },
  };
}
