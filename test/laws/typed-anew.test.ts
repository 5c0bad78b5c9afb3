import { describe, expect, it } from 'vitest';
import { unreached } from '../../src/core/answers.ts';
import { createShop, definePay, visit } from './shop.ts';

// With `keep: 'id'` what was typed is stored nowhere. Several tabs, or one twice, may type it for one ID: what is sent
// under it is what was sent first, or nothing (law 5).

const twenty = { cart: 'c1', amount: 20 };
const forty = { cart: 'c1', amount: 40 };

/** `unreachable`: so many attempts do not go out. `sent`: each ID with what went out under it. */
function define(unreachable = 0) {
  let left = unreachable;
  const sent = new Map<string, string[]>();
  const secret = definePay({
    keep: 'id',
    retry: [],
    check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`),
    send: (input, { fetch, requestId }) => {
      if (left-- > 0) return unreached();
      const body = JSON.stringify(input);
      sent.set(requestId, [...(sent.get(requestId) ?? []), body]);
      return fetch('https://shop.test/pay', { method: 'POST', body });
    },
  });
  return { secret, sent, shop: createShop([secret]) };
}

describe("keep: 'id' in two tabs", () => {
  /** Nothing has gone out, and tab B does not know what was typed in tab A. */
  const waiting = async () => {
    const { secret, sent, shop } = define(1);
    const a = await shop.enter(secret, { name: 'a' });
    void a.handle.run(twenty);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'retry', needsInput: false });
    const b = await shop.enter(secret, { name: 'b' });
    expect(b.handle.getView()).toMatchObject({ status: 'retry', needsInput: true });
    // On its way for a minute.
    shop.world.server.failNext({ request: 60_000 });
    return { shop, a, b, sent };
  };

  it('what was once typed in one is not sent where the other has sent something else since', async () => {
    const { shop, a, b, sent } = await waiting();
    void b.handle.run(forty);
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'pending' });
    b.tab.close();
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'check', needsInput: true });
    // The server knows nothing yet.
    void a.handle.proceed();
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'send', needsInput: true });
    expect([...sent.values()]).toEqual([[JSON.stringify(forty)]]);
  });

  it('what a tap has brought, and was not sent since the other was first, is not sent later', async () => {
    const { shop, a, b, sent } = await waiting();
    void a.handle.run(twenty);
    const joined = b.handle.run(forty);
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    a.tab.close();
    await shop.world.clock.advance(1000);
    expect(await joined).toMatchObject({ status: 'check', step: 'check', needsInput: true });
    void b.handle.proceed();
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'check', step: 'send', needsInput: true });
    expect([...sent.values()]).toEqual([[JSON.stringify(twenty)]]);
  });
});

describe("keep: 'id', and a tap that could not be stored", () => {
  /** Reloaded in flight: it may have happened, and what was typed is gone. A typing mistake is not stored. */
  const mistaken = async () => {
    const { secret, sent, shop } = define();
    const first = await shop.enter(secret, { name: 'a' });
    shop.world.server.failNext({ request: 'hang' });
    void first.handle.run(twenty);
    await shop.world.clock.advance(1000);
    const a = await visit(first.tab.reload(), [secret], secret, null, 'c1', shop.world);
    const b = await shop.enter(secret, { name: 'b' });
    await shop.world.clock.advance(20_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'send', needsInput: true });
    shop.world.disk.failNext('write');
    const mistake = a.handle.run({ cart: 'c1', amount: 2 });
    await shop.world.clock.advance(1000);
    expect(await mistake).toMatchObject({ status: 'check', needsInput: true });
    return { shop, a, b, sent };
  };

  it('leaves nothing behind: what is typed after that is sent', async () => {
    const { shop, a, sent } = await mistaken();
    const view = a.handle.run(twenty);
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'done' });
    expect([...sent.values()]).toEqual([[JSON.stringify(twenty), JSON.stringify(twenty)]]);
  });

  it('is not sent either where another tab has typed it anew in between', async () => {
    const { shop, a, b, sent } = await mistaken();
    shop.world.server.failNext({ request: 'hang' });
    void b.handle.run(twenty);
    await shop.world.clock.advance(20_000);
    expect(b.handle.getView()).toMatchObject({ status: 'check', needsInput: false });
    expect(a.handle.getView()).toMatchObject({ status: 'check', needsInput: true });
    void a.handle.proceed();
    await shop.world.clock.advance(20_000);
    expect(new Set([...sent.values()].flat())).toEqual(new Set([JSON.stringify(twenty)]));
  });
});
