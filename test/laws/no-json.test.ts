import { describe, expect, it } from 'vitest';
import { post } from '../../src/core/post.ts';
import { createShop, definePay } from './shop.ts';

// `post()` sends JSON, and of a file JSON writes `{}`: "Sent." would be said of an order whose drawing has gone nowhere
// (law 7). Nothing is sent, and who wrote the form sees why.

const drawing = () => new File(['a line'], 'drawing.svg');

const order = async (input: object, send = post('https://shop.test/pay')) => {
  const action = definePay({ kind: 'message', send });
  const shop = createShop([action]);
  const { handle } = await shop.enter(action, { name: 'a' });
  void handle.run(input as never);
  await shop.world.clock.advance(1000);
  return { shop, view: handle.getView() };
};

describe('a file in what is sent as JSON', () => {
  it.each<[string, object, ReturnType<typeof post>?]>([
    ['as a form gives it', { amount: 1, drawing: drawing() }],
    ['in a list', { amount: 1, drawings: [drawing()] }],
    ['with nothing in it', { amount: 1, drawing: new File([], 'drawing.svg') }],
    ['without a name', { amount: 1, drawing: new Blob(['a line']) }],
    ['beside the ID', { amount: 1, drawing: drawing() }, post('https://shop.test/pay', { idIn: 'body.id' })],
  ])('is not left out in silence: %s', async (_, input, send) => {
    const { shop, view } = await order(input, send);
    expect(shop.charges).toEqual([]);
    expect(view).toMatchObject({ status: 'idle', problem: { code: 'invalid' } });
  });

  it('may be none: what a form gives where nobody has chosen one', async () => {
    const { shop, view } = await order({ amount: 1, drawing: new File([], '') });
    expect(view).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('is for a `send` of one’s own', async () => {
    const { view } = await order({ amount: 1, drawing: drawing() }, (input, { fetch }) =>
      fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify({ amount: input.amount }) }),
    );
    expect(view).toMatchObject({ status: 'done' });
  });
});
