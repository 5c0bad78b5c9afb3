import type { Network } from '../core/ports.ts';
import { type EventLoop, through } from './eventLoop.ts';
import { awaited } from './turn.ts';
import { createVirtualClock, type VirtualClock } from './virtualClock.ts';

/** The server. `call` is what the network noted about the request. */
export type Handler = (request: Request, call: Call) => Response | Promise<Response>;

/** What happens to a request on its way, and to its answer: a delay in ms, an error, or nothing ever again. */
export interface NetworkFault {
  request?: number | 'refuse' | 'hang';
  answer?: number | 'drop' | 'hang';
}

export interface Call {
  /** Who sent it. */
  readonly tab: string;
  /** When, in Unix ms. */
  readonly at: number;
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Only a body that was sent as a string. */
  readonly body: string | undefined;
  /** Whether it came to the handler. */
  reached: boolean;
  /** The status that the handler answered with, whether or not the tab ever saw it. */
  status?: number;
}

export interface MemoryNetworkOptions {
  /** For delays. Default: a clock of its own, which nobody moves. */
  clock?: VirtualClock;
  /** Default: answers 204 to everything. */
  handler?: Handler;
  /** For each request and each answer on its way, in ms of `clock`. Default 0: at once. */
  latency?: () => number;
}

/** The network that the tabs of one virtual browser share, and the server at its other end. */
export interface MemoryNetwork {
  networkFor(tab: string, loop?: EventLoop): Network;
  handler: Handler;
  /** Offline, every request is refused; those already on their way are not. */
  online: boolean;
  /** The next `times` (default 1) requests meet this. */
  failNext(fault: NetworkFault, times?: number): void;
  /** Every request without a `failNext` meets what this says. */
  fault: ((call: Call) => NetworkFault | undefined) | undefined;
  /** Every `fetch`, in order. */
  readonly calls: readonly Call[];
}

/**
 * An abort rejects the caller at once and stops nothing else: what is on its way still comes to the server, which is
 * the worst that a real network does (law 3).
 */
export function createMemoryNetwork(options: MemoryNetworkOptions = {}): MemoryNetwork {
  const {
    clock = createVirtualClock(),
    handler = () => new Response(null, { status: 204 }),
    latency,
  } = options;
  const calls: Call[] = [];
  const faults: NetworkFault[] = [];
  const listeners = new Set<() => void>();
  let online = true;

  const pass = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const travel = async (fate: number | string | undefined): Promise<void> => {
    if (fate === 'hang') return new Promise(() => {});
    if (fate === 'refuse' || fate === 'drop') throw new TypeError('Failed to fetch');
    const ms = (typeof fate === 'number' ? fate : 0) + (latency?.() ?? 0);
    if (ms > 0) await pass(ms);
  };
  const answer = async (request: Request, call: Call): Promise<Response> => {
    try {
      return awaited(await network.handler(awaited(request), call));
    } catch (cause) {
      // A server that breaks off.
      throw new TypeError('Failed to fetch', { cause });
    }
  };
  const exchange = async (request: Request, call: Call, fault: NetworkFault): Promise<Response> => {
    await travel(online ? fault.request : 'refuse');
    call.reached = true;
    const response = await answer(request, call);
    call.status = response.status;
    await travel(fault.answer);
    return response;
  };
  const fetchFor =
    (tab: string, loop: EventLoop | undefined): Network['fetch'] =>
    (input, init) =>
      new Promise((resolve, reject) => {
        if (loop?.closed) return;
        const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
        if (signal?.aborted) return reject(signal.reason);
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        const { request, call } = note(input, init, tab, clock.now());
        calls.push(call);
        const fault = faults.shift() ?? network.fault?.(call) ?? {};
        through(loop, () => exchange(request, call, fault)).then(resolve, reject);
      });

  const network: MemoryNetwork = {
    handler,
    fault: undefined,
    calls,
    failNext: (fault, times = 1) => {
      for (let count = 0; count < times; count++) faults.push(fault);
    },
    get online() {
      return online;
    },
    set online(value) {
      online = value;
      for (const listener of listeners) listener();
    },
    networkFor: (tab, loop) => ({
      fetch: fetchFor(tab, loop),
      online: () => online,
      listen: (listener) => {
        const hear = (): void => (loop ? loop.deliver(listener) : listener());
        listeners.add(hear);
        return () => listeners.delete(hear);
      },
    }),
  };
  return network;
}

function note(
  input: string | URL | Request,
  init: RequestInit | undefined,
  tab: string,
  at: number,
): { request: Request; call: Call } {
  const base = globalThis.location?.href ?? 'https://virtual.test';
  // Without the signal: the server does not see that the caller has given up.
  const request = new Request(input instanceof Request ? input : new URL(input, base), {
    ...init,
    signal: null,
  });
  const call: Call = {
    tab,
    at,
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: typeof init?.body === 'string' ? init.body : undefined,
    reached: false,
  };
  return { request, call };
}
