import type { Action } from './action.ts';
import { isAnswer } from './answers.ts';
import { address, type Call, createCalls } from './calls.ts';
import { NotSentError } from './errors/notSentError.ts';
import { type Ending, judge, type Outcome, UNANSWERED, UNREACHED } from './outcome.ts';
import type { Ports } from './ports.ts';
import type { SendContext } from './post.ts';

const HEADER = 'Idempotency-Key';

/** Whether this tab may use the door: asked in the same task as the call (law 3). */
export interface Admission {
  /** Time passed or the lock was lost since the claim: it must be renewed first. */
  stale(): boolean;
  renew(): Promise<void>;
  may(): boolean;
}

export interface Invocation {
  action: Action;
  requestId: string;
  /** ms */
  timeout: number;
  /** Absent for `check` and `cancel`, which are no attempts, as is `admission`. */
  attempt?: number;
  admission?: Admission;
  /** The same of `check` and `cancel`. */
  may?: () => boolean;
  /** Hears what a call proved that had already timed out. */
  late?: (outcome: Outcome) => void;
}

/**
 * Runs one call of `send`, `check` or `cancel`, whose only way to the network is `ctx.fetch`. Resolves with what it
 * proved when it ends or its time is over, or with `null` where the page going away cut it off (law 7). Never rejects.
 */
export function invoke(
  { network, clock, page }: Ports,
  run: (context: SendContext) => unknown,
  {
    action,
    requestId,
    timeout,
    attempt = 0,
    admission,
    may = () => admission?.may() !== false,
    late,
  }: Invocation,
): Promise<Outcome | null> {
  const abort = new AbortController();
  const calls = createCalls(action, !!admission);
  const posted = !!admission && !!action.send.freeze;
  const fetch: SendContext['fetch'] = async (input, init) => {
    // By what it has, not by its class: a frame's, or a polyfill's, has another.
    const request = typeof input === 'object' && 'method' in input ? input : undefined;
    const call: Call = {
      url: address(request?.url ?? String(input)),
      asks: /^(GET|HEAD)$/i.test(init?.method ?? request?.method ?? 'GET'),
    };
    try {
      if (abort.signal.aborted) throw new NotSentError();
      if (admission?.stale())
        await admission.renew().catch(() => {
          throw new NotSentError();
        });
      if (abort.signal.aborted || !may()) throw new NotSentError();
      const headers = new Headers(init?.headers ?? request?.headers);
      // An empty value says that the ID travels elsewhere: a server of another origin may not allow the header.
      if (headers.get(HEADER) === '') headers.delete(HEADER);
      else if (admission && !headers.has(HEADER)) headers.set(HEADER, requestId);
      calls.leaves(call);
      const response = await network.fetch(input, { signal: abort.signal, ...init, headers });
      calls.answers(call, response);
      return response;
    } catch (error) {
      calls.fails(call);
      throw error;
    }
  };
  const context: SendContext = {
    requestId,
    attempt,
    signal: abort.signal,
    headers: { [HEADER]: requestId },
    fetch,
  };
  return new Promise((resolve) => {
    let over = false;
    const cancel = clock.after(timeout, () => {
      over = true;
      const never = calls.left() || !posted ? undefined : UNREACHED;
      resolve(page.leaving() ? null : (never ?? UNANSWERED));
      abort.abort(new DOMException('', 'TimeoutError'));
    });
    const end = async (said: Pick<Ending, 'returned' | 'error'>) => {
      const judged = calls.judged();
      const ending: Ending = {
        ...said,
        response: judged?.copy ?? judged?.response,
        left: calls.left(),
        failed: !!judged?.failed,
        refused: !!judged && judged.number === undefined,
        doubtOf: calls.doubtOf,
      };
      const cut = page.leaving() && !ending.response && !isAnswer(said.returned);
      const outcome = await judge(ending, { ...action, posted, now: clock.now().wall });
      cancel();
      if (over) late?.(outcome);
      else resolve(cut ? null : outcome);
    };
    (async () => run(context))().then(
      (returned) => end({ returned }),
      (error) => end({ error: error ?? new Error() }),
    );
  });
}
