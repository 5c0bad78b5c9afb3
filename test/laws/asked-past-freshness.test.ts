import { describe, expect, it } from 'vitest';
import { inDoubtFor, json, askedAbout as pay, visit } from './shop.ts';

// To ask sends nothing, so a question is asked again within its round however old the intent is (law 10): whoever has
// confirmed at their bank after six minutes is back before the bank's word is at the shop.

/** What may have happened, six minutes later. */
const later = async () => {
  const doubtful = await inDoubtFor(6 * 60_000);
  expect(doubtful.handle.getView()).toMatchObject({ status: 'check', step: 'check' });
  return doubtful;
};

const busy = () => json(202, {});

describe('a question past freshness', () => {
  it('is asked again where the server is still at work, and finds the end', async () => {
    const { answers, handle, shop, sent, world } = await later();
    answers.push(busy, busy);
    void handle.proceed();
    await world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'processing' });
    await world.clock.advance(10_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(sent);
  });

  it('is asked again after an error, by a page load, too', async () => {
    const { answers, shop, sent, tab, world } = await later();
    answers.push(() => json(503, {}));
    const { handle } = await visit(tab.reload(), [pay], pay, null, 'c1', world);
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    await world.clock.advance(2000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(sent);
  });

  it('waits for as long as the server asked for, by a page load, too (law 6)', async () => {
    const { answers, handle, tab, world } = await later();
    answers.push(() => json(503, {}, { 'Retry-After': '20' }));
    void handle.proceed();
    await world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    const again = await visit(tab.reload(), [pay], pay, null, 'c1', world);
    await world.clock.advance(19_000);
    expect(again.handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    await world.clock.advance(2000);
    expect(again.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('ends with its deadline, and what is not known then is not sent (laws 6 and 10)', async () => {
    const { answers, handle, shop, sent, world } = await later();
    for (let count = 0; count < 100; count++) answers.push(busy);
    void handle.proceed();
    await world.clock.advance(30_000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', step: 'check' });
    const left = answers.length;
    await world.clock.advance(600_000);
    expect(answers).toHaveLength(left);
    expect(shop.ids()).toHaveLength(sent);
  });
});

describe('a question past retention, by the next page load', () => {
  const next = async (...said: (() => Response)[]) => {
    const { answers, shop, sent, tab, world } = await later();
    answers.push(...said);
    world.clock.jump(21 * 3_600_000);
    const { handle } = await visit(tab.reload(), [pay], pay, null, 'c1', world);
    await world.clock.advance(31_000);
    expect(shop.ids()).toHaveLength(sent);
    return handle.getView();
  };

  it('is asked again within its round, too', async () => {
    expect(await next(busy, busy)).toMatchObject({ status: 'done' });
  });

  it('ends with what is true of so old an ID', async () => {
    const always = Array.from({ length: 100 }, () => busy);
    expect(await next(...always)).toMatchObject({ status: 'check', reason: 'expired', step: 'check' });
  });

  it('sends nothing where the server knows nothing', async () => {
    const unknown = () => json(404, { code: 'absent' });
    expect(await next(busy, unknown)).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
  });
});
