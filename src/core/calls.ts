import type { Action } from './action.ts';
import { isTemporary } from './temporary.ts';

/** One call of `ctx.fetch`. */
export interface Call {
  /** With its query. */
  readonly url: string;
  /** It changes nothing: a token, or a price, that is fetched beside the action. */
  readonly asks: boolean;
  /** How many had left before it; absent where the door has refused it. */
  number?: number;
  response?: Response;
  /** What is kept of an error, since `send` may read its body. */
  copy?: Response;
  /** How many had left when its answer came. */
  answered?: number;
  /** It was rejected, by the network or by the door. */
  failed?: true;
}

/** Another call of the same attempt may have run: of the address that answered, or (also) of another one. */
export type Doubt = 'here' | 'elsewhere';

/** The calls of one run of `send`, `check` or `cancel`, with their ends. */
export interface Calls {
  /** How many went out of the door. */
  left(): number;
  /**
   * The one that a value, or an error, is judged with: the last. But a question that went well does not make good a
   * call before it that was to change something, and did not succeed (law 7).
   */
  judged(): Call | undefined;
  leaves(call: Call): void;
  answers(call: Call, response: Response): void;
  fails(call: Call): void;
  /** What a refusal leaves open, also one by the door, which has no response. */
  doubtOf(refusal?: Response): Doubt | undefined;
}

/** @param changes false for `check` and `cancel`, whose calls all ask */
export function createCalls({ endpoint }: Action, changes: boolean): Calls {
  const calls: Call[] = [];
  let last: Call | undefined;
  let change: Call | undefined;

  const happens = (call: Call): void => {
    // What did not even leave takes nothing from what the server has said before.
    const said = last?.response && (!succeeded(last) || (call.asks && change && succeeded(change)));
    if (call.number === undefined && said) return;
    last = call;
    if (!call.asks) change = call;
  };

  /** It is on its way, was lost, or has an answer that is no refusal of the address itself. */
  const mayHaveRun = ({ asks, response }: Call): boolean =>
    !asks &&
    (!response ||
      response.redirected ||
      !/^4/.test(`${response.status}`) ||
      isTemporary(response.status) ||
      // Where the ID is honoured, a 409 says that it is under way.
      (endpoint !== 'unprotected' && response.status === 409));

  return {
    left: () => calls.length,
    judged: () => (changes && last && succeeded(last) && change && !succeeded(change) ? change : last),
    leaves(call) {
      call.number = calls.push(call) - 1;
      happens(call);
    },
    answers(call, response) {
      call.response = response;
      if (!response.ok) call.copy = response.clone();
      call.answered = calls.length;
      happens(call);
    },
    fails(call) {
      call.failed = true;
      happens(call);
    },
    doubtOf(refusal) {
      const own = refusal && calls.find(({ response, copy }) => response === refusal || copy === refusal);
      // What came after a refusal is no doubt of it, unless the same was asked for again.
      const doubts = calls.filter(
        (call, index) =>
          call !== own &&
          mayHaveRun(call) &&
          (!own || index < (own.answered ?? 0) || place(call) === place(own)),
      );
      // A copy that `send` has made may be of any that has its status.
      const from = own ? [own] : calls.filter(({ response }) => response?.status === refusal?.status);
      if (doubts.some(({ url }) => !from.length || from.some((one) => one.url !== url))) return 'elsewhere';
      return doubts.length ? 'here' : undefined;
    },
  };
}

const succeeded = ({ response }: Call): boolean => !!response?.ok && !response.redirected;

const place = ({ url }: Call): string | undefined => url.split('?')[0];

/** Of one address, however it is spelled. */
export function address(url: string): string {
  try {
    const { origin, pathname, search } = new URL(url, globalThis.document?.baseURI);
    return origin + pathname + search;
  } catch {
    return url;
  }
}
