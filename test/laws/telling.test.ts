import { describe, expect, it } from 'vitest';
import { processing } from '../../src/core/answers.ts';
import type { Round } from '../../src/core/handle.ts';
import type { Key, Store } from '../../src/core/ports.ts';
import { createShop, definePay, json, visit } from './shop.ts';

// What a page is told, how often, and what it costs the disk.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const entered = async (action = pay) => {
  const shop = createShop([action]);
  return { shop, ...(await shop.enter(action, { name: 'a' })) };
};

/** The transactions of a tab as they begin, and the rows that it asks for. */
const observed = (ports: { store: Store }) => {
  const modes: string[] = [];
  const keys: Key[] = [];
  const { transact } = ports.store;
  ports.store.transact = (mode, work) => {
    modes.push(mode);
    return transact(mode, (tx) =>
      work({
        ...tx,
        get(key) {
          keys.push(key);
          return tx.get(key);
        },
      }),
    );
  };
  return { modes, keys };
};

describe('who hears that it is done', () => {
  it('hears it once, whatever is read or stored of it afterwards', async () => {
    const { shop, handle, client, tab } = await entered();
    const heard: unknown[] = [];
    client.onDone(({ data }) => heard.push(data));
    void handle.run(cart);
    await shop.world.clock.settle();
    tab.page.focus();
    await shop.world.clock.settle();
    void handle.deliver();
    await shop.world.clock.settle();
    expect(heard).toMatchObject([{ id: 'r1' }]);
  });

  it.each([
    ['did not hear it before', false, 1],
    ['heard it before', true, 0],
  ])('hears it after a reload where it %s', async (_, delivered, times) => {
    const { shop, handle, tab } = await entered();
    void handle.run(cart);
    await shop.world.clock.settle();
    if (delivered) await handle.deliver();
    const next = tab.reload();
    const again = await visit(next, [pay], pay, undefined, 'c1', shop.world);
    const heard: unknown[] = [];
    again.client.onDone(({ data }) => heard.push(data));
    again.client.setScope(null);
    await shop.world.clock.settle();
    next.page.focus();
    await shop.world.clock.settle();
    expect(heard).toHaveLength(times);
  });
});

describe('a round', () => {
  it('is told of once for each tap, with its end, and to the tab that sends alone', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    const rounds: Round[] = [];
    const others: Round[] = [];
    a.client.onRound((round) => rounds.push(round));
    b.client.onRound((round) => others.push(round));
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void a.handle.run(cart);
    await shop.world.clock.advance(30_000);
    const [requestId] = shop.ids();
    expect(rounds).toMatchObject([{ action: { name: 'pay' }, subject: 'c1', requestId }]);
    expect(await rounds[0]?.finished).toMatchObject({ status: 'check' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(rounds).toHaveLength(2);
    expect(await rounds[1]?.finished).toMatchObject({ status: 'done', requestId });
    expect(others).toEqual([]);
  });

  it('that waits for the network first is told of when it begins to wait', async () => {
    const { shop, handle, client } = await entered();
    const rounds: Round[] = [];
    client.onRound((round) => rounds.push(round));
    shop.world.server.online = false;
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(rounds).toHaveLength(1);
    shop.world.server.online = true;
    await shop.world.clock.settle();
    expect(rounds).toHaveLength(1);
  });
});

describe('who watches a handle', () => {
  it('is told nothing where nothing has changed, and keeps its view', async () => {
    const { shop, handle, tab, seen } = await entered();
    void handle.run(cart);
    await shop.world.clock.settle();
    const view = handle.getView();
    const told = seen.length;
    tab.page.focus();
    await shop.world.clock.settle();
    expect(seen).toHaveLength(told);
    expect(handle.getView()).toBe(view);
  });

  it('and stops is told no more, and nothing is read for it', async () => {
    const { shop, client, tab } = await entered();
    const handle = client.handle(pay, 'c2');
    let told = 0;
    const stop = handle.subscribe(() => told++);
    await shop.world.clock.settle();
    stop();
    told = 0;
    const { keys } = observed(tab.ports);
    client.setScope('ann');
    await shop.world.clock.settle();
    expect(told).toBe(0);
    expect(keys.filter((key) => key.includes('c2'))).toEqual([]);
    expect(keys.filter((key) => key.includes('c1'))).not.toEqual([]);
  });

  it('and throws harms neither the others nor the payment, and is reported as uncaught', async () => {
    const { shop, handle, client } = await entered();
    const reported: unknown[] = [];
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => reported.push(error));
    const own = new Error('own');
    const stop = client.subscribe(() => {
      throw own;
    });
    const heard: string[] = [];
    client.subscribe(({ type }) => heard.push(type));
    void handle.run(cart);
    await shop.world.clock.settle();
    process.removeAllListeners('uncaughtException');
    for (const listener of others) process.on('uncaughtException', listener);
    stop();
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(heard.length).toBeGreaterThan(1);
    expect(reported).toEqual(heard.map(() => own));
  });
});

describe('before it is known who is there', () => {
  it('nothing can be given up, hidden or told about, and nothing throws', async () => {
    const handle = createShop([pay]).open('a').client.handle(pay, 'c1');
    const starting = { status: 'wait', reason: 'starting', durability: 'disk', locked: true };
    expect(handle.getView()).toEqual(starting);
    expect(await handle.abandon({ understood: true })).toEqual(starting);
    expect(await handle.abandon(undefined as never)).toEqual(starting);
    await handle.dismiss();
    expect(await handle.deliver()).toBeNull();
    expect(handle.about()).toBeUndefined();
  });
});

describe('what was done and heard before the page was loaded', () => {
  it('stays out of sight when the page is looked at', async () => {
    const { shop, handle, tab } = await entered();
    void handle.run(cart);
    await shop.world.clock.settle();
    await handle.deliver();
    const again = await visit(tab.reload(), [pay], pay, null, 'c1', shop.world);
    expect(again.handle.getView()).toMatchObject({ status: 'idle' });
    again.tab.page.focus();
    await shop.world.clock.settle();
    expect(again.handle.getView()).toMatchObject({ status: 'idle' });
  });
});

describe('a new action', () => {
  it('does not differ from what it asks for because the one before it did', async () => {
    const { shop, handle } = await entered();
    shop.answer(() => json(402, {}));
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'declined' });
    void handle.run({ ...cart, amount: 30 });
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { amount: 30 } });
    expect(handle.getView()).not.toHaveProperty('inputChanged');
  });
});

describe('an event', () => {
  it('names the ID that it is about, where there is one', async () => {
    const { shop, handle, client } = await entered();
    const said: { type: string; requestId?: string | undefined }[] = [];
    client.subscribe((event) => said.push(event));
    shop.world.disk.failNext('write');
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(said).toMatchObject([{ type: 'problem', code: 'storage_unwritable' }]);
    expect(said[0]).not.toHaveProperty('requestId');
    shop.world.server.failNext({ answer: 2000 });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    void handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(said.filter(({ type }) => type === 'joined')).toMatchObject([{ requestId: shop.ids()[0] }]);
  });

  it('says that the store cannot be read', async () => {
    const shop = createShop([pay]);
    const { client } = shop.open('a');
    const said: unknown[] = [];
    client.subscribe((event) => said.push(event));
    shop.world.disk.hang();
    client.handle(pay, 'c1').subscribe(() => {});
    client.setScope(null);
    await shop.world.clock.advance(4000);
    expect(said).toMatchObject([{ type: 'problem', code: 'storage_unreadable', name: 'pay', subject: 'c1' }]);
  });
});

describe('what it costs', () => {
  it('a first tap reads nothing before it is sent, and each tap writes once for that', async () => {
    const { shop, handle, tab } = await entered();
    const { modes, keys } = observed(tab.ports);
    const costs: unknown[] = [];
    shop.answer(() => json(402, {}));
    shop.world.server.fault = () => {
      costs.push({ modes: modes.splice(0), reads: keys.splice(0).length > 0 });
      return undefined;
    };
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    // What the answer took.
    modes.length = 0;
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(costs).toEqual([
      { modes: ['strict'], reads: false },
      { modes: ['strict'], reads: true },
    ]);
  });

  it('a tap that changes nothing is told to nobody', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.answer(() => json(402, {}));
    void a.handle.run(cart);
    await shop.world.clock.advance(100);
    const { modes } = observed(b.tab.ports);
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'declined' });
    expect(modes).toEqual([]);
  });

  it('a next step where nothing is open does nothing, and is no problem', async () => {
    const { shop, handle } = await entered();
    const view = handle.proceed();
    await shop.world.clock.settle();
    expect(await view).toEqual({ status: 'idle', durability: 'disk', locked: false });
    expect(shop.world.disk.snapshot()).toEqual([]);
  });

  it('for a look a slow store is read three times for a slot and once for the list, and not without end (law 6)', async () => {
    const { shop, tab } = await entered();
    const { store } = tab.ports;
    const { transact } = store;
    let count = 0;
    store.transact = async (mode, work) => {
      count++;
      await new Promise<void>((resolve) => shop.world.clock.after(1500, resolve));
      return transact(mode, work);
    };
    tab.page.focus();
    await shop.world.clock.advance(9000);
    expect(count).toBe(4);
  });

  it('a look at the page claims nothing anew, and writes nothing', async () => {
    const { shop, handle, tab } = await entered();
    shop.answer(() => json(503, {}, { 'Retry-After': '20' }));
    void handle.run(cart);
    await shop.world.clock.settle();
    const row = shop.openRow();
    const { modes } = observed(tab.ports);
    tab.page.focus();
    await shop.world.clock.settle();
    expect(modes).toEqual(['read', 'read']);
    expect(shop.openRow()).toEqual(row);
  });
});

describe('site data that was cleared', () => {
  it('takes nothing from the screen that was done, also when that is delivered', async () => {
    const { shop, handle } = await entered();
    void handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.clear();
    void handle.deliver();
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
  });

  it('gets nothing back from a tab that only looked on', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void a.handle.run(cart);
    await shop.world.clock.advance(30_000);
    expect(b.handle.getView()).toMatchObject({ status: 'check' });
    a.tab.close();
    shop.world.disk.clear();
    const view = b.handle.run(cart);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'idle' });
    expect(shop.world.disk.snapshot()).toEqual([]);
    expect(shop.ids()).toHaveLength(4);
  });
});

describe('a scope that the page comes back to', () => {
  it('shows an answer that could not be written, and not what the store still says', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ answer: 1000 });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.failNext('write', 99);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'done', durability: 'memory' });
    a.client.setScope('bob');
    await shop.world.clock.settle();
    a.client.setScope('ann');
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'done', durability: 'memory', data: { id: 'r1' } });
  });

  it('sends nothing by itself that it had resumed before: once is for each page load (law 6)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void a.handle.run(cart);
    await shop.world.clock.advance(30_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    a.client.setScope('bob');
    await shop.world.clock.settle();
    a.client.setScope('ann');
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.ids()).toHaveLength(4);
  });

  it('lists nothing as open that another tab has ended meanwhile, also where nobody watches it', async () => {
    const shop = createShop([pay]);
    const { client } = shop.open('a');
    client.setScope('ann');
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void client.run(pay, cart, { subject: 'c1' });
    await shop.world.clock.advance(30_000);
    expect(client.getOpen()).toHaveLength(1);
    client.setScope('bob');
    await shop.world.clock.settle();
    const b = await shop.enter(pay, { name: 'b', scope: 'ann' });
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    client.setScope('ann');
    await shop.world.clock.settle();
    expect(client.getOpen()).toEqual([]);
  });

  it.each([['ann'], [null]])('ends no round where it was only unknown for a moment (%s)', async (scope) => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope });
    shop.answer(() => json(503, {}, { 'Retry-After': '5' }));
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.client.setScope(undefined);
    await shop.world.clock.settle();
    a.client.setScope(scope);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    await shop.world.clock.advance(10_000);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(2);
  });
});

describe('a guest who signs in', () => {
  it('has what waits for the network sent under the same ID', async () => {
    const { shop, handle, client } = await entered();
    shop.world.server.online = false;
    void handle.run(cart);
    await shop.world.clock.settle();
    const { requestId } = handle.getView() as { requestId: string };
    client.setScope('u1');
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'offline', requestId });
    shop.world.server.online = true;
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done', requestId });
  });

  it('has the round ended in the store of what may have run: no page load sends it untapped', async () => {
    const { shop, handle, client } = await entered();
    shop.answer(() => json(503, {}, { 'Retry-After': '20' }));
    void handle.run(cart);
    await shop.world.clock.settle();
    let first: unknown;
    shop.world.disk.onCommit = (changes) => {
      first ??= changes.find(({ key, value }) => key[0] === 'open' && value)?.value;
    };
    client.setScope('u1');
    await shop.world.clock.settle();
    expect(first).toMatchObject({ scope: 'user:u1', status: 'check', round: { over: true } });
  });
});

describe('beside another user who signs in', () => {
  it('what waits for the person goes on waiting for them', async () => {
    const bank = definePay({ send: () => processing({ next: 'https://bank.test/3ds' }) });
    const { shop, handle } = await entered(bank);
    void handle.run(cart);
    await shop.world.clock.settle();
    shop.open('b').client.setScope('bob');
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'person', locked: false });
  });
});

describe('a page load', () => {
  it('offers no step that it is about to take by itself, also of what nobody had asked for', async () => {
    const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });
    const { shop, handle, tab } = await entered(asking);
    shop.world.server.fault = () => ({ request: 'hang' });
    void handle.run(cart);
    await shop.world.clock.advance(31_000);
    expect(handle.getView()).toMatchObject({ status: 'check', step: 'check' });
    tab.close();
    const { client } = shop.open('b');
    const seen: boolean[] = [];
    client.subscribeOpen(() => seen.push(...client.getOpen().map((open) => open.getView().locked)));
    client.setScope(null);
    await shop.world.clock.settle();
    expect(client.getOpen().map((open) => open.getView())).toMatchObject([
      { status: 'wait', reason: 'checking' },
    ]);
    expect(seen).toEqual([true]);
  });
});
