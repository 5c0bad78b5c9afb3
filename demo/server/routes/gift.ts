import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { GiftInput } from '../../contract.ts';
import { type Answer, json, problem } from '../answer.ts';
import { type Call, inputOf } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import type { Shop } from '../shop.ts';

/** The endpoint that nobody has made safe yet: two calls are two gift cards. */
export function giftRoutes(shop: Shop): Hono {
  const give = (call: Call): Answer => {
    const input = GiftInput.safeParse(inputOf(call));
    if (!input.success) return problem(422, 'invalid_input', { change: 'input' });
    const id = `gift-${randomUUID().slice(0, 8)}`;
    shop.lab.happened(call, ['gifts', id], ['emails', `Gift card ${id}`]);
    return json(200, { id });
  };

  return new Hono().post('/', endpoint(shop, { target: 'gift', kind: 'unprotected', work: give }));
}
