import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import type { Schema } from '../../src/core/standardSchema.ts';
import { createShop, definePay, visit } from './shop.ts';

// What a tap asks for, and what becomes of it: checked where an ID would be minted for it, and nowhere else.

type Input = { cart: string; amount: number };
const cart = { cart: 'c1', amount: 20 };

/** Takes an amount as a form writes it. */
const schema: Schema<Input, Input> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate(value) {
      const { cart, amount } = value as { cart: string; amount: unknown };
      const number = Number(amount);
      return number > 0
        ? { value: { cart, amount: number } }
        : { issues: [{ message: 'Enter an amount.', path: ['amount'] }] };
    },
  },
};
const typed = (amount: string): Input => ({ cart: 'c1', amount: amount as unknown as number });

const open = async (action: Action) => {
  const shop = createShop([action]);
  const entered = await shop.enter(action, { name: 'a' });
  const said: unknown[] = [];
  entered.client.subscribe((event) => {
    if (event.type === 'problem' || event.type === 'joined') said.push(event);
  });
  return { shop, said, ...entered };
};

const isEmpty = ({ world }: ReturnType<typeof createShop>) => world.disk.snapshot().length === 0;

describe('an input that cannot be sent', () => {
  it('is refused with its issues: no ID, no row, no call', async () => {
    const { shop, said, handle } = await open(definePay({ input: schema }));
    const view = handle.run(typed('none'));
    await shop.world.clock.settle();
    const problem = { code: 'invalid', issues: [{ message: 'Enter an amount.', path: ['amount'] }] };
    expect(await view).toMatchObject({ status: 'idle', locked: false, problem });
    expect(said).toMatchObject([{ type: 'problem', code: 'invalid' }]);
    expect(isEmpty(shop)).toBe(true);
    expect(shop.ids()).toEqual([]);
  });

  const circle: Record<string, unknown> = { cart: 'c1' };
  circle.self = circle;

  it.each([
    ['a function', { cart: 'c1', pay() {} }],
    ['a circle, which JSON cannot write', circle],
  ])('and cannot be kept is refused: %s', async (_, input) => {
    const { shop, handle } = await open(definePay());
    const view = handle.run(input as unknown as Input);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({
      status: 'idle',
      problem: { code: 'invalid', issues: [{ message: expect.stringMatching(/./) }] },
    });
    expect(isEmpty(shop)).toBe(true);
  });

  it('leaves a `retry` as it is, and says why', async () => {
    const { shop, handle } = await open(definePay({ input: schema, retry: [] }));
    shop.world.server.online = false;
    void handle.run(typed('20'));
    await shop.world.clock.advance(300_001);
    expect(handle.getView()).toMatchObject({ status: 'retry' });
    void handle.run(typed('none'));
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'retry', problem: { code: 'invalid' } });
    expect(shop.openRow()).toMatchObject({ input: cart });
  });

  it('in `check` is of no account: what goes out was frozen, and the view says that the form differs (law 5)', async () => {
    const { shop, handle } = await open(definePay({ input: schema, retry: [] }));
    shop.world.server.failNext({ answer: 'drop' });
    void handle.run(typed('20'));
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check' });
    const view = handle.run(typed('none'));
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'done', inputChanged: true });
    expect(shop.charges).toEqual([{ requestId: shop.ids()[0], body: JSON.stringify(cart) }]);
  });
});

describe('a tap that joins', () => {
  it.each([
    ['the same, as the form writes it', typed('20'), undefined],
    ['the same, as it was frozen', cart, undefined],
    ['something else', typed('30'), true],
    ['what is no input at all', typed('none'), true],
  ])('and asks for %s', async (_, input, inputChanged) => {
    const { shop, said, handle } = await open(definePay({ input: schema }));
    shop.world.server.failNext({ answer: 2000 });
    const first = handle.run(typed('20'));
    await shop.world.clock.advance(1000);
    const second = handle.run(input);
    await shop.world.clock.settle();
    expect(said).toMatchObject([{ type: 'joined' }]);
    expect(handle.getView()).toMatchObject({ status: 'pending' });
    expect(handle.getView().inputChanged).toBe(inputChanged);
    await shop.world.clock.advance(2000);
    expect(await first).not.toHaveProperty('inputChanged');
    expect(await second).toEqual({ ...(await first), ...(inputChanged && { inputChanged }) });
    expect(shop.charges).toHaveLength(1);
  });
});

describe('durability: required', () => {
  const needy = definePay({ durability: 'required' });

  it('sends where the record is on the disk', async () => {
    const { shop, handle } = await open(needy);
    await Promise.all([handle.run(cart), shop.world.clock.settle()]);
    expect(handle.getView()).toMatchObject({ status: 'done', durability: 'disk' });
  });

  it('refuses where it would be in memory alone (law 11)', async () => {
    const shop = createShop([needy]);
    shop.world.disk.absent = true;
    const { handle } = await shop.enter(needy, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'storage_absent' } });
    expect(shop.ids()).toEqual([]);
  });
});

describe('giving up', () => {
  const lost = async () => {
    const entered = await open(definePay({ retry: [] }));
    entered.shop.world.server.failNext({ answer: 'drop' });
    void entered.handle.run(cart);
    await entered.shop.world.clock.advance(1000);
    return entered;
  };

  it('locks the slot until it is stored', async () => {
    const { shop, handle } = await lost();
    const view = handle.abandon({ understood: true });
    expect(handle.getView()).toMatchObject({ locked: true });
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'idle', locked: false });
  });

  it('that cannot be stored frees nothing (law 4)', async () => {
    const { shop, handle } = await lost();
    shop.world.disk.failNext('open');
    const view = handle.abandon({ understood: true });
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'check', locked: false });
    expect(shop.openRow()).toMatchObject({ status: 'check' });
  });

  it('where nothing is open changes nothing, and asks no store', async () => {
    const { shop, handle, seen } = await open(definePay());
    const before = handle.getView();
    const told = seen.length;
    shop.world.disk.hang();
    expect(await handle.abandon({ understood: true })).toBe(before);
    expect(seen).toHaveLength(told);
  });
});

describe('who hears that it is done', () => {
  it('hears whether this page load was the one that tapped', async () => {
    const pay = definePay();
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    await Promise.all([a.handle.run(cart), shop.world.clock.settle()]);
    const b = await visit(a.tab.reload(), [pay], pay, null, 'c1', shop.world);
    const resumed = b.handle.deliver();
    await shop.world.clock.settle();
    expect(await resumed).toEqual({ resumed: true });
    expect(await b.handle.deliver()).toBeNull();
    const c = await shop.enter(pay, { name: 'c', subject: 'c2' });
    await Promise.all([c.handle.run(cart), shop.world.clock.settle()]);
    const own = c.handle.deliver();
    await shop.world.clock.settle();
    expect(await own).toEqual({ resumed: false });
  });

  it('is told after 1, 2, 4, 8 and 16 s where that cannot be written, and then no more (law 6)', async () => {
    const { shop, handle } = await open(definePay());
    await Promise.all([handle.run(cart), shop.world.clock.settle()]);
    shop.world.disk.failNext('open', 1000);
    let told: unknown = 'not yet';
    void handle.deliver().then((how) => {
      told = how;
    });
    await shop.world.clock.advance(30_999);
    expect(told).toBe('not yet');
    await shop.world.clock.advance(1);
    expect(told).toBeNull();
    shop.world.disk.heal();
    const again = handle.deliver();
    await shop.world.clock.settle();
    expect(await again).toEqual({ resumed: false });
  });
});

it('a tap that waits for its scope asks for what its input was then, whatever the form writes into it since (law 5)', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { client } = shop.open('a');
  const input = { ...cart };
  void client.run(pay, input, { subject: 'c1' });
  input.amount = 30;
  client.setScope(null);
  await shop.world.clock.advance(1000);
  expect(shop.charges.map(({ body }) => JSON.parse(body))).toEqual([cart]);
});
