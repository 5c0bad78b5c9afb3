import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Target } from '../faults.ts';
import { type Answer, problem } from './answer.ts';
import { breakOn, dropped, type Run } from './breakage.ts';
import { type Call, type DemoContext, readCall } from './call.ts';
import { callerOf } from './caller.ts';
import type { Shop } from './shop.ts';

interface Endpoint {
  /** The name that faults aim at. */
  target: Target;
  /** `unprotected`: runs again on every call, whatever its request ID. `status`: changes nothing. */
  kind: 'keyed' | 'unprotected' | 'status';
  work(call: Call): Answer | Promise<Answer>;
  /** What the fault `decline` answers. */
  decline?: Answer;
}

const noDecline = problem(402, 'declined', {
  detail: 'This was refused. Nothing happened.',
  change: 'nothing',
  safeNewKey: true,
});

/** Puts an endpoint behind the log, the lab's faults and, where it is keyed, the stored answers; in that order. */
export function endpoint(shop: Shop, { target, kind, work, decline = noDecline }: Endpoint) {
  return async (c: DemoContext): Promise<Response> => {
    const call = await readCall(c, callerOf(c, shop.accounts), shop.lab);
    const own = async () => work(call);
    const run: Run = (instead = (inner) => inner(), meanwhile) =>
      kind === 'keyed' ? shop.answers.once(call, () => instead(own), meanwhile) : instead(own);

    const fault = shop.lab.takeFault(target);
    if (fault) {
      call.entry.fault = fault.fault;
      shop.lab.changed();
    }
    const answer = fault ? await breakOn(fault, run, { call, decline }) : await run();
    return send(c, shop, call, answer);
  };
}

function send(c: DemoContext, shop: Shop, call: Call, answer: Answer | typeof dropped): Response {
  const { incoming, outgoing } = c.env;
  if (answer === dropped || outgoing.destroyed) {
    call.entry.status = 'dropped';
    shop.lab.changed();
    shop.commit();
    incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  call.entry.status = answer.status;
  call.entry.replayed = answer.replayed ?? false;
  shop.lab.changed();
  shop.commit();
  for (const [name, value] of Object.entries(answer.headers)) c.header(name, value, { append: true });
  return c.body(answer.body, answer.status as ContentfulStatusCode);
}
