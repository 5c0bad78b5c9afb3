import { setTimeout as wait } from 'node:timers/promises';
import type { ArmedFault, Fault } from '../faults.ts';
import { type Answer, page, problem } from './answer.ts';
import type { Call } from './call.ts';

/** The connection is cut without a byte of an answer. */
export const dropped = Symbol('dropped');

/** Runs the endpoint; `instead` may wrap or replace what it does under its request ID. */
export type Run = (
  instead?: (own: () => Promise<Answer>) => Promise<Answer>,
  meanwhile?: 202 | 409,
) => Promise<Answer>;

interface Circumstances {
  call: Call;
  ms: number;
  /** How this endpoint refuses. */
  decline: Answer;
}

type Break = (run: Run, circumstances: Circumstances) => Promise<Answer | typeof dropped>;

const refuse =
  (answer: Answer): Break =>
  async () =>
    answer;

const finishLater =
  (meanwhile: 202 | 409): Break =>
  async (run, { ms }) => {
    const later = run(async (own) => {
      await wait(ms);
      return own();
    }, meanwhile);
    later.catch(() => {});
    return problem(meanwhile, 'in_progress', { retryAfter: 1 });
  };

/** Law of the lab: `…-before` faults happen instead of the endpoint, `…-after` faults instead of its answer. */
const breaks: Record<Fault, Break> = {
  'drop-before': async () => dropped,
  'drop-after': async (run) => {
    await run();
    return dropped;
  },
  'hang-before': async (_run, { call }) => {
    await call.gone;
    return dropped;
  },
  hang: async (run, { call, ms }) => {
    await wait(ms);
    await run();
    await call.gone;
    return dropped;
  },
  slow: async (run, { ms }) => {
    await wait(ms);
    return run();
  },
  '500-once': refuse(page(500, 'Internal Server Error')),
  '500-after': async (run) => {
    await run();
    return page(500, 'Internal Server Error');
  },
  '500-stored': async (run) =>
    run(async (own) => {
      await own();
      return problem(500, 'crashed');
    }),
  '503-retry-after': refuse(page(503, 'Service Unavailable', { 'Retry-After': '1' })),
  '429': refuse(page(429, 'Too Many Requests', { 'Retry-After': '1' })),
  '202-then-done': finishLater(202),
  'processing-then-done': finishLater(409),
  decline: async (run, { decline }) => run(async () => decline),
  '401': refuse(page(401, 'Unauthorized')),
  '403': refuse(page(403, 'Forbidden')),
  '404': refuse(page(404, 'Not Found')),
  '422': refuse(page(422, 'Unprocessable Content')),
  'redirect-login': refuse(page(302, 'Found', { Location: '/login' })),
  'html-200': refuse(page(200, 'Please sign in to this network')),
};

const defaultMs: Partial<Record<Fault, number>> = {
  hang: 500,
  slow: 3000,
  '202-then-done': 2500,
  'processing-then-done': 2500,
};

export function breakOn(
  armed: ArmedFault,
  run: Run,
  circumstances: Omit<Circumstances, 'ms'>,
): Promise<Answer | typeof dropped> {
  const ms = armed.ms ?? defaultMs[armed.fault] ?? 0;
  return breaks[armed.fault](run, { ...circumstances, ms });
}
