import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RequestHandler } from 'safe-action/server';
import type { Target } from '../faults.ts';
import { problem } from './answer.ts';
import { breakOn, dropped, type Run } from './breakage.ts';
import { type Call, type DemoContext, readCall } from './call.ts';
import { callerOf } from './caller.ts';
import type { Shop } from './shop.ts';

interface Endpoint {
  /** The name that faults aim at. */
  target: Target;
  handler: RequestHandler<Call>;
  /** What the fault `decline` answers. */
  decline?: () => Response;
  /** What becomes of each answer that this endpoint gives, a stored one too. */
  finish?(call: Call, answer: Response): Promise<Response>;
}

const noDecline = () =>
  problem(402, 'declined', {
    detail: 'This was refused. Nothing happened.',
    change: 'nothing',
    safeNewKey: true,
  });

/** Puts an endpoint behind the log and the lab's faults. What makes it safe to repeat is its handler. */
export function endpoint(
  shop: Shop,
  { target, handler, decline = noDecline, finish = async (_call, answer) => answer }: Endpoint,
) {
  return async (c: DemoContext): Promise<Response> => {
    const { lab, aftermath, store } = shop;
    const call = await readCall(c, await callerOf(c, store), lab);
    const run: Run = async (wrap = (own) => own()) => {
      call.wrap = wrap;
      const answer = aftermath.answer(call) ?? (await finish(call, await handler(call.request(), call)));
      call.entry.effect = call.happened && answer.status < 500;
      lab.changed();
      return answer;
    };
    const fault = lab.takeFault(target);
    if (fault) {
      call.entry.fault = fault.fault;
      lab.changed();
    }
    const answer = fault ? await breakOn(fault, run, { call, decline, aftermath }) : await run();
    return send(c, shop, call, answer);
  };
}

async function send(
  c: DemoContext,
  shop: Shop,
  call: Call,
  answer: Response | typeof dropped,
): Promise<Response> {
  const { incoming, outgoing } = c.env;
  if (answer === dropped || outgoing.destroyed) {
    call.entry.status = 'dropped';
    shop.lab.changed();
    incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  call.entry.status = answer.status;
  call.entry.replayed = answer.headers.has('Idempotent-Replayed');
  shop.lab.changed();
  for (const [name, value] of answer.headers) c.header(name, value, { append: true });
  return c.body(await answer.arrayBuffer(), answer.status as ContentfulStatusCode);
}
