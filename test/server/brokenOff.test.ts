import { toNodeHandler } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { leave, listeningHttp2 } from './listening.ts';
import { newId, openShop } from './shop.ts';

describe('a request that breaks off in the midst of its body', () => {
  it.each([
    ['as it is read', false],
    ['before it is read', true],
  ])('runs nothing, and leaves its ID to the whole one, by HTTP/2, too (%s)', async (_name, slow) => {
    const [asked, gone] = [gate<void>(), gate<void>()];
    const { idempotency, errors, store } = openShop({
      principal: async () => {
        asked.open();
        if (slow) await gone.opened;
        return 'ada';
      },
    });
    const amounts: string[] = [];
    const pay = idempotency.handle('pay', { mode: 'local' }, async ({ request }) => {
      amounts.push(await request.text());
      return new Response('paid');
    });
    const client = await listeningHttp2(toNodeHandler(pay));
    const headers = { ':method': 'POST', ':path': '/pay', 'idempotency-key': newId() };
    const broken = client.request(headers);
    broken.on('error', () => {});
    broken.write('amount=1');
    await asked.opened;
    await leave(client, broken);
    gone.open();
    await expect.poll(() => errors.length).toBe(1);
    expect([amounts, store.row(headers['idempotency-key'])]).toEqual([[], undefined]);

    const whole = client.request(headers);
    let answer = '';
    for await (const part of whole.setEncoding('utf8').end('amount=100')) answer += part;
    expect([answer, amounts]).toEqual(['paid', ['amount=100']]);
  });
});
