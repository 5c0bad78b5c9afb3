import { setTimeout as wait } from 'node:timers/promises';
import type { ArmedFault, Fault } from '../faults.ts';
import type { Aftermath } from './aftermath.ts';
import { page } from './answer.ts';
import type { Call, Wrap } from './call.ts';

/** The connection is cut without a byte of an answer. */
export const dropped = Symbol('dropped');

/** Runs the endpoint; `wrap` may wrap or replace what it does under its request ID. */
export type Run = (wrap?: Wrap) => Promise<Response>;

interface Circumstances {
  call: Call;
  ms: number;
  /** How this endpoint refuses. */
  decline: () => Response;
  aftermath: Aftermath;
}

type Break = (run: Run, circumstances: Circumstances) => Promise<Response | typeof dropped>;

const refuse =
  (...answer: Parameters<typeof page>): Break =>
  async () =>
    page(...answer);

const putOff =
  (status: number, title: string): Break =>
  async (_run, { ms }) =>
    page(status, title, { 'Retry-After': String(Math.ceil(ms / 1000)) });

const finishLater =
  (meanwhile: 202 | 409): Break =>
  async (run, { call, ms, aftermath }) => {
    const answer = aftermath.accept(call, meanwhile);
    void (async () => {
      await wait(ms);
      aftermath.takeUp(call);
      await run().catch(() => {});
    })();
    return answer;
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
  '500-once': refuse(500, 'Internal Server Error'),
  '500-after': async (run) => {
    await run();
    return page(500, 'Internal Server Error');
  },
  '500-stored': async (run, { call, aftermath }) => {
    await run();
    return aftermath.fail(call);
  },
  '503-retry-after': putOff(503, 'Service Unavailable'),
  '429': putOff(429, 'Too Many Requests'),
  '202-then-done': finishLater(202),
  'processing-then-done': finishLater(409),
  decline: async (run, { decline }) => run(async () => decline()),
  '401': refuse(401, 'Unauthorized'),
  '403': refuse(403, 'Forbidden'),
  '404': refuse(404, 'Not Found'),
  '422': refuse(422, 'Unprocessable Content'),
  'redirect-login': refuse(302, 'Found', { Location: '/login' }),
  'html-200': refuse(200, 'Please sign in to this network'),
};

const defaultMs: Partial<Record<Fault, number>> = {
  hang: 500,
  slow: 3000,
  '503-retry-after': 1000,
  '429': 1000,
  '202-then-done': 2500,
  'processing-then-done': 2500,
};

export function breakOn(
  armed: ArmedFault,
  run: Run,
  circumstances: Omit<Circumstances, 'ms'>,
): Promise<Response | typeof dropped> {
  const ms = armed.ms ?? defaultMs[armed.fault] ?? 0;
  return breaks[armed.fault](run, { ...circumstances, ms });
}
