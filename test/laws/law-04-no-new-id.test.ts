import { describe, expect, it } from 'vitest';
import { done } from '../../src/core/answers.ts';
import { createShop, definePay, json, type Shop } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const settled = async <T>(view: Promise<T>, { world }: Shop): Promise<T> => {
  await world.clock.settle();
  return view;
};

/** A shop whose first payment ended in `check`: every answer was lost. */
const unanswered = async (action = pay) => {
  const shop = createShop([action]);
  const visitor = await shop.enter(action, { name: 'a' });
  shop.world.server.failNext({ answer: 'drop' }, 4);
  const view = visitor.handle.run(cart);
  await shop.world.clock.advance(30_000);
  expect(await view).toMatchObject({ status: 'check', reason: 'unanswered' });
  return { shop, ...visitor };
};

describe('law 4: no new ID while the old one may have happened', () => {
  it('sends the same ID when the next step is tapped, and ends on the one charge', async () => {
    const { shop, handle } = await unanswered();
    expect(await settled(handle.run(cart), shop)).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(new Set(shop.ids()).size).toBe(1);
    expect(shop.charges).toHaveLength(1);
  });

  it.each([401, 403, 404, 422])('stays in `check` when a lost answer is followed by %i', async (status) => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 'drop' });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    shop.answer(() => json(status, {}));
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'check', reason: 'refused', step: 'send' });
    await shop.world.clock.advance(1000);
    expect(await settled(handle.run(cart), shop)).toMatchObject({ status: 'done' });
    expect(new Set(shop.ids()).size).toBe(1);
    expect(shop.charges).toHaveLength(1);
  });

  it('is declined, with a new ID for the next tap, where the first answer is that 422', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.answer(() => json(422, { detail: 'No such cart.' }));
    expect(await settled(handle.run(cart), shop)).toMatchObject({
      status: 'declined',
      decline: { code: 'http_422', message: 'No such cart.', change: 'input' },
    });
    await shop.world.clock.advance(1000);
    await settled(handle.run(cart), shop);
    expect(new Set(shop.ids()).size).toBe(2);
  });

  describe('where `send` calls twice in one attempt', () => {
    const twice = definePay({
      send: async (input, { fetch }) => {
        const call = () => fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
        const first = await call().catch(() => undefined);
        return first?.ok ? first : call();
      },
    });

    it.each([
      ['its answer was lost', 'drop' as const, 200, 422],
      ['it was a 500', 0, 500, 422],
      ['its answer was lost, and the ID is too old', 'drop' as const, 200, 409],
    ])('a refusal of the second says nothing of the first: %s', async (_, answer, first, second) => {
      const shop = createShop([twice]);
      const { handle } = await shop.enter(twice, { name: 'a' });
      shop.world.server.failNext({ answer });
      shop.answer(() => json(first, {}), 'after');
      shop.answer(() => json(second, { code: second === 409 ? 'key_too_old' : 'invalid' }));
      await settled(handle.run(cart), shop);
      expect(handle.getView()).toMatchObject({ status: 'check' });
      await shop.world.clock.advance(1000);
      await settled(handle.run(cart), shop);
      expect(shop.charges).toHaveLength(1);
    });

    it.each([
      ['a plain decline', () => json(422, { code: 'bad_card' }), { status: 'declined' }],
      ['renewed', () => json(400, { code: 'clock_skew', serverTime: 0 }), { status: 'done' }],
    ])('what only asked before it is no doubt: %s', async (_, second, view) => {
      const csrf = definePay({
        send: async (input, { fetch }) => {
          await fetch('https://shop.test/csrf').catch(() => undefined);
          return fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
        },
      });
      const shop = createShop([csrf]);
      const { handle } = await shop.enter(csrf, { name: 'a' });
      shop.world.server.failNext({ request: 'refuse' });
      shop.answer(second);
      expect(await settled(handle.run(cart), shop)).toMatchObject(view);
    });

    it('nor is what came after it: a session that cannot be refreshed asks to sign in', async () => {
      const refreshing = definePay({
        send: async (input, { fetch }) => {
          const call = () => fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
          const first = await call();
          if (first.status !== 401) return first;
          const refreshed = await fetch('https://shop.test/refresh', { method: 'POST' });
          return refreshed.ok ? call() : first;
        },
      });
      const shop = createShop([refreshing]);
      const { handle } = await shop.enter(refreshing, { name: 'a' });
      shop.answer(() => json(401, {}));
      shop.answer(() => json(503, {}));
      expect(await settled(handle.run(cart), shop)).toMatchObject({
        status: 'declined',
        decline: { change: 'sign-in' },
      });
    });

    it('is declined where the first was a refusal, too', async () => {
      const shop = createShop([twice]);
      const { handle } = await shop.enter(twice, { name: 'a' });
      shop.answer(() => json(401, {}));
      shop.answer(() => json(422, {}));
      expect(await settled(handle.run(cart), shop)).toMatchObject({ status: 'declined' });
    });
  });

  it('does not abandon without consent, nor while an attempt is in flight', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 5000 });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(await settled(handle.abandon({ understood: true }), shop)).toMatchObject({ status: 'pending' });
    await shop.world.clock.advance(5000);
    expect(await view).toMatchObject({ status: 'done' });
    const open = await unanswered();
    // @ts-expect-error: consent is not optional
    expect(await settled(open.handle.abandon({}), open.shop)).toMatchObject({ status: 'check' });
    // @ts-expect-error: nor is its object
    expect(await settled(open.handle.abandon(), open.shop)).toMatchObject({ status: 'check' });
  });

  it('frees the slot when a person abandons it knowing what that means', async () => {
    const { shop, handle } = await unanswered();
    expect(await settled(handle.abandon({ understood: true }), shop)).toMatchObject({ status: 'idle' });
    await settled(handle.run(cart), shop);
    expect(new Set(shop.ids()).size).toBe(2);
  });

  it('records and shows an answer that comes after the abandon', async () => {
    let answer = (_: Response) => {};
    const late = definePay({
      timeout: 1000,
      retry: [],
      send: (input, { fetch }) => {
        void fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
        return new Promise((resolve) => {
          answer = (response) => resolve(response.json().then(done));
        });
      },
    });
    const shop = createShop([late]);
    const { handle, client } = await shop.enter(late);
    const view = handle.run(cart);
    await shop.world.clock.advance(1500);
    expect(await view).toMatchObject({ status: 'check' });
    await settled(handle.abandon({ understood: true }), shop);
    expect(client.getOpen()).toEqual([]);
    answer(json(200, { id: 'late', amount: 20 }));
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'late' } });
    expect(client.getOpen()).toHaveLength(1);
    await settled(handle.dismiss(), shop);
    expect(client.getOpen()).toEqual([]);
  });

  it('shows a late answer of an abandoned action beside the new one in its slot', async () => {
    const answers: ((response: Response) => void)[] = [];
    const late = definePay({
      timeout: 1000,
      retry: [],
      send: () => new Promise((resolve) => answers.push((response) => resolve(response.json().then(done)))),
    });
    const shop = createShop([late]);
    const { handle, client } = await shop.enter(late);
    void handle.run(cart);
    await shop.world.clock.advance(1500);
    await settled(handle.abandon({ understood: true }), shop);
    void handle.run(cart);
    await shop.world.clock.advance(100);
    answers[0]?.(json(200, { id: 'late', amount: 20 }));
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'pending' });
    expect(
      client
        .getOpen()
        .map((open) => open.getView().status)
        .sort(),
    ).toEqual(['done', 'pending']);
  });

  it('does not open again what another tab has brought to its end, where what came after that went with its user', async () => {
    const pay = definePay({ once: false });
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ answer: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    shop.world.locks.drop(a.tab.id);
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done', requestId: shop.ids()[0] });
    await settled(b.handle.run(cart), shop);
    b.client.setScope('u1');
    await a.tab.resume('show');
    await shop.world.clock.advance(60_000);
    expect(shop.openRow()).toBeUndefined();
    expect(a.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(2);
    expect(shop.ids()).toHaveLength(3);
  });

  it('asks the server for a tombstone before it abandons, and takes an outright `done` for what it is', async () => {
    const cancelled: string[] = [];
    const action = definePay({
      cancel: (requestId) => {
        cancelled.push(requestId);
        return done({ id: 'r1', amount: 20 });
      },
    });
    const { shop, handle } = await unanswered(action);
    expect(await settled(handle.abandon({ understood: true }), shop)).toMatchObject({
      status: 'done',
      data: { id: 'r1' },
    });
    expect(cancelled).toEqual([shop.ids()[0]]);
  });
});

describe('law 5: same bytes', () => {
  it('sends the frozen request after the form, and the object that was given, changed', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    const input = { ...cart };
    shop.world.server.failNext({ request: 'refuse' });
    const view = handle.run(input);
    input.amount = 99;
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.world.server.calls.map(({ body }) => body)).toEqual([
      JSON.stringify(cart),
      JSON.stringify(cart),
    ]);
  });

  it('sends what a newer deploy would send differently as it was frozen', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const { post } = await import('../../src/core/post.ts');
    const newer = definePay({ send: post('https://shop.test/v2/pay', { method: 'PUT' }) });
    const { visit } = await import('./shop.ts');
    const b = await visit(a.tab.reload(), [newer], newer, null, 'c1', shop.world);
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.world.server.calls.map(({ method, url, body }) => [method, url, body])).toEqual(
      Array(2).fill(['POST', 'https://shop.test/pay', JSON.stringify(cart)]),
    );
  });

  it('says `inputChanged` and sends the frozen request when the form asks for something else meanwhile', async () => {
    const { shop, handle } = await unanswered();
    const view = await settled(handle.run({ ...cart, amount: 99 }), shop);
    expect(view).toMatchObject({ status: 'done', inputChanged: true, data: { amount: 20 } });
    expect(shop.charges).toHaveLength(1);
  });

  it('mints anew for other input where nothing happened, and the old record is settled', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.online = false;
    const offline = handle.run(cart);
    await shop.world.clock.advance(301_000);
    expect(await offline).toMatchObject({ status: 'retry', needsInput: false });
    shop.world.server.online = true;
    expect(await settled(handle.run({ ...cart, amount: 30 }), shop)).toMatchObject({
      status: 'done',
      data: { amount: 30 },
    });
    expect(shop.charges).toHaveLength(1);
    expect(shop.world.disk.snapshot().filter(([key]) => key[0] === 'settled')).toHaveLength(2);
  });
});
