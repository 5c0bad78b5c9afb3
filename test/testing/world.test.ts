import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/core/ports.ts';
import { createWorld, type Tab } from '../../src/testing/index.ts';

const message: Message = { type: 'changed', scope: 'guest', name: 'pay', subject: '' };
const put = ({ ports }: Tab, value: unknown): Promise<void> =>
  ports.store.transact('strict', async (tx) => tx.put(['row'], value));

describe('world', () => {
  it('gives its tabs one disk, one lock manager, one channel, one server', async () => {
    const world = createWorld({ server: () => new Response('hello') });
    const [a, b] = [world.tab('a'), world.tab('b')];
    const heard: [string, Message][] = [];
    a.ports.channel.listen((said) => heard.push(['a', said]));
    b.ports.channel.listen((said) => heard.push(['b', said]));
    await put(a, 1);
    expect(await b.ports.store.transact('read', (tx) => tx.get(['row']))).toBe(1);
    await a.ports.lock.acquire('x', 'wait');
    expect(await b.ports.lock.acquire('x', 'try')).toBeNull();
    a.ports.channel.post(message);
    await world.clock.settle();
    expect(heard).toEqual([['b', message]]);
    expect(await (await b.ports.network.fetch('/')).text()).toBe('hello');
  });

  it('stops a closed tab where it is: no timer, no answer, no event; its locks and its open transaction fall', async () => {
    const world = createWorld({ latency: (step) => (step === 'store' ? 5 : 0) });
    const a = world.tab('a');
    const b = world.tab('b');
    const happened: string[] = [];
    await a.ports.lock.acquire('x', 'wait');
    a.ports.clock.after(10, () => happened.push('timer'));
    a.page.listen((event) => happened.push(event));
    a.ports.channel.listen(() => happened.push('message'));
    a.ports.network.listen(() => happened.push('online'));
    put(a, 1).finally(() => happened.push('transaction'));
    world.server.failNext({ answer: 50 });
    a.ports.network.fetch('/').finally(() => happened.push('answer'));
    const next = b.ports.lock.acquire('x', 'wait');
    await world.clock.advance(7);
    a.close();
    b.ports.channel.post(message);
    a.page.show();
    world.server.online = false;
    await world.clock.advance(1000);
    expect(happened).toEqual([]);
    expect(await next).not.toBeNull();
    expect(world.disk.snapshot()).toEqual([]);
    expect(world.server.calls).toMatchObject([{ tab: 'a', reached: true, status: 204 }]);
  });

  it('ignores what the code of a closed tab still tries', async () => {
    const world = createWorld();
    const [a, b] = [world.tab('a'), world.tab('b')];
    const heard: Message[] = [];
    b.ports.channel.listen((said) => heard.push(said));
    a.close();
    put(a, 1);
    a.ports.lock.acquire('x', 'steal');
    a.ports.channel.post(message);
    a.ports.network.fetch('/');
    await b.ports.store.transact('read', async () => {});
    await world.clock.advance(1000);
    expect(world.disk.snapshot()).toEqual([]);
    expect(world.locks.holder('x')).toBeUndefined();
    expect(world.server.calls).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('gathers what happens to a suspended tab, then tells it in order, each with what follows', async () => {
    const world = createWorld();
    const a = world.tab('a');
    const happened: string[] = [];
    a.page.listen((event) => happened.push(event));
    world.server.failNext({ answer: 10 });
    a.ports.network.fetch('/').then(async () => {
      await Promise.resolve();
      happened.push('answer');
    });
    a.ports.clock.after(20, () => happened.push('timer'));
    a.suspend();
    await world.clock.advance(100);
    expect(happened).toEqual([]);
    await a.resume('show');
    expect(happened).toEqual(['show', 'answer', 'timer']);
    a.ports.clock.after(5, () => happened.push('later'));
    await world.clock.advance(5);
    expect(happened.at(-1)).toBe('later');
  });

  it('says that a page which leaves is leaving, until it is shown again (law 7)', async () => {
    const { page, suspend, resume } = createWorld().tab();
    page.leave();
    expect(page.leaving()).toBe(true);
    suspend();
    await resume('show');
    expect(page.leaving()).toBe(false);
  });

  it('reloads into a new page load of the same session', () => {
    const world = createWorld();
    const first = world.tab('a');
    first.ports.page.remember('kept');
    const second = first.reload();
    expect([first.id, second.id]).toEqual(['a', 'a#2']);
    expect(second.ports.page.recall()).toBe('kept');
    expect(second.ports.clock.now().origin).toBe(second.ports.page.tab);
    expect(world.tab('b').ports.page.recall()).toBeUndefined();
    expect(world.tab('c', { session: 'copied' }).ports.page.recall()).toBe('copied');
  });

  it('draws the same IDs from the same seed, and others in each tab', () => {
    const tokens = (seed: number): string[] => {
      const world = createWorld({ seed });
      return [world.tab('a'), world.tab('b'), world.tab('a')].map(({ ports }) => ports.random.token());
    };
    expect(tokens(7)).toEqual(tokens(7));
    expect(new Set([...tokens(7), ...tokens(8)]).size).toBe(6);
    for (const token of tokens(7)) expect(token).toMatch(/^[0-9a-zA-Z]{20}$/);
  });
});
