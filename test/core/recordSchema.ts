import * as z from 'zod/mini';

const instant = z.object({ wall: z.number(), mono: z.number(), origin: z.string() });
const flag = z.optional(z.boolean());
const text = z.optional(z.string());

/** The record as a schema library says it: the oracle of `parseRecord`, which is our own for its size. */
export const recordSchema = z.object({
  v: z.literal(1),
  requestId: z.string().check(z.regex(/^[!-~]{1,255}$/)),
  scope: z.string(),
  name: z.string(),
  subject: z.string(),
  session: z.string(),
  status: z.enum(['pending', 'wait', 'retry', 'check', 'declined', 'done', 'abandoned', 'expired']),
  reason: text,
  doubt: text,
  minted: instant,
  tapped: instant,
  touched: z.optional(instant),
  typed: z.optional(instant),
  ended: z.optional(instant),
  kept: z.boolean(),
  input: z.optional(z.unknown()),
  request: z.optional(z.object({ url: z.string(), method: z.string(), body: z.string() })),
  description: text,
  unprotected: z.boolean(),
  fence: z.number(),
  owner: z.string(),
  attempts: z.array(
    z.object({
      number: z.number(),
      at: instant,
      timeout: z.number(),
      outcome: text,
      notRun: flag,
      ms: z.optional(z.number()),
    }),
  ),
  forgotten: flag,
  round: z.object({
    spent: z.number(),
    since: z.optional(instant),
    retries: z.number(),
    polls: z.number(),
    over: flag,
  }),
  due: z.optional(z.object({ from: instant, ms: z.number() })),
  ask: flag,
  absent: flag,
  barred: flag,
  renewed: flag,
  next: text,
  decline: z.optional(
    z.object({
      code: z.string(),
      message: text,
      change: z.enum(['payment', 'input', 'sign-in', 'nothing']),
      fields: z.optional(z.record(z.string(), z.string())),
    }),
  ),
  data: z.optional(z.unknown()),
  delivered: flag,
  untold: flag,
  hidden: flag,
  late: flag,
});
