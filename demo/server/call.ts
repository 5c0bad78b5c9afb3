import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Arrival } from '../ledger.ts';
import type { Caller } from './caller.ts';
import type { Lab } from './lab.ts';

export type DemoContext = Context<{ Bindings: HttpBindings }>;

/** One arrival at an endpoint of the shop, read completely. */
export interface Call {
  method: string;
  path: string;
  body: string;
  /** `''` where the caller sent none. */
  requestId: string;
  caller: Caller;
  /** This call's line in the log. */
  entry: Arrival;
  /** Resolves when the caller has gone away. */
  gone: Promise<void>;
}

export async function readCall(c: DemoContext, caller: Caller, lab: Lab): Promise<Call> {
  const { method, path } = c.req;
  const requestId = c.req.param('requestId') ?? c.req.header('Idempotency-Key') ?? '';
  const { outgoing } = c.env;
  const gone = new Promise<void>((resolve) => outgoing.once('close', resolve));
  const entry = lab.arrived({ method, path, requestId });
  return { method, path, body: await c.req.text(), requestId, caller, entry, gone };
}

export function inputOf(call: Call): unknown {
  try {
    return JSON.parse(call.body);
  } catch {
    return undefined;
  }
}
