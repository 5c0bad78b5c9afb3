import { describe, expect, it } from 'vitest';
import { createShop, definePay, inDoubtFor, json, askedAbout as pay } from './shop.ts';

// Past retention an ID is never sent again, and asking stays allowed (law 10): whoever looks the next day at what is
// still under way at the server has as much of an answer coming as on the first.

const cart = { cart: 'c1', amount: 20 };
const DAY = 86_400_000;
const nextDay = () => inDoubtFor(DAY);

const busy = () => json(202, {});

describe('a question past retention', () => {
  it('is asked again where the server is still at work, and finds the end', async () => {
    const { answers, handle, shop, sent, world } = await nextDay();
    answers.push(busy, busy);
    void handle.proceed();
    await world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'processing' });
    await world.clock.advance(10_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(sent);
  });

  it('ends with its round, and offers no step that sends', async () => {
    const { answers, handle, shop, sent, world } = await nextDay();
    answers.push(busy, () => json(404, { code: 'absent' }));
    void handle.proceed();
    await world.clock.advance(10_000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
    expect(shop.ids()).toHaveLength(sent);
  });

  it('offers no step that sends where retention ended as it was on its way', async () => {
    const short = definePay({ ...pay, retention: 60_000 });
    const shop = createShop([short]);
    const { world } = shop;
    const { handle } = await shop.enter(short, { name: 'a' });
    world.server.failNext({ answer: 'drop' }, 4);
    void handle.run(cart);
    await world.clock.advance(55_000);
    let answer = (_: Response) => {};
    world.server.handler = () => new Promise<Response>((resolve) => (answer = resolve));
    void handle.proceed();
    await world.clock.advance(7000);
    answer(json(404, { code: 'absent' }));
    await world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
  });
});
