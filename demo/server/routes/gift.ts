import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { GiftInput } from '../../contract.ts';
import { problem } from '../answer.ts';
import { inputOf } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { happened } from '../lab.ts';
import type { Shop, Work } from '../shop.ts';

/** The endpoint that nobody has made safe yet: two calls are two gift cards. */
export function giftRoutes(shop: Shop): Hono {
  const give: Work = async (call, books) => {
    const input = GiftInput.safeParse(await inputOf(call.request()));
    if (!input.success) return problem(422, 'invalid_input', { change: 'input' });
    const id = `gift-${randomUUID().slice(0, 8)}`;
    await happened(call, books, ['gifts', id], ['emails', `Gift card ${id}`]);
    return Response.json({ id });
  };

  return new Hono().post(
    '/',
    endpoint(shop, {
      target: 'gift',
      handler: (_request, call) => call.wrap(() => shop.open((books) => give(call, books))),
    }),
  );
}
