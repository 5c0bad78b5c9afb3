import { Hono } from 'hono';
import { ProfileInput } from '../../contract.ts';
import { accountsIn } from '../accounts.ts';
import { problem } from '../answer.ts';
import { inputOf } from '../call.ts';
import { callerOf } from '../caller.ts';
import { endpoint } from '../endpoint.ts';
import { happened } from '../lab.ts';
import type { Shop, Work } from '../shop.ts';

export function profileRoutes(shop: Shop): Hono {
  const save: Work = async (call, books) => {
    const input = ProfileInput.safeParse(await inputOf(call.request()));
    if (!input.success) return problem(422, 'invalid_input', { change: 'input', safeNewKey: true });
    const { name } = input.data;
    await accountsIn(books).nameProfile(call.caller.owner, name);
    await happened(call, books, ['saves', 'Profile']);
    return Response.json({ name });
  };

  return new Hono()
    .get('/', async (c) => {
      const { owner } = await callerOf(c, shop.store);
      return c.json({ name: await shop.open((books) => accountsIn(books).profileName(owner)) });
    })
    .put('/', endpoint(shop, { target: 'profile', handler: shop.keyed('profile', save) }));
}
