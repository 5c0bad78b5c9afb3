import { describe, expect, it, vi } from 'vitest';
import type { Key } from '../../src/core/ports.ts';
import { createShop, definePay, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const row: Key = ['open', 'shop', 'guest', 'pay', 'c1'];

const withRow = async (value: unknown, actions = [pay], key = row) => {
  const shop = createShop(actions);
  shop.world.disk.write(key, value);
  const visitor = await shop.enter(pay, { name: 'a' });
  return { shop, ...visitor };
};

describe('law 8: nothing is lost', () => {
  it.each([
    ['a corrupted row', 'rubbish'],
    ['a newer version', { v: 2, requestId: 'x' }],
    ['an array', []],
    ['null', null],
  ])('holds the slot with %s, unsent and unchanged', async (_, value) => {
    const { shop, handle, client } = await withRow(value);
    expect(handle.getView()).toMatchObject({
      status: 'check',
      reason: 'quarantined',
      step: 'none',
      locked: false,
    });
    expect(client.getOpen()).toHaveLength(1);
    const view = handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'quarantined' });
    expect(shop.ids()).toEqual([]);
    expect(shop.world.disk.read(row)).toEqual(value);
  });

  it('shows a row whose value the platform has lost, and goes on with the rows beside it', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.write(['open', 'shop', 'guest', 'pay', 'c0'], null);
    shop.world.disk.write(['latest', 'shop', 'guest', 'pay', 'c2'], 'lost');
    shop.world.disk.write(['settled', 'shop', 'guest', 'lost'], null);
    const b = await visit(a.tab.reload(), [pay], pay, null, 'c1', shop.world);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    const [lost, ...others] = b.client.getOpen();
    expect(lost?.getView()).toMatchObject({ status: 'check', reason: 'quarantined' });
    expect(others).toEqual([]);
    const answered = b.client.handle(pay, 'c2');
    answered.subscribe(() => {});
    await shop.world.clock.settle();
    expect(answered.getView()).toMatchObject({ status: 'check', reason: 'quarantined' });
    for (const handle of [lost, answered]) {
      const given = handle?.abandon({ understood: true });
      await shop.world.clock.settle();
      expect(await given).toMatchObject({ status: 'idle' });
    }
    expect(b.client.getOpen()).toEqual([]);
  });

  it('announces it as an event, once', async () => {
    const shop = createShop([pay]);
    shop.world.disk.write(row, 'rubbish');
    const { client, tab } = shop.open('a');
    const said: unknown[] = [];
    client.subscribe((event) => said.push(event));
    client.handle(pay, 'c1').subscribe(() => {});
    client.setScope(null);
    await shop.world.clock.settle();
    for (let looks = 0; looks < 2; looks++) {
      tab.page.focus();
      await shop.world.clock.settle();
    }
    expect(said).toMatchObject([{ type: 'problem', code: 'quarantined', name: 'pay', subject: 'c1' }]);
  });

  it('moves the raw value aside when a person abandons it, and frees the slot', async () => {
    const { shop, handle } = await withRow('rubbish');
    const view = handle.abandon({ understood: true });
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'idle' });
    expect(shop.world.disk.snapshot().map(([, value]) => value)).toEqual(['rubbish']);
    const paid = handle.run(cart);
    await shop.world.clock.settle();
    expect(await paid).toMatchObject({ status: 'done' });
  });

  it('shows a name that this deploy does not know, and the next deploy goes on with it', async () => {
    const old = definePay({ name: 'old-pay' });
    const shop = createShop([old]);
    const a = await shop.enter(old, { name: 'a' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const b = await visit(a.tab.reload(), [pay], pay, null, 'c1', shop.world);
    expect(b.client.getOpen().map((open) => open.getView())).toMatchObject([
      { status: 'check', reason: 'quarantined' },
    ]);
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toHaveLength(1);
    const c = await visit(b.tab.reload(), [pay, old], old, null, 'c1', shop.world);
    await shop.world.clock.advance(1000);
    expect(c.handle.getView()).toMatchObject({ status: 'done' });
    expect(new Set(shop.ids()).size).toBe(1);
    expect(shop.charges).toHaveLength(1);
  });

  it('keeps what was under way when all site data is deleted under the page, and claims nothing', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 2000 });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.clear();
    await shop.world.clock.advance(3000);
    expect(await view).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
  });

  it('lets go of what was cleared, and is past its retention, when the attempt has ended: nobody waits for ever', async () => {
    const shop = createShop([pay]);
    const { client, handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'hang' });
    const ended = vi.fn();
    const view = handle.run(cart);
    void view.then(ended);
    await shop.world.clock.settle();
    shop.world.disk.clear();
    shop.world.clock.jump(pay.retention + 1000);
    await shop.world.clock.advance(60_000);
    expect(ended).toHaveBeenCalled();
    expect(handle.getView()).toMatchObject({ status: 'idle', locked: false });
    expect(client.getOpen()).toEqual([]);
    expect(shop.ids()).toHaveLength(1);
  });

  it('shows what a tab that still sends has put back, also where a page had begun after it was over', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    await shop.world.clock.advance(13_000);
    await b.handle.deliver();
    const again = await visit(b.tab.reload(), [pay], pay, null, 'c1', shop.world);
    expect(again.handle.getView()).toMatchObject({ status: 'idle' });
    shop.world.disk.clear();
    shop.world.server.online = false;
    await a.tab.resume();
    await shop.world.clock.settle();
    expect(shop.openRow()).toMatchObject({ requestId: shop.ids()[0] });
    expect(again.handle.getView()).toMatchObject({ requestId: shop.ids()[0] });
  });

  it('lists at a look what a tab began that died before it could tell', async () => {
    const shop = createShop([pay]);
    const { client, tab } = shop.open('b');
    client.setScope(null);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.disk.onCommit = () => a.tab.close();
    void a.handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.onCommit = undefined;
    expect(client.getOpen()).toEqual([]);
    tab.page.focus();
    await shop.world.clock.settle();
    expect(client.getOpen().map(({ action, subject }) => [action.name, subject])).toEqual([['pay', 'c1']]);
  });

  it('says that a newer version has what it sends, when the answer comes, and leaves it alone', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 2000 });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    const newer = { ...shop.openRow(), v: 2 };
    shop.world.disk.write(row, newer);
    await shop.world.clock.advance(2000);
    expect(await view).toMatchObject({ status: 'check', reason: 'quarantined' });
    expect(shop.world.disk.read(row)).toEqual(newer);
  });

  it('puts nothing back that went with its user, and is in a newer version there', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', session: 's' });
    const b = await shop.enter(pay, { name: 'b', session: 's' });
    shop.world.server.failNext({ answer: 'drop' }, 9);
    void a.handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    a.tab.suspend();
    b.client.setScope('ann');
    await shop.world.clock.settle();
    const there: Key = ['open', 'shop', 'user:ann', 'pay', 'c1'];
    shop.world.disk.write(there, { ...shop.openRow(), v: 2 });
    await a.tab.resume();
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'starting' });
    expect(shop.world.disk.read(row)).toBeUndefined();
  });
});
