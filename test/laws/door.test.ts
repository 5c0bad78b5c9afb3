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

describe('a value that `send` returns (law 7)', () => {
  const basket = 'https://shop.test/basket';

  /** Pays with that answer, and has the basket read anew. */
  const paid = async (
    send: (fetch: SendContext['fetch']) => unknown,
    answer: (() => Response) | { answer?: 'drop' | 'hang' } = {},
  ) => {
    const { shop, handle } = await open(definePay({ retry: [], send: (_, { fetch }) => send(fetch) }));
    const { handler } = shop.world.server;
    shop.world.server.handler = (call, info) =>
      call.url === basket ? json(200, { id: 'basket' }) : handler(call, info);
    if (answer instanceof Function) shop.answer(answer);
    else shop.world.server.failNext(answer);
    void handle.run(cart);
    await shop.world.clock.advance(20_000);
    return { shop, view: handle.getView() };
  };
  const redirected = () => Object.defineProperty(json(200, {}), 'redirected', { value: true });

  it.each<[string, () => Response, object]>([
    ['a 402', () => json(402, { code: 'card' }), { status: 'declined', decline: { code: 'card' } }],
    ['a 503', () => json(503, {}), { status: 'check', reason: 'unanswered' }],
    ['another address', redirected, { status: 'check', reason: 'unreadable' }],
  ])('is no `done` after %s, also where something was fetched after it', async (_, answer, view) => {
    const pay = async (fetch: SendContext['fetch']) => {
      const response = await fetch(url, request);
      await fetch(basket);
      return response.json();
    };
    expect((await paid(pay, answer)).view).toMatchObject(view);
  });

  it.each(['drop', 'hang'] as const)('nor after a call without an answer: %s', async (answer) => {
    const { view } = await paid(
      async (fetch) => {
        const call = fetch(url, request).catch(() => {});
        if (answer === 'drop') await call;
        return (await fetch(basket)).json();
      },
      { answer },
    );
    expect(view).toMatchObject({ status: 'check', reason: 'unanswered' });
  });

  it.each<[string, number, (response: Response) => unknown]>([
    ['asks after a 202 until it is there', 202, (response) => response.json()],
    ['hands on the Response that it asked for after a 503', 503, (response) => response],
  ])('is `done` where `send` %s', async (_, status, hand) => {
    const { view } = await paid(
      async (fetch) => {
        await fetch(url, request);
        return hand(await fetch(basket));
      },
      () => json(status, {}),
    );
    expect(view).toMatchObject({ status: 'done', data: { id: 'basket' } });
  });

  it('is `done` where another call was tried after a refusal, and has succeeded', async () => {
    const { view, shop } = await paid(
      async (fetch) => {
        const first = await fetch(url, request);
        return (first.ok ? first : await fetch(`${url}/invoice`, request)).json();
      },
      () => json(404, {}),
    );
    expect(view).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
  });

  it('is tried again where the token that a refusal asks for could not be fetched', async () => {
    const { shop, handle } = await open(
      definePay({
        send: async (_, { fetch }) => {
          const first = await fetch(url, request);
          if (first.status !== 401) return first.json();
          await fetch('https://shop.test/token');
          return (await fetch(url, request)).json();
        },
      }),
    );
    shop.answer(() => json(401, {}));
    shop.world.server.failNext({}, 1);
    shop.world.server.failNext({ request: 'refuse' }, 1);
    void handle.run(cart);
    await shop.world.clock.advance(20_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
  });

  it('is no `done` where the call that it is about could not even be made', async () => {
    const { view, shop } = await paid(async (fetch) => {
      await fetch(url, { ...request, headers: { 'no name': '' } }).catch(() => {});
      return { ok: false };
    });
    expect(view).toMatchObject({ status: 'retry' });
    expect(shop.ids()).toEqual([]);
  });

  describe('where the door has refused the call', () => {
    /** What waits for `go` is in another user's time. */
    const refused = async (
      then: Partial<Action>,
      tap: (visit: Awaited<ReturnType<typeof open>>) => unknown,
    ) => {
      const visit = await open(definePay({ retry: [], ...then }));
      const other = visit.shop.open('b');
      const view = await tap(visit);
      await visit.shop.world.clock.settle();
      other.client.setScope('bob');
      await visit.shop.world.clock.advance(100);
      go();
      await visit.shop.world.clock.advance(1000);
      return { ...visit, view };
    };
    let go = () => {};
    const token = () => new Promise<void>((resolve) => (go = resolve));

    it.each<[string, (call: () => Promise<Response>) => unknown]>([
      ['a value', (call) => call().catch(() => ({ ok: false }))],
      ['nothing', (call) => call().catch(() => {})],
      [
        'an error of its own',
        (call) =>
          call().catch((cause) => {
            throw new Error('offline?', { cause });
          }),
      ],
    ])('proves that nothing was sent: `send` makes %s of it', async (_, made) => {
      const send: Action['send'] = async (_input, { fetch }) => {
        await token();
        return made(() => fetch(url, request));
      };
      const { shop, handle } = await refused({ send }, (visit) => void visit.handle.run(cart));
      expect(shop.ids()).toEqual([]);
      expect(handle.getView()).toMatchObject({ status: 'retry' });
    });

    it('proves nothing where another one has left', async () => {
      const send: Action['send'] = async (_input, { fetch }) => {
        const order = await fetch(`${url}/order`, request);
        await token();
        await fetch(url, request).catch(() => {});
        return order.json();
      };
      const { shop, handle } = await refused({ send }, async ({ handle, shop }) => {
        void handle.run(cart);
        await shop.world.clock.advance(100);
      });
      expect(shop.ids()).toHaveLength(1);
      expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered' });
    });

    it('leaves what a call before it was refused with', async () => {
      const send: Action['send'] = async (_input, { fetch }) => {
        await fetch(url, request);
        await token();
        return fetch(url, request);
      };
      const { handle } = await refused({ send }, async ({ handle, shop }) => {
        shop.answer(() => json(401, {}));
        void handle.run(cart);
        await shop.world.clock.advance(100);
      });
      expect(handle.getView()).toMatchObject({ status: 'declined', decline: { change: 'sign-in' } });
    });

    it('is no answer to a question either', async () => {
      const check: Action['check'] = async (id, { fetch }) => {
        await token();
        return fetch(`${url}/${id}`).catch(() => null);
      };
      const { shop, handle } = await refused({ check }, async ({ handle, shop }) => {
        shop.world.server.failNext({ request: 'refuse' });
        void handle.run(cart);
        await shop.world.clock.advance(1000);
        void handle.proceed();
      });
      expect(shop.charges).toEqual([]);
      expect(handle.getView()).toMatchObject({ status: 'check' });
    });
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
