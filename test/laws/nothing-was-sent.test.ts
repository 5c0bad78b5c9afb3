import { describe, expect, it } from 'vitest';
import { absent, done, unreached } from '../../src/core/answers.ts';
import { english } from '../../src/react/english.ts';
import { say } from '../../src/react/say.ts';
import { checkedAfter, createShop, definePay, type Shop, visit } from './shop.ts';

// Why a tap, or giving up, came to nothing is not said over what has come to its end meanwhile (law 7).

const cart = { cart: 'c1', amount: 20 };
const NOT = 'Nothing was sent';
const pass = (shop: Shop, ms: number) =>
  new Promise<void>((resolve) => void shop.world.clock.after(ms, resolve));

describe('"nothing was sent" is not said', () => {
  it.each([
    ['another tab has finished', true],
    ['another tab has begun and finished', false],
  ])('of a save that %s while a tap was checked, which could not be stored', async (_, open) => {
    const save = definePay({
      kind: 'save',
      retry: [],
      input: checkedAfter(({ amount }) => amount > 20 && pass(shop, 500)),
    });
    const shop = createShop([save]);
    const a = await shop.enter(save, { name: 'a' });
    const b = await shop.enter(save, { name: 'b' });
    if (open) {
      shop.world.server.failNext({ answer: 'drop' });
      void a.handle.run(cart);
      await shop.world.clock.advance(1000);
      expect(a.handle.getView()).toMatchObject({ status: 'check' });
    }
    void a.handle.run({ ...cart, amount: 21 });
    void (open ? b.handle.proceed() : b.handle.run(cart));
    await shop.world.clock.advance(200);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    shop.world.disk.failNext('open');
    await shop.world.clock.advance(2000);
    expect(say(a.handle.getView(), save, english)).not.toContain(NOT);
    expect(a.handle.getView()).toMatchObject({ status: 'done', inputChanged: true });
  });

  it('of a save that another tab has finished while other input was checked, and found wrong', async () => {
    const input = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: async (value: unknown) => {
          if ((value as typeof cart).amount === 20) return { value: value as typeof cart };
          await pass(shop, 500);
          return { issues: [{ message: 'Too much.' }] };
        },
      },
    };
    const save = definePay({ kind: 'save', retry: [], input });
    const never = definePay({ kind: 'save', retry: [], input, send: () => unreached() });
    const shop = createShop([never]);
    const a = await shop.enter(never, { name: 'a' });
    const b = await visit(shop.world.tab('b'), [save], save, null, 'c1', shop.world);
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'retry' });
    void a.handle.run({ ...cart, amount: 99 });
    void b.handle.proceed();
    await shop.world.clock.advance(2000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(say(a.handle.getView(), save, english)).not.toContain(NOT);
    expect(a.handle.getView()).toMatchObject({ status: 'done', inputChanged: true });
  });

  it('of what cancel has proved to be done, where storing that was reported as failed and was not', async () => {
    const save = definePay({ kind: 'save', retry: [], cancel: () => done({ id: 'r1', amount: 20 }) });
    const shop = createShop([save]);
    const { handle, tab } = await shop.enter(save, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    const { transact } = tab.ports.store;
    let writes = 0;
    tab.ports.store.transact = async (mode, work) => {
      const result = await transact(mode, work);
      // `stop`, then what cancel says.
      if (mode !== 'read' && ++writes === 2) throw new DOMException('', 'TimeoutError');
      return result;
    };
    const ended = handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
    expect(say(await ended, save, english)).not.toContain(NOT);
    expect(await ended).toMatchObject({ status: 'done' });
  });

  it('of a payment that was charged, and whose giving up was reported as failed and was not', async () => {
    const pay = definePay({ retry: [] });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
    shop.world.disk.failNext('report');
    void handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    expect(say(handle.getView(), pay, english)).not.toContain(NOT);
  });

  it('of what another tab has finished under the same ID, kept nowhere', async () => {
    const save = definePay({
      kind: 'save',
      keep: 'id',
      retry: [],
      check: () => (finished ? done({ id: 'r1', amount: 20 }) : absent()),
      input: checkedAfter(
        ({ amount }) => amount > 0 && slow && new Promise<void>((go) => void shop.world.clock.after(500, go)),
      ),
    });
    let slow = false;
    let finished = false;
    const shop = createShop([save]);
    const b = await shop.enter(save, { name: 'b' });
    const a = await shop.enter(save, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    void b.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    slow = true;
    finished = true;
    void a.handle.run(cart);
    await shop.world.clock.advance(100);
    void b.handle.proceed();
    await shop.world.clock.advance(200);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    shop.world.disk.failNext('open');
    await shop.world.clock.advance(3000);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
    expect(say(a.handle.getView(), save, english)).not.toContain('Nothing was sent');
  });
});

describe('it is said', () => {
  it('where what was over before is all that there is', async () => {
    const save = definePay({ kind: 'save' });
    const shop = createShop([save]);
    const { handle } = await shop.enter(save, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    shop.world.disk.failNext('open');
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
    expect(say(handle.getView(), save, english)).toContain(NOT);
  });

  it('where nobody knows whether what another tab has saved is what could not be stored', async () => {
    const save = definePay({
      kind: 'save',
      keep: 'id',
      retry: [],
      check: () => absent(),
      input: checkedAfter(({ amount }) => amount > 20 && pass(shop, 500)),
    });
    const shop = createShop([save]);
    const a = await shop.enter(save, { name: 'a' });
    const b = await shop.enter(save, { name: 'b' });
    const view = a.handle.run({ ...cart, amount: 21 });
    void b.handle.run(cart);
    await shop.world.clock.advance(200);
    shop.world.disk.failNext('open');
    await shop.world.clock.advance(3000);
    expect(await view).toMatchObject({ problem: { code: 'storage_unwritable' } });
  });

  it('where another tab has given up what was open, and nothing else is shown', async () => {
    const save = definePay({
      kind: 'save',
      retry: [],
      send: () => unreached(),
      input: checkedAfter(({ amount }) => amount > 20 && pass(shop, 500)),
    });
    const shop = createShop([save]);
    const a = await shop.enter(save, { name: 'a' });
    const b = await shop.enter(save, { name: 'b' });
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'retry' });
    const view = a.handle.run({ ...cart, amount: 99 });
    await shop.world.clock.advance(100);
    void b.handle.abandon({ understood: true });
    await shop.world.clock.advance(200);
    shop.world.disk.failNext('open');
    await shop.world.clock.advance(3000);
    expect(await view).toMatchObject({ status: 'idle', problem: { code: 'storage_unwritable' } });
  });
});
