import type { RequestHandler } from '../idempotency.ts';

/** What this needs of Hono's `Context`. */
export interface HonoContext {
  req: { raw: Request };
}

/** For Hono: its context is the one that `principal`, `unique` and the handler get. */
export function toHonoHandler<Context extends HonoContext>(
  handler: RequestHandler<Context>,
): (context: Context) => Promise<Response> {
  return (context) => handler(context.req.raw, context);
}
