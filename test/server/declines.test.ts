import type { LocalHandler } from 'safe-action/server';
import type { MemoryData } from 'safe-action/testing';
import { describe, expect, it, vi } from 'vitest';
import { call, newId, openShop, problemOf } from './shop.ts';

type Handler = LocalHandler<MemoryData, unknown>;

describe('what a local handler wrote', () => {
  it.each([400, 402, 404, 409, 422, 451])('is undone with a %i, which is given again', async (status) => {
    const { idempotency, store } = openShop();
    const handler = vi.fn<Handler>((_call, data) => {
      data.put('charges', ['c1']);
      return Response.json({ code: 'card_declined' }, { status });
    });
    const pay = idempotency.handle('pay', { mode: 'local' }, handler);
    const id = newId();
    expect(await problemOf(await pay(call(id), {}))).toMatchObject({ http: status, code: 'card_declined' });
    const again = await pay(call(id), {});
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([status, 'true']);
    expect(handler).toHaveBeenCalledTimes(1);
    // The client takes a replayed 4xx for proof that nothing happened.
    expect(store.data.size).toBe(0);
    expect((await idempotency.trace(id)).map(({ kind }) => kind)).toEqual([
      'arrived',
      'answered',
      'replayed',
    ]);
  });

  it.each([500, 502, 503, 401, 403, 408, 425, 429])(
    'is undone with a %i, and the same ID may run again',
    async (status) => {
      const { idempotency, store } = openShop();
      let calls = 0;
      const pay = idempotency.handle('pay', { mode: 'local' }, (_call, data) => {
        data.put('charges', ++calls);
        return calls === 1 ? new Response('not now', { status }) : Response.json({ calls });
      });
      const id = newId();
      const first = await pay(call(id), {});
      expect([first.status, await first.text()]).toEqual([status, 'not now']);
      expect(store.data.size).toBe(0);
      expect(await (await pay(call(id), {})).json()).toEqual({ calls: 2 });
      expect(await (await pay(call(id), {})).json()).toEqual({ calls: 2 });
    },
  );

  it('is undone when it throws, and its words reach nobody but onError', async () => {
    const { idempotency, store, errors } = openShop();
    const pay = idempotency.handle('pay', { mode: 'local' }, (_call, data) => {
      data.put('charges', 1);
      throw new Error('password=hunter2');
    });
    const id = newId();
    const answer = await pay(call(id), {});
    expect(await answer.text()).not.toContain('hunter2');
    expect(JSON.stringify(await idempotency.trace(id))).not.toContain('hunter2');
    expect(errors).toEqual([expect.objectContaining({ message: 'password=hunter2' })]);
    expect(store.data.size).toBe(0);
  });

  it('is undone when another call was faster, and that one’s answer is given', async () => {
    const shop = openShop();
    const { idempotency, store } = shop;
    let calls = 0;
    const pay = idempotency.handle('pay', { mode: 'local' }, (_call, data) => {
      data.put('by', ++calls);
      return Response.json({ calls }, { status: calls === 1 ? 422 : 200 });
    });
    const id = newId();
    const answers = await Promise.all(Array.from({ length: 6 }, () => pay(call(id), {})));
    const final = await pay(call(id), {});
    expect(final.headers.get('idempotent-replayed')).toBe('true');
    // Whoever got a kept answer got that one.
    for (const answer of answers.filter(({ status }) => status !== 409))
      expect(answer.status).toBe(final.status);
    expect(store.data.size).toBe(final.status === 422 ? 0 : 1);
  });
});

describe('a decline', () => {
  it('frees the business object for another ID; an answer that is stored does not', async () => {
    const { idempotency } = openShop();
    let status = 402;
    const pay = idempotency.handle(
      'pay',
      { mode: 'local', unique: () => 'cart-1' },
      () => new Response('', { status }),
    );
    expect((await pay(call(newId()), {})).status).toBe(402);
    status = 200;
    expect((await pay(call(newId()), {})).status).toBe(200);
    expect(await problemOf(await pay(call(newId()), {}))).toMatchObject({ code: 'already_open' });
  });
});
