import type { Action } from './action.ts';
import { isAnswer } from './answers.ts';
import { NotSentError } from './errors/notSentError.ts';
import { type Ending, judge, type Outcome, UNANSWERED, UNREACHED } from './outcome.ts';
import type { Ports } from './ports.ts';
import type { SendContext } from './post.ts';

const HEADER = 'Idempotency-Key';

/** A call that was answered so did not run. Any other answer says that it may have, or has. */
const isRefusal = ({ endpoint }: Action, { status }: Response): boolean =>
  (endpoint === 'unprotected' ? /^4(?!08|25|29)/ : /^4(?!08|09|25|29)/).test(`${status}`);

/** Of one place, however it is spelled. */
function address(url: string): string {
  try {
    const { origin, pathname } = new URL(url, globalThis.document?.baseURI);
    return origin + pathname;
  } catch {
    return url;
  }
}

/** Whether this tab may use the door: asked in the same task as the call (law 3). */
export interface Admission {
  /** Time passed or the lock was lost since the claim: it must be renewed first. */
  stale(): boolean;
  renew(): Promise<void>;
  may(): boolean;
}

export interface Call {
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
  { action, requestId, timeout, attempt = 0, admission, may = () => admission?.may() !== false, late }: Call,
): Promise<Outcome | null> {
  const abort = new AbortController();
  /** By address: a later call to the same one is the same thing once more. */
  const undoubted = new Map<Response, string>();
  const ending: Ending = { left: 0, undoubted };
  /** Calls of this attempt that are under way, and change something. */
  let open = 0;
  const posted = !!admission && !!action.send.freeze;
  const fetch: SendContext['fetch'] = async (input, init) => {
    if (admission?.stale())
      await admission.renew().catch(() => {
        throw new NotSentError();
      });
    if (abort.signal.aborted || !may()) throw new NotSentError();
    // By what it has, not by its class: a frame's, or a polyfill's, has another.
    const request = typeof input === 'object' && 'method' in input ? input : undefined;
    const headers = new Headers(init?.headers ?? request?.headers);
    // An empty value says that the ID travels elsewhere: a server of another origin may not allow the header.
    if (headers.get(HEADER) === '') headers.delete(HEADER);
    else if (admission && !headers.has(HEADER)) headers.set(HEADER, requestId);
    ending.left++;
    ending.response = undefined;
    ending.failed = false;
    // What asks changes nothing: a token, or a price, that was fetched first.
    const asks = /^(GET|HEAD)$/i.test(init?.method ?? request?.method ?? 'GET');
    const url = address(request?.url ?? String(input));
    if (!asks) {
      open++;
      for (const [response, at] of undoubted) if (at === url) undoubted.delete(response);
    }
    try {
      const response = await network.fetch(input, { signal: abort.signal, ...init, headers });
      ending.response = response.ok ? response : response.clone();
      if (!ending.doubt && open === (asks ? 0 : 1)) undoubted.set(response, url).set(ending.response, url);
      ending.doubt ||= !asks && (response.redirected || !isRefusal(action, response));
      return response;
    } catch (error) {
      ending.failed = true;
      ending.doubt ||= !asks;
      throw error;
    } finally {
      if (!asks) open--;
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
      const never = ending.left || !posted ? undefined : UNREACHED;
      resolve(page.leaving() ? null : (never ?? UNANSWERED));
      abort.abort(new DOMException('', 'TimeoutError'));
    });
    const end = async (said: Pick<Ending, 'returned' | 'error'>) => {
      const cut = page.leaving() && !ending.response && !isAnswer(said.returned);
      // What is still on its way may run.
      const doubt = !!ending.doubt || open > 0;
      const outcome = await judge(
        { ...ending, ...said, doubt },
        { ...action, posted, now: clock.now().wall },
      );
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
