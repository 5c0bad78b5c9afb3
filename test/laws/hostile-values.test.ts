import { afterEach, describe, expect, it } from 'vitest';
import type { Key } from '../../src/core/ports.ts';
import { createShop, definePay, json } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const secret = 'tok_secret_4242';
const pay = definePay();
const row: Key = ['open', 'shop', 'guest', 'pay', 'c1'];

/** As JSON gives it: an own key, where `{ __proto__: … }` in a program would set the prototype. */
const hostile = (): object =>
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}');

const payHostile = definePay({ describe: () => 'Your payment' });

describe('values that somebody else has made', () => {
  afterEach(() => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect((() => {}) as unknown as Record<string, unknown>).not.toHaveProperty('polluted');
  });

  it('never sends under an ID that could break out of a header: such a row is quarantined (law 8)', async () => {
    const shop = createShop([pay]);
    shop.answer(() => json(503, {}), 'before', 10);
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    const sent = shop.ids().length;
    const open = shop.openRow();
    for (const id of ['x\r\nAuthorization: evil', '', 'two words', 'ü', 'x'.repeat(256)]) {
      const spoiled = { ...open, requestId: id };
      shop.world.disk.write(row, spoiled);
      tab.close();
      const visitor = await shop.enter(pay, { name: `a${id.length}` });
      expect(visitor.handle.getView()).toMatchObject({ status: 'check', reason: 'quarantined' });
      await shop.world.clock.advance(60_000);
      expect(shop.ids()).toHaveLength(sent);
      expect(shop.world.disk.read(row)).toEqual(spoiled);
      visitor.tab.close();
    }
  });

  it('takes no prototype from an input: it is frozen, sent and stored as what it is (law 5)', async () => {
    const shop = createShop([payHostile]);
    const { handle } = await shop.enter(payHostile);
    const input = Object.assign(hostile(), cart);
    const view = handle.run(input);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'done' });
    expect(JSON.parse(shop.charges[0]?.body ?? '')).toEqual(JSON.parse(JSON.stringify(input)));
  });

  it('takes no prototype from the words of a refusal', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    const fields = JSON.parse('{"__proto__": "x", "constructor": "y", "email": "Taken."}');
    shop.answer(() => json(402, { code: 'taken', fields, ...hostile() }));
    const view = await Promise.all([handle.run(cart), shop.world.clock.settle()]);
    expect(view[0]).toMatchObject({ status: 'declined', decline: { code: 'taken' } });
    const { decline } = view[0] as { decline: { fields: Record<string, string> } };
    expect(decline.fields.email).toBe('Taken.');
    expect(Object.getPrototypeOf(decline.fields)).toBe(Object.prototype);
  });

  it('takes no prototype from a stored row', async () => {
    const shop = createShop([pay]);
    shop.answer(() => json(503, {}), 'before', 10);
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    const ids = new Set(shop.ids());
    shop.world.disk.write(
      row,
      Object.assign(hostile(), shop.openRow(), { input: Object.assign(hostile(), cart) }),
    );
    tab.close();
    const again = await shop.enter(pay, { name: 'b' });
    await shop.world.clock.advance(60_000);
    expect(['check', 'done']).toContain(again.handle.getView().status);
    expect(new Set(shop.ids())).toEqual(ids);
  });

  it('tells events and history no value of an input or of an answer, whatever happens (law 9)', async () => {
    const shop = createShop([pay]);
    const { handle, client } = await shop.enter(pay);
    const events: unknown[] = [];
    client.subscribe((event) => events.push(event));
    shop.answer(() => json(500, { detail: secret }));
    shop.answer(() => json(402, { code: 'declined', detail: secret, fields: { card: secret } }));
    void handle.run({ cart: secret, amount: 20 });
    await shop.world.clock.advance(60_000);
    expect(handle.getView().status).toBe('declined');
    void handle.run({ cart: secret, amount: 30 });
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    const [first, second] = new Set(shop.ids());
    const told = JSON.stringify([
      events,
      await client.history(String(first)),
      await client.history(String(second)),
    ]);
    expect(told).toContain(String(first));
    expect(told).toContain(String(second));
    expect(told).not.toContain(secret);
  });
});
