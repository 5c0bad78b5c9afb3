import { afterEach, describe, expect, it, vi } from 'vitest';
import { createChannel } from '../../src/browser/channel.ts';
import type { Channel, Message } from '../../src/core/ports.ts';
import { createShop, definePay, visit } from '../laws/shop.ts';

let count = 0;
const changed = (subject: string): Message => ({ type: 'changed', scope: 'guest', name: 'pay', subject });

/** Everything that `channel` hears up to the message about `last`. */
const hearing = (channel: Channel, last: string): Promise<Message[]> =>
  new Promise((resolve) => {
    const heard: Message[] = [];
    const stop = channel.listen((message) => {
      heard.push(message);
      if (message.type !== 'changed' || message.subject !== last) return;
      stop();
      resolve(heard);
    });
  });

describe('channel', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    dispatchEvent(new PageTransitionEvent('pageshow'));
  });

  it('tells every other tab of the app, and not itself', async () => {
    const app = `shop-${count++}`;
    const [a, b, c, elsewhere] = [
      createChannel(app),
      createChannel(app),
      createChannel(app),
      createChannel('other'),
    ];
    const never = vi.fn();
    a.listen(never);
    elsewhere.listen(never);
    const heard = [hearing(b, 'last'), hearing(c, 'last')];
    const said: Message[] = [changed('first'), { type: 'scope', scope: 'user:7' }, changed('last')];
    for (const message of said) a.post(message);
    expect(await Promise.all(heard)).toEqual([said, said]);
    expect(never).not.toHaveBeenCalled();
  });

  it('stops telling who no longer listens', async () => {
    const app = `shop-${count++}`;
    const [a, b] = [createChannel(app), createChannel(app)];
    const gone = vi.fn();
    b.listen(gone)();
    const heard = hearing(b, 'last');
    a.post(changed('last'));
    await heard;
    expect(gone).not.toHaveBeenCalled();
  });

  it('ignores what another version of the app may say', async () => {
    const app = `shop-${count++}`;
    const heard = hearing(createChannel(app), 'last');
    const raw = new BroadcastChannel(`safe-action:${app}`);
    for (const odd of [
      undefined,
      null,
      7,
      'changed',
      [],
      {},
      { type: 'changed' },
      { type: 'changed', scope: 'guest', name: 'pay' },
      { type: 'changed', scope: null, name: 'pay', subject: '' },
      { type: 'scope' },
      { type: 'scope', scope: 7 },
      { type: 'unheard-of', scope: 'guest', name: 'pay', subject: '' },
    ])
      raw.postMessage(odd);
    raw.postMessage(changed('last'));
    expect(await heard).toEqual([changed('last')]);
    raw.close();
  });

  it('closes while the page is away, so that it can be kept in the back/forward cache, and opens again', async () => {
    const app = `shop-${count++}`;
    const closed = vi.spyOn(BroadcastChannel.prototype, 'close');
    const channel = createChannel(app);
    const heard = hearing(channel, 'last');
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(closed).toHaveBeenCalled();
    const raw = new BroadcastChannel(`safe-action:${app}`);
    raw.postMessage(changed('missed'));
    expect(() => channel.post(changed('unheard'))).not.toThrow();
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    raw.postMessage(changed('last'));
    expect((await heard).at(-1)).toEqual(changed('last'));
    const back = new Promise((resolve) => {
      raw.onmessage = ({ data }) => resolve(data);
    });
    channel.post(changed('back'));
    expect(await back).toEqual(changed('back'));
    raw.close();
  });

  it('says who has signed in while the page was in the back/forward cache (law 9)', async () => {
    const app = `shop-${count++}`;
    const [away, other] = [createChannel(app), createChannel(app)];
    const heard: Message[] = [];
    away.listen((message) => heard.push(message));
    away.post({ type: 'scope', scope: 'user:1' });
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    expect(heard).toEqual([]);
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    other.post({ type: 'scope', scope: 'user:2' });
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(heard).toEqual([{ type: 'scope', scope: 'user:2' }]);
  });

  it('keeps no older user where the next one cannot be written, and says that nobody knows who it is', async () => {
    const app = `shop-${count++}`;
    const channel = createChannel(app);
    const heard: Message[] = [];
    channel.listen((message) => heard.push(message));
    channel.post({ type: 'scope', scope: 'guest' });
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    channel.post({ type: 'scope', scope: 'user:1' });
    full.mockRestore();
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(heard).toEqual([{ type: 'scope', scope: '' }]);
  });

  it('nothing is sent for a page that is back where that could not be written (law 9)', async () => {
    const pay = definePay();
    const { world } = createShop([pay]);
    const tab = world.tab('a');
    const app = `shop-${count++}`;
    tab.ports.channel = createChannel(app);
    const { handle } = await visit(tab, [pay], pay, '1', 'c1', world);
    world.server.failNext({ request: 'refuse' });
    void handle.run({ cart: 'c1', amount: 20 });
    await world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    tab.suspend();
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    createChannel(app).post({ type: 'scope', scope: 'user:2' });
    full.mockRestore();
    await world.clock.advance(5000);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await tab.resume('show');
    await world.clock.advance(60_000);
    expect(world.server.calls).toHaveLength(1);
    expect(handle.getView()).toMatchObject({ status: 'check', step: 'send' });
  });

  it('works where localStorage is refused', () => {
    const refused = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('', 'SecurityError');
    });
    expect(() => createChannel('shop').post({ type: 'scope', scope: 'guest' })).not.toThrow();
    expect(refused).toHaveBeenCalled();
    refused.mockRestore();
  });

  it('is silent where there is no BroadcastChannel', () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const channel = createChannel('shop');
    const stop = channel.listen(() => {});
    expect(() => channel.post(changed(''))).not.toThrow();
    stop();
  });
});
