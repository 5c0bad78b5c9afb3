import { expect, it } from 'vitest';
import { call, newId, openShop, problemOf } from './shop.ts';

const DAY = 86_400_000;

it.each([
  ['unknown', { found: 'unknown' as const }],
  ['nothing', undefined as never],
])(
  'a lookup that finds %s permits no other execution, in a repeat as in reconcile()',
  async (_name, found) => {
    const shop = openShop({ after: () => () => {} });
    let calls = 0;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', providerRetention: DAY },
      {
        execute: async () => {
          calls += 1;
          throw new Error('The connection was reset.');
        },
        recover: async () => found,
        respond: () => Response.json({}),
      },
    );
    const id = newId();
    await pay(call(id), undefined);
    const said = await problemOf(await pay(call(id), undefined));
    expect(calls).toBe(1);
    expect(said).toMatchObject({ code: 'outcome_unknown' });
    expect(
      (await shop.idempotency.trace(id))
        .filter(({ kind }) => kind === 'recovered')
        .map(({ detail }) => detail),
    ).toEqual(['unknown']);
  },
);
