import type { Network } from '../../src/core/ports.ts';
import type { EventLoop } from '../../src/testing/eventLoop.ts';
import type { VirtualClock } from '../../src/testing/virtualClock.ts';
import { ATTEMPT } from './shop.ts';
import { type Said, wireResponse } from './wireResponse.ts';

export type { Said } from './wireResponse.ts';

/** What becomes of one request and of its answer. Numbers are ms. */
export interface Weather {
  request?: 'refuse' | 'hang' | number;
  /** The network sends it once more, this much later. */
  twice?: number;
  /** Says so in the server's place: the request never comes there. */
  gateway?: Said;
  /** Says so in place of the server's own answer. */
  instead?: Said;
  answer?: 'drop' | 'hang' | number;
}

/** One request, as the simulator sees it. */
export interface Call {
  readonly tab: string;
  /** True ms since the world began. */
  readonly at: number;
  readonly method: string;
  /** The last part of the path. */
  readonly what: string;
  /** The request ID; of a question the one it is about. */
  readonly id: string | undefined;
  readonly attempt: number;
  readonly body: string | undefined;
  /** Whose cookies it carries. */
  readonly user: string | null;
  readonly weather: Weather;
  /** The tab has heard of its end. */
  ended: boolean;
}

export interface Wire {
  networkFor(tab: string, loop: EventLoop, cookies: () => string | null): Network;
  /** The next `times` requests meet this. */
  next(weather: Weather, times: number): void;
  online: boolean;
  /** Rejects what a tab that unloads has in flight, as browsers do. */
  unload(tab: string): void;
  heal(): void;
}

export interface WireOptions {
  clock: VirtualClock;
  /** True ms since the world began. */
  elapsed: () => number;
  /** ms one way. */
  pace: () => number;
  serve: (call: Call) => Promise<Said>;
  /** What comes back to the tab. */
  onAnswer: (call: Call, said: Said) => void;
  onCall: (call: Call) => void;
}

const failed = (): Error => new TypeError('Failed to fetch');

/** The network between the tabs and the server. What has left still arrives, whatever becomes of its tab. */
export function createWire({ clock, elapsed, pace, serve, onAnswer, onCall }: WireOptions): Wire {
  const ahead: Weather[] = [];
  const listeners = new Set<() => void>();
  const flights = new Map<string, Set<(error: unknown) => void>>();
  let online = true;

  const pass = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const never = new Promise<never>(() => {});

  const exchange = async (call: Call): Promise<Said> => {
    const { request, twice, gateway, instead, answer } = call.weather;
    if (request === 'refuse') throw failed();
    if (request === 'hang') return never;
    await pass(pace() + (request ?? 0));
    if (gateway) {
      await pass(pace());
      return gateway;
    }
    if (twice !== undefined) clock.after(twice, () => void serve(call).catch(() => {}));
    const said = await serve(call).catch(() => Promise.reject(failed()));
    if (answer === 'hang') return never;
    await pass(pace() + (typeof answer === 'number' ? answer : 0));
    if (answer === 'drop') throw failed();
    return instead ?? said;
  };

  return {
    networkFor: (tab, loop, cookies) => ({
      online: () => online,
      listen: (listener) => {
        const hear = (): void => loop.deliver(listener);
        listeners.add(hear);
        return () => listeners.delete(hear);
      },
      fetch: (input, init) =>
        new Promise((resolve, reject) => {
          if (loop.closed) return;
          const signal = init?.signal;
          if (signal?.aborted) return reject(signal.reason);
          const call = noted(String(input), init, tab, elapsed(), cookies(), ahead.shift() ?? {}, online);
          onCall(call);
          const own = flights.get(tab) ?? new Set();
          flights.set(tab, own.add(fail));
          function end(): void {
            call.ended = true;
            own.delete(fail);
          }
          function fail(error: unknown): void {
            end();
            reject(error);
          }
          signal?.addEventListener('abort', () => fail(signal.reason), { once: true });
          exchange(call).then(
            (said) =>
              loop.deliver(() => {
                end();
                onAnswer(call, said);
                resolve(wireResponse(said));
              }),
            (error) => loop.deliver(() => fail(error)),
          );
        }),
    }),
    next: (weather, times) => {
      for (let count = 0; count < times; count++) ahead.push(weather);
    },
    get online() {
      return online;
    },
    set online(value) {
      online = value;
      for (const listener of listeners) listener();
    },
    unload: (tab) => {
      for (const fail of flights.get(tab) ?? []) fail(failed());
    },
    heal: () => {
      ahead.length = 0;
    },
  };
}

function noted(
  url: string,
  init: RequestInit | undefined,
  tab: string,
  at: number,
  user: string | null,
  weather: Weather,
  online: boolean,
): Call {
  const headers = init?.headers as Headers;
  const method = init?.method ?? 'GET';
  const what = url.slice(url.lastIndexOf('/') + 1);
  return {
    tab,
    at,
    method,
    what,
    id: method === 'GET' ? what : (headers.get('Idempotency-Key') ?? undefined),
    attempt: Number(headers.get(ATTEMPT) ?? 0),
    body: typeof init?.body === 'string' ? init.body : undefined,
    user,
    weather: online ? weather : { request: 'refuse' },
    ended: false,
  };
}
