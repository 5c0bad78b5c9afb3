import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, problemOf, START } from './shop.ts';

const respond: Provider<string>['respond'] = (result) => Response.json({ result });
const amountOf = async (request: Request) => ((await request.json()) as { amount: number }).amount;
const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('the request, its body unread, is for', () => {
  it('`execute`, where `prepare` has read it to validate it', async () => {
    const shop = openShop();
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        prepare: async ({ request }) =>
          (await amountOf(request)) > 0 ? undefined : Response.json({ code: 'no_amount' }, { status: 422 }),
        execute: async (_key, { request }) => `charged ${await amountOf(request)}`,
        respond,
      },
    );
    expect(await problemOf(await pay(call(newId()), undefined))).toMatchObject({
      http: 200,
      result: 'charged 20',
    });
  });

  it('a local handler that runs again after its call has waited for another one', async () => {
    let begins = 0;
    let meanwhile = async () => {};
    const store = createMemoryServerStore({
      now: () => START,
      step: async (name) => {
        if (name !== 'begin') return;
        begins += 1;
        if (begins === 2) await meanwhile();
      },
    });
    const timers: (() => void)[] = [];
    const shop = openShop({
      store: store as never,
      after: (_ms, task) => {
        timers.push(task);
        return () => {};
      },
    });
    const other = gate<void>();
    let calls = 0;
    const pay = shop.idempotency.handle('pay', { mode: 'local', wait: 1000 }, async ({ request }) => {
      calls += 1;
      if (calls === 2) {
        await other.opened;
        return new Response('', { status: 503 });
      }
      return Response.json({ code: 'sold_out', amount: await amountOf(request) }, { status: 422 });
    });
    const id = newId();
    let repeat: Promise<Response> | undefined;
    // The first one's refusal is undone and not yet stored: a repeat has its turn, and nothing to say in the end.
    meanwhile = async () => {
      repeat = pay(call(id), undefined);
      await tick();
    };
    const first = pay(call(id), undefined);
    await expect.poll(() => timers.length).toBe(1);
    other.open();
    expect((await repeat)?.status).toBe(503);
    for (const task of timers) task();
    expect(await problemOf(await first)).toMatchObject({ http: 422, code: 'sold_out', amount: 20 });
    expect(calls).toBe(3);
  });
});
