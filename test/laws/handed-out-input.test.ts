import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, visit } from './shop.ts';

// What is frozen leaves the record as copies: nothing that an app does to one changes what is sent, or compared.

const cart = { cart: 'c1', amount: 20 };
const url = 'https://shop.test/pay';
const amounts = ({ charges }: ReturnType<typeof createShop>) =>
  charges.map(({ body }) => JSON.parse(body).amount);

/** Makes cents of its euros in place. */
const inCents: Parameters<typeof definePay>[0] = {
  send: (input, { fetch }) => {
    input.amount *= 100;
    return fetch(url, { method: 'POST', body: JSON.stringify(input) });
  },
};

describe('a `send` that changes its argument in place', () => {
  it('sends the same under an ID with the time of the server (law 5)', async () => {
    const pay = definePay(inCents);
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(400, { code: 'clock_skew', serverTime: shop.world.clock.now() }));
    void handle.run(cart);
    await shop.world.clock.advance(5000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(amounts(shop)).toEqual([2000]);
  });

  it("and at the second attempt, also where `keep: 'id'` keeps it in memory alone", async () => {
    const pay = definePay({ ...inCents, keep: 'id', check: (id, { fetch }) => fetch(`${url}/${id}`) });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    // A gateway: nothing has come to the shop.
    shop.answer(() => json(503, {}));
    void handle.run(cart);
    await shop.world.clock.advance(5000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(amounts(shop)).toEqual([2000]);
  });

  it('makes no other input of a second tap that asks for the same (law 7)', async () => {
    const pay = definePay(inCents);
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 3000 });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    void handle.run(cart);
    await shop.world.clock.advance(500);
    expect(handle.getView()).toMatchObject({ status: 'pending' });
    expect(handle.getView()).not.toHaveProperty('inputChanged');
  });
});

it.each([
  ['in the page load of the tap', false],
  ['after a reload', true],
])('a form that edits what `about` gave is paid as it was edited, %s (law 5)', async (_, reloads) => {
  const pay = definePay({ freshness: 1000 });
  const shop = createShop([pay]);
  const first = await shop.enter(pay, { name: 'a' });
  shop.world.server.online = false;
  void first.handle.run(cart);
  await shop.world.clock.advance(5000);
  shop.world.server.online = true;
  const { handle } = reloads ? await visit(first.tab.reload(), [pay], pay, null, 'c1', shop.world) : first;
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'retry' });
  const form = handle.about()?.input as typeof cart;
  form.amount = 30;
  expect(handle.about()?.input).toEqual(cart);
  void handle.run(form);
  await shop.world.clock.advance(5000);
  expect(amounts(shop)).toEqual([30]);
});

it('a `describe` that sorts a list for its words leaves it to be sent as it was typed (law 5)', async () => {
  const pay = definePay({
    describe: (input) => (input as unknown as { items: string[] }).items.sort().join(),
    send: (input, { fetch }) => fetch(url, { method: 'POST', body: JSON.stringify(input) }),
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  const input = { ...cart, items: ['b', 'a'] };
  void handle.run(input);
  await shop.world.clock.advance(1000);
  expect(shop.charges).toMatchObject([{ body: JSON.stringify(input) }]);
});

it('a listener of `onDone` that changes the input changes it for nobody else', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { client, handle } = await shop.enter(pay, { name: 'a' });
  client.onDone(({ input }) => {
    (input as typeof cart).amount = 0;
  });
  const heard: unknown[] = [];
  client.onDone(({ input }) => heard.push(input));
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(heard).toEqual([cart]);
  const again = handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(await again).not.toHaveProperty('inputChanged');
});
