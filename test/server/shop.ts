import {
  createIdempotency,
  type ExternalHandler,
  type Idempotency,
  type OperationOptions,
  type RequestHandler,
} from 'safe-action/server';
import { createMemoryServerStore, type MemoryData, type MemoryServerStore } from 'safe-action/testing';
import { requestId } from '../../src/core/requestId.ts';

export const START = Date.UTC(2026, 0, 1);

export interface ServerShop {
  store: MemoryServerStore;
  idempotency: Idempotency<MemoryData, unknown>;
  /** Ms since the start. */
  advance(ms: number): void;
  errors: unknown[];
}

/** A server with a database in memory and a clock that tests move. Who asks is in the header `x-user`. */
export function openShop(more: Partial<Parameters<typeof createIdempotency>[0]> = {}): ServerShop {
  let now = START;
  const timers: { at: number; task: () => void }[] = [];
  const store = createMemoryServerStore({ now: () => now });
  const errors: unknown[] = [];
  const idempotency = createIdempotency<MemoryData>({
    store,
    principal: (request) => request.headers.get('x-user'),
    secret: 'a secret of the tests',
    onError: (error) => errors.push(error),
    now: () => now,
    after: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
    ...(more as object),
  });
  return {
    store,
    idempotency,
    errors,
    advance(ms) {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.task();
      }
    },
  };
}

let made = 0;

/** A request ID that was made `age` ms before the start. */
export function newId(age = 0): string {
  made += 1;
  return requestId('payment', START - age, String(made).padStart(20, '0'));
}

export function call(
  id: string,
  more: { user?: string; body?: string; path?: string; key?: string } = {},
): Request {
  const { user = 'ada', body = '{"cartId":"c1","amount":20}', path = '/api/pay', key = id } = more;
  return new Request(`https://shop.example${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, 'x-user': user },
    body,
  });
}

/** Charges in the store's own database. */
export function charging(
  { idempotency, store }: ServerShop,
  options: Partial<OperationOptions> = {},
): { pay: RequestHandler<unknown>; charges(): unknown } {
  const pay = idempotency.handle('pay', { ...options, mode: 'local' }, async ({ request }, data) => {
    const { cartId } = (await request.json()) as { cartId: string };
    data.put('charges', [...((data.get('charges') as string[]) ?? []), cartId]);
    return Response.json({ receipt: cartId }, { headers: { 'Set-Cookie': 'a=b', 'X-Other': 'c' } });
  });
  return { pay, charges: () => store.data.get('charges') ?? [] };
}

export type Provider<Result> = ExternalHandler<MemoryData, unknown, Result>;

export async function problemOf(response: Response): Promise<Record<string, unknown>> {
  return { http: response.status, ...((await response.json()) as object) };
}
