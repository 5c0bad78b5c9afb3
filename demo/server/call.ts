import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Arrival } from '../ledger.ts';
import type { Caller } from './caller.ts';
import type { Lab } from './lab.ts';

export type DemoContext = Context<{ Bindings: HttpBindings }>;

/** What an endpoint does under its request ID, and what the lab makes of it. */
export type Wrap = (own: () => Promise<Response>) => Promise<Response>;

/** One arrival at an endpoint of the shop, read completely. */
export interface Call {
  method: string;
  path: string;
  /** A new one each time, its body unread. */
  request(): Request;
  /** `''` where the caller sent none. */
  requestId: string;
  caller: Caller;
  /** This call's line in the log. */
  entry: Arrival;
  /** Something was written because of this call. */
  happened: boolean;
  /** Resolves when the caller has gone away. */
  gone: Promise<void>;
  /** Around the work itself, inside its transaction. */
  wrap: Wrap;
}

export async function readCall(c: DemoContext, caller: Caller, lab: Lab): Promise<Call> {
  const { method, path, url } = c.req;
  const requestId = c.req.param('requestId') ?? c.req.header('Idempotency-Key') ?? '';
  const { outgoing } = c.env;
  const gone = new Promise<void>((resolve) => outgoing.once('close', resolve));
  const entry = lab.arrived({ method, path, requestId });
  const { headers } = c.req.raw;
  const body = method === 'GET' ? null : await c.req.arrayBuffer();
  const request = () => new Request(url, { method, headers, body });
  return {
    method,
    path,
    request,
    requestId,
    caller,
    entry,
    happened: false,
    gone,
    wrap: (own) => own(),
  };
}

export async function inputOf(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}
