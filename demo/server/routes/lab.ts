import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { type ArmedFault, faults, targets } from '../../faults.ts';
import type { Shop } from '../shop.ts';

/** Break things, look inside, start over. */
export function labRoutes(shop: Shop): Hono {
  const { lab } = shop;
  return new Hono()
    .post('/fault', async (c) => {
      const { fault, endpoint, times = 1, ms } = await c.req.json<ArmedFault>();
      if (!Object.hasOwn(faults, fault) || (endpoint && !Object.hasOwn(targets, endpoint)) || !(times > 0))
        return c.json(
          { code: 'no_such_fault', faults: Object.keys(faults), targets: Object.keys(targets) },
          400,
        );
      lab.arm({ fault, times, ...(endpoint && { endpoint }), ...(ms !== undefined && { ms }) });
      return c.json(lab.state().armed);
    })
    .post('/disarm', (c) => {
      lab.disarm();
      return c.json(lab.state().armed);
    })
    .post('/reset', async (c) => {
      await shop.reset();
      return c.json(await shop.labState());
    })
    .post('/webhook', async (c) => c.json({ status: (await shop.bank.again()) ?? null }))
    .get('/ledger', async (c) => {
      const { ledger, armed } = await shop.labState();
      return c.json({ ...ledger, faults: armed });
    })
    .get('/log', (c) => {
      const requestId = c.req.query('requestId');
      return c.json(
        lab.state().log.filter((entry) => requestId === undefined || entry.requestId === requestId),
      );
    })
    .get('/trace', async (c) => c.json(await shop.idempotency.trace(c.req.query('requestId') ?? '')))
    .get('/events', (c) => live(c, shop));
}

/** The whole state on every change: it is small, and nothing can get out of step. */
function live(c: Context, { lab, labState }: Shop): Response {
  return streamSSE(c, async (stream) => {
    let wake = () => {};
    const unwatch = lab.watch(() => wake());
    stream.onAbort(() => {
      unwatch();
      wake();
    });
    while (!stream.aborted) {
      const next = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await stream.writeSSE({ event: 'lab', data: JSON.stringify(await labState()) });
      await next;
    }
  });
}
