import { Hono } from 'hono';
import { ProfileInput } from '../../contract.ts';
import { type Answer, json, problem } from '../answer.ts';
import { type Call, inputOf } from '../call.ts';
import { callerOf } from '../caller.ts';
import { endpoint } from '../endpoint.ts';
import type { Shop } from '../shop.ts';

export function profileRoutes(shop: Shop): Hono {
  const save = (call: Call): Answer => {
    const input = ProfileInput.safeParse(inputOf(call));
    if (!input.success) return problem(422, 'invalid_input', { change: 'input', safeNewKey: true });
    shop.accounts.nameProfile(call.caller.owner, input.data.name);
    shop.lab.happened(call, ['saves', 'Profile']);
    return json(200, { name: input.data.name });
  };

  return new Hono()
    .get('/', (c) => c.json({ name: shop.accounts.profileName(callerOf(c, shop.accounts).owner) }))
    .put('/', endpoint(shop, { target: 'profile', kind: 'keyed', work: save }));
}
