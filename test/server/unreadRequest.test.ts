import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, problemOf, START } from './shop.ts';
import { event, openSender, signed } from './webhookShop.ts';

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

describe('a request that something has read before, on a runtime that then gives an empty body,', () => {
  const read = async (request: Request): Promise<Request> => {
    await request.text();
    return Object.defineProperty(request, 'body', { value: null });
  };
  const consumed = expect.objectContaining({ code: 'body_consumed' });

  it('is not run: another one with the same ID would be taken for it', async () => {
    const shop = openShop();
    const note = shop.idempotency.handle('note', { mode: 'local' }, () => new Response('noted'));
    const id = newId();
    for (const body of ['{"cartId":"c1"}', '{"cartId":"c2"}'])
      expect((await note(await read(call(id, { body })), undefined)).status).toBe(500);
    expect([shop.store.row(id), shop.errors]).toEqual([undefined, [consumed, consumed]]);
  });

  it('is no delivery either: its signature cannot be checked', async () => {
    const { receive, shop } = openSender();
    expect((await receive(await read(signed(JSON.stringify(event()))))).status).toBe(500);
    expect(shop.errors).toEqual([consumed]);
  });
});
