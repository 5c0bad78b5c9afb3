import type { OperationOptions, RequestHandler } from 'safe-action/server';
import { expect, it } from 'vitest';
import { call, newId, openShop, type Provider, problemOf, type ServerShop } from './shop.ts';

const DAY = 86_400_000;
const respond: Provider<string>['respond'] = (result) => Response.json({ result });

/** A cart that may be paid once, at a provider whose first call is cut off. Keys are kept as long as answers: a day. */
function payingOnce(shop: ServerShop, options: Partial<OperationOptions> = {}) {
  const charged: string[] = [];
  const pay: RequestHandler<unknown> = shop.idempotency.handle(
    'pay',
    { ...options, mode: 'external', unique: () => 'cart 1', retention: { answers: DAY, keys: DAY } },
    {
      execute: async (_key, { requestId }) => {
        charged.push(requestId);
        if (charged.length === 1) throw new Error('The connection was reset.');
        return 'charged';
      },
      respond,
    },
  );
  return { pay, charged };
}

it.each(['full', 'status'] as const)(
  'what an operator settles after a weekend is kept as any answer, and holds its object (answers: %s)',
  async (answers) => {
    const shop = openShop();
    const { pay, charged } = payingOnce(shop, { answers });
    const id = newId();
    await pay(call(id), undefined);
    shop.advance(3 * DAY);
    await shop.idempotency.purge();
    expect(await shop.idempotency.settle(id, { found: 'done', result: 'charged' })).toBe(true);
    shop.advance(DAY - 1);
    await shop.idempotency.purge();
    expect((await shop.idempotency.status(id, call(id), undefined)).status).toBe(200);
    const other = newId(-4 * DAY);
    expect(await problemOf(await pay(call(other), undefined))).toMatchObject({ code: 'already_open' });
    expect(charged).toEqual([id]);
  },
);

it('what is settled without a body that could be kept holds its object for as long', async () => {
  const shop = openShop();
  const { pay, charged } = payingOnce(shop, { maxAnswer: 4 });
  const id = newId();
  await pay(call(id), undefined);
  shop.advance(3 * DAY);
  expect(await shop.idempotency.settle(id, { found: 'done', result: 'charged' })).toBe(true);
  await shop.idempotency.purge();
  expect(shop.store.row(id)).toMatchObject({ state: 'expired', uniqueKey: expect.any(String) });
  await pay(call(newId(-3 * DAY)), undefined);
  expect(charged).toEqual([id]);
});

it('what was settled late is forgotten a day after that', async () => {
  const shop = openShop();
  const { pay } = payingOnce(shop);
  const id = newId();
  await pay(call(id), undefined);
  shop.advance(3 * DAY);
  await shop.idempotency.settle(id, { found: 'done', result: 'charged' });
  shop.advance(DAY + 1);
  await shop.idempotency.purge();
  expect(shop.store.row(id)).toBeUndefined();
  expect(await problemOf(await pay(call(id), undefined))).toMatchObject({ code: 'key_too_old' });
});
