import { describe, expect, it } from 'vitest';
import { unreached } from '../../src/core/answers.ts';
import { createShop, definePay, json, slowly, visit } from './shop.ts';

// A tap sends what it asks for or nothing, and is told where the slot's answer is to something else (laws 5 and 7).

const twenty = { cart: 'c1', amount: 20 };
const forty = { cart: 'c1', amount: 40 };
const pay = definePay();

describe('what is done for something else says so', () => {
  it('to the second of two tabs that ask at once', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    const views = [a.handle.run(twenty), b.handle.run(forty)];
    await shop.world.clock.settle();
    const [one, other] = await Promise.all(views);
    expect(shop.charges).toHaveLength(1);
    expect(one).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(one).not.toHaveProperty('inputChanged');
    expect(other).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
  });

  it('to a tap whose input was being checked while another tab paid', async () => {
    const { schema, go } = slowly<typeof twenty>();
    const slow = definePay({ input: schema });
    const shop = createShop([slow]);
    const a = await shop.enter(slow, { name: 'a' });
    const b = await visit(shop.world.tab('b'), [pay], pay, null, 'c1', shop.world);
    const view = a.handle.run(twenty);
    await shop.world.clock.advance(1000);
    void b.handle.run(forty);
    await shop.world.clock.advance(1000);
    go();
    await shop.world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
    expect(await view).toMatchObject({ status: 'done', data: { amount: 40 }, inputChanged: true });
  });

  it('to a second tap in the same tab, from when the first one is stored', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 2000 });
    void handle.run(twenty);
    const second = handle.run(forty);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'pending', inputChanged: true });
    await shop.world.clock.advance(2000);
    expect(await second).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
    expect(shop.charges).toHaveLength(1);
  });

  it.each(['run', 'proceed'] as const)('to a second tap also where a third follows: `%s`', async (third) => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    const first = handle.run(twenty);
    const second = handle.run(forty);
    void handle[third](twenty);
    await shop.world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
    expect(await first).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(await first).not.toHaveProperty('inputChanged');
    expect(await second).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
    expect(handle.getView()).not.toHaveProperty('inputChanged');
  });

  it('and not to the first, whatever a second asks for', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 2000 });
    const first = handle.run(twenty);
    await shop.world.clock.advance(1000);
    const second = handle.run(forty);
    await shop.world.clock.advance(2000);
    expect(await second).toMatchObject({ status: 'done', inputChanged: true });
    expect(await first).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(await first).not.toHaveProperty('inputChanged');
    expect(handle.getView()).toMatchObject({ status: 'done', inputChanged: true });
  });

  it('to a second tap while nobody knows yet who is signed in', async () => {
    const shop = createShop([pay]);
    const { client } = shop.open('a');
    const handle = client.handle(pay, 'c1');
    const first = handle.run(twenty);
    const second = handle.run(forty);
    client.setScope('ann');
    await shop.world.clock.settle();
    expect(await first).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(await second).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
    expect(shop.charges).toHaveLength(1);
  });

  it('and not to a second tap that asks for the same', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    const views = [handle.run(twenty), handle.run({ ...twenty })];
    await shop.world.clock.settle();
    for (const view of await Promise.all(views)) {
      expect(view).toMatchObject({ status: 'done' });
      expect(view).not.toHaveProperty('inputChanged');
    }
  });

  it('also where the server had the ID replaced by another meanwhile', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(409, { code: 'key_too_old', serverTime: shop.world.clock.now() }));
    shop.world.server.failNext({ request: 1000 });
    const first = handle.run(twenty);
    await shop.world.clock.advance(500);
    const second = handle.run(forty);
    await shop.world.clock.advance(5000);
    expect(new Set(shop.ids()).size).toBe(2);
    expect(await first).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(await second).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
  });
});

describe('what another tab has left in the slot while an input was checked', () => {
  /** 20 was declined, and is tapped again; while that is checked, another tab asks for 40, which ends as told. */
  const meanwhile = async (end: 'retry' | 'check') => {
    const { schema, go } = slowly<typeof twenty>();
    const slow = definePay({ input: schema });
    const shop = createShop([slow]);
    const a = await shop.enter(slow, { name: 'a' });
    const never = definePay({ retry: [], ...(end === 'retry' && { send: () => unreached() }) });
    const b = await visit(shop.world.tab('b'), [never], never, null, 'c1', shop.world);
    shop.answer(() => json(402, { code: 'card' }));
    void a.handle.run(twenty);
    await shop.world.clock.settle();
    go();
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'declined' });
    const view = a.handle.run(twenty);
    await shop.world.clock.advance(1000);
    if (end === 'check') shop.world.server.failNext({ request: 'hang' });
    void b.handle.run(forty);
    await shop.world.clock.advance(11_000);
    expect(b.handle.getView()).toMatchObject({ status: end });
    go();
    await shop.world.clock.advance(1000);
    return { shop, view: await view };
  };

  it('makes room for what was tapped where nothing can have happened', async () => {
    const { shop, view } = await meanwhile('retry');
    expect(shop.charges.map(({ body }) => JSON.parse(body).amount)).toEqual([20]);
    expect(view).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(view).not.toHaveProperty('inputChanged');
  });

  it('is not sent by that tap where it may have happened, and is shown', async () => {
    const { shop, view } = await meanwhile('check');
    expect(shop.charges).toEqual([]);
    expect(view).toMatchObject({ status: 'check', step: 'send', inputChanged: true });
  });
});

describe('a tap without input takes the step of what is shown, and sends nothing that has come into its place since', () => {
  let reach = false;
  const brittle = definePay({
    retry: [],
    send: (input, { fetch }) =>
      reach ? fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) }) : unreached(),
  });

  /** Tab B leaves 40 in the slot, and its message does not arrive: it is but a hint. */
  const unheard = async (before?: typeof twenty) => {
    reach = false;
    const shop = createShop([brittle]);
    const a = await shop.enter(brittle, { name: 'a' });
    const b = await shop.enter(brittle, { name: 'b' });
    if (before) void a.handle.run(before);
    await shop.world.clock.advance(1000);
    b.tab.ports.channel.post = () => {};
    void b.handle.run(forty);
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'retry' });
    reach = true;
    return { shop, ...a };
  };

  it('where that was another one', async () => {
    const { shop, handle } = await unheard(twenty);
    expect(handle.getView()).toMatchObject({ status: 'retry' });
    expect(handle.about()?.input).toEqual(twenty);
    const view = handle.proceed();
    await shop.world.clock.advance(1000);
    expect(shop.charges).toEqual([]);
    expect(await view).toMatchObject({ status: 'retry' });
    expect(handle.about()?.input).toEqual(forty);
    void handle.proceed();
    await shop.world.clock.advance(1000);
    expect(shop.charges.map(({ body }) => JSON.parse(body))).toEqual([forty]);
  });

  it('where that was nothing', async () => {
    const { shop, handle } = await unheard();
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    const view = handle.proceed();
    await shop.world.clock.advance(1000);
    expect(shop.charges).toEqual([]);
    expect(await view).toMatchObject({ status: 'retry' });
  });

  it('where it could not be read in between', async () => {
    const { shop, handle } = await unheard(twenty);
    shop.world.disk.failNext('open', 1000);
    shop.world.tab('c').ports.channel.post({ type: 'changed', scope: 'guest', name: 'pay', subject: 'c1' });
    await shop.world.clock.advance(10_000);
    expect(handle.getView()).toMatchObject({ status: 'check' });
    shop.world.disk.heal();
    void handle.proceed();
    await shop.world.clock.advance(1000);
    expect(shop.charges).toEqual([]);
    expect(handle.about()?.input).toEqual(forty);
  });
});

describe('an input that its check makes another one is told by what it comes to', () => {
  /** Euros are typed, and cents are frozen. */
  const cents = (check = (_: number): boolean => true) =>
    definePay({
      retry: [],
      input: {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate(value) {
            const { cart, amount } = value as typeof twenty;
            return check(amount)
              ? { value: { cart, amount: amount * 100 } }
              : { issues: [{ message: 'Too much.' }] };
          },
        },
      },
    });
  const euros = (amount: number) => ({ cart: 'c1', amount });

  it('who corrects 1 euro to 100 does not pay 100 cents', async () => {
    const inEuros = cents();
    const shop = createShop([inEuros]);
    const { handle } = await shop.enter(inEuros, { name: 'a' });
    shop.world.server.online = false;
    void handle.run(euros(1));
    await shop.world.clock.advance(301_000);
    expect(handle.getView()).toMatchObject({ status: 'retry' });
    shop.world.server.online = true;
    void handle.run(euros(100));
    await shop.world.clock.advance(1000);
    expect(shop.charges.map(({ body }) => JSON.parse(body).amount)).toEqual([10_000]);
  });

  it('who asks for 100 euros where 1 is paid is told so, and who asks for 1 is not', async () => {
    const inEuros = cents();
    const shop = createShop([inEuros]);
    const { handle } = await shop.enter(inEuros, { name: 'a' });
    void handle.run(euros(1));
    await shop.world.clock.advance(1000);
    const other = handle.run(euros(100));
    await shop.world.clock.advance(1000);
    expect(await other).toMatchObject({ status: 'done', inputChanged: true });
    const same = handle.run(euros(1));
    await shop.world.clock.advance(1000);
    expect(await same).not.toHaveProperty('inputChanged');
    expect(shop.charges).toHaveLength(1);
  });

  it('but what is frozen, and is no input, is that action', async () => {
    const inEuros = cents((amount) => amount < 100);
    const shop = createShop([inEuros]);
    const { handle } = await shop.enter(inEuros, { name: 'a' });
    shop.world.server.online = false;
    void handle.run(euros(20));
    await shop.world.clock.advance(301_000);
    shop.world.server.online = true;
    void handle.run(handle.about()?.input);
    await shop.world.clock.advance(1000);
    expect(shop.charges.map(({ body }) => JSON.parse(body).amount)).toEqual([2000]);
  });
});
