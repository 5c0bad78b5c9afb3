import { describe, expect, it } from 'vitest';
import { checkedAfter, createShop, definePay } from './shop.ts';

// Inputs of a `send` of one's own that JSON cannot write: an upload, a Map, a big integer.

const circle = (amount: number) => {
  const input = { amount };
  return Object.assign(input, { self: input });
};

/** Two taps, the second while the first is under way: what the second is told. */
const secondTap = async (first: object, second: object, isLate = false) => {
  let checks = 0;
  const upload = definePay({
    kind: 'save',
    send: (_input, { fetch }) => fetch('https://shop.test/pay', { method: 'POST', body: '{"amount":1}' }),
    // The second one's check never ends.
    ...(isLate && { input: checkedAfter(() => checks++ && new Promise(() => {})) }),
  });
  const shop = createShop([upload]);
  const { handle } = await shop.enter(upload, { name: 'a' });
  shop.world.server.failNext({ answer: 3000 });
  void handle.run(first as never);
  await shop.world.clock.advance(1000);
  const view = handle.run(second as never);
  await shop.world.clock.advance(301_000);
  expect(await view).toMatchObject({ status: 'done' });
  return (await view).inputChanged;
};

describe('who taps twice with the same is not told that what was changed since then was not sent (law 7)', () => {
  const same: [string, () => unknown][] = [
    ['a file', () => new File(['x'], 'x.txt', { lastModified: 1 })],
    ['bytes', () => new Uint8Array([1, 2])],
    ['a Map', () => new Map([['a', 1]])],
    ['a Set', () => new Set(['a'])],
    ['a big integer', () => 20n],
    ['a circle', () => circle(20)],
  ];

  it.each(same)('%s', async (_, make) => {
    expect(await secondTap({ amount: 1, part: make() }, { amount: 1, part: make() })).toBeUndefined();
  });

  it.each(same)('%s, where the check of it does not end in time', async (_, make) => {
    expect(await secondTap({ amount: 1, part: make() }, { amount: 1, part: make() }, true)).toBeUndefined();
  });
});

describe('who asks for something else is told so', () => {
  it.each<[string, object, object]>([
    ['of a text beside a file', { text: 'a', file: new Blob(['x']) }, { text: 'b', file: new Blob(['x']) }],
    ['by a file of another size', { file: new Blob(['x']) }, { file: new Blob(['xy']) }],
    ['by a file where there was none', { file: null }, { file: new Blob(['x']) }],
    ['by bytes', { part: new Uint8Array([1, 2]) }, { part: new Uint8Array([1, 3]) }],
    ['by a Map', { part: new Map([['a', 1]]) }, { part: new Map([['a', 2]]) }],
    ['by a Set', { part: new Set(['a']) }, { part: new Set(['b']) }],
    ['by a big integer', { part: 20n }, { part: 30n }],
  ])('%s', async (_, first, second) => {
    expect(await secondTap(first, second)).toBe(true);
  });
});
