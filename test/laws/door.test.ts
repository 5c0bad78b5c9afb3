import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { post, type SendContext } from '../../src/core/post.ts';
import { createShop, definePay, json, type Shop } from './shop.ts';

// `ctx.fetch`, the only door to the network, as an app's own `send` and `check` meet it.

const cart = { cart: 'c1', amount: 20 };
const url = 'https://shop.test/pay';
const request = { method: 'POST', body: JSON.stringify(cart) };

const open = async (action: Action) => {
  const shop = createShop([action]);
  return { shop, ...(await shop.enter(action, { name: 'a' })) };
};

/** `ms` of the world's time, which is there before the first tap. */
const pause = (shop: () => Shop, ms: number) =>
  new Promise<void>((resolve) => void shop().world.clock.after(ms, resolve));

/** A shop whose tokens take so long, or never come. */
const slowTokens = async (ms: number) => {
  const pay: Action = definePay({
    send: post(url, {
      headers: async () => {
        await pause(() => visit.shop, ms);
        return {};
      },
    }),
  });
  const visit = await open(pay);
  return visit;
};

describe('the door of an attempt', () => {
  it('adds the ID where `send` has no header of its own, and none to what `check` asks (law 1)', async () => {
    const { shop, handle } = await open(
      definePay({
        send: (_, { fetch }) => fetch(url, request),
        check: (id, { fetch }) => fetch(`${url}/${id}`),
      }),
    );
    shop.answer(() => new Response('<p>', { status: 200 }));
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    const { requestId } = handle.getView() as { requestId: string };
    void handle.proceed();
    await shop.world.clock.settle();
    const [sent, asked] = shop.world.server.calls;
    expect(sent?.headers).toMatchObject({ 'idempotency-key': requestId });
    expect(asked).toMatchObject({ method: 'GET', url: `${url}/${requestId}` });
    expect(asked?.headers).not.toHaveProperty('idempotency-key');
  });

  it('hands the ID out as a header, for what takes headers of its own', async () => {
    let seen: SendContext | undefined;
    const { shop, handle } = await open(
      definePay({
        send(_, context) {
          seen = context;
          return context.fetch(url, request);
        },
      }),
    );
    await Promise.all([handle.run(cart), shop.world.clock.settle()]);
    expect(seen?.headers).toEqual({ 'Idempotency-Key': shop.ids()[0] });
    expect(seen).toMatchObject({ requestId: shop.ids()[0], attempt: 1 });
  });

  it('claims anew after a gap, and then lets the same attempt out (law 3)', async () => {
    const { shop, handle } = await slowTokens(1500);
    const view = handle.run(cart);
    await shop.world.clock.advance(1499);
    expect(shop.ids()).toEqual([]);
    await shop.world.clock.advance(1);
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('lets nothing out on a lock that fell, where the claim cannot be read anew (law 3)', async () => {
    const { shop, handle, tab } = await slowTokens(500);
    void handle.run(cart);
    await shop.world.clock.advance(400);
    shop.world.locks.drop(tab.id);
    shop.world.disk.failNext('read');
    await shop.world.clock.advance(100);
    expect(shop.ids()).toEqual([]);
    await shop.world.clock.advance(10_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });
});

describe('an attempt whose time is over', () => {
  it('of `post()` that never came to the door did not happen (law 7)', async () => {
    const { shop, handle } = await slowTokens(Number.POSITIVE_INFINITY);
    const view = handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'retry' });
    expect(shop.ids()).toEqual([]);
  });

  it('of `post()` that left may have happened (law 7)', async () => {
    const { shop, handle } = await open(definePay());
    shop.world.server.failNext({ answer: 'hang' }, 9);
    const view = handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unanswered' });
  });

  it("of a `send` of one's own may have happened: it may know another door (law 7)", async () => {
    const { shop, handle } = await open(definePay({ send: () => new Promise(() => {}) }));
    const view = handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unanswered' });
  });

  it.each([
    ['a receipt', () => json(200, { id: 'r1', amount: 20 }), 'done'],
    ['a refusal for good', () => json(402, {}), 'declined'],
    ['a refusal of the only attempt', () => json(400, {}), 'declined'],
    ['an error', () => json(503, {}), 'check'],
  ])('is settled by what comes after all, where that is proof: %s', async (_, answer, status) => {
    // One that listens to no signal hears what others have hung up on.
    const patient = definePay({
      retry: [],
      send: (_, { fetch }) => fetch(url, { ...request, signal: null }),
    });
    const { shop, handle } = await open(patient);
    shop.answer(answer);
    shop.world.server.failNext({ answer: 12_000 });
    void handle.run(cart);
    await shop.world.clock.advance(11_999);
    expect(handle.getView()).toMatchObject({ status: 'check' });
    await shop.world.clock.advance(1);
    expect(handle.getView()).toMatchObject({ status });
  });

  it('tells `send` so, and lets nothing out any more', async () => {
    const said: unknown[] = [];
    const { shop, handle } = await open(
      definePay({
        retry: [],
        send: (_, { signal, fetch }) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              said.push((signal.reason as Error).name);
              fetch(url, request).catch((error: Error) => {
                said.push(error.name);
                resolve(undefined);
              });
            });
          }),
      }),
    );
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(said).toEqual(['TimeoutError', 'NotSentError']);
    expect(shop.ids()).toEqual([]);
  });
});

describe('what a `send` of one’s own makes of several calls', () => {
  it('is judged by the last one: a page of HTML after a lost answer is sent no more', async () => {
    const { shop, handle } = await open(
      definePay({
        async send(_, { fetch }) {
          await fetch(url, request).catch(() => {});
          return (await fetch(url, request)).json();
        },
      }),
    );
    shop.world.server.failNext({ answer: 'drop' });
    shop.answer(() => json(200, {}));
    shop.answer(() => new Response('<p>', { status: 200 }));
    const view = handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unreadable' });
    expect(shop.ids()).toHaveLength(2);
  });

  it('is no `done` where it threw nothing at all (law 7)', async () => {
    const { shop, handle } = await open(
      definePay({
        async send(_, { fetch }) {
          await fetch(url, request);
          return Promise.reject();
        },
      }),
    );
    const view = handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unanswered' });
  });
});

describe('a question whose time is over', () => {
  it('changes nothing by its answer', async () => {
    const { shop, handle } = await open(
      definePay({
        retry: [],
        check: async () => {
          await pause(() => shop, 15_000);
          return { id: 'r1', amount: 20 };
        },
      }),
    );
    shop.world.server.failNext({ answer: 'drop' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    void handle.proceed();
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered' });
  });
});
