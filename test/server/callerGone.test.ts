import { connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { toHonoHandler } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { listening } from './listening.ts';
import { newId, openShop } from './shop.ts';

/** Pays what the body says; `user` is asked for before the body is read. */
function paying(user: () => Promise<string>) {
  const { idempotency, errors, store } = openShop({ principal: user });
  const amounts: string[] = [];
  const pay = idempotency.handle('pay', { mode: 'local' }, async ({ request }) => {
    amounts.push(await request.text());
    return new Response('paid');
  });
  return { pay, amounts, errors, store };
}

const request = (id: string, more: RequestInit = {}) =>
  new Request('http://shop.example/pay', { method: 'POST', headers: { 'Idempotency-Key': id }, ...more });

describe('a caller who goes before the body is read, of which nothing is left then', () => {
  it.each([
    ['of known length', 'Content-Length: 10\r\n\r\namount=100'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n8\r\namount=1\r\n'],
  ])('has not paid anything on Hono, and pays with the next attempt (%s)', async (_name, rest) => {
    const [asked, gone] = [gate<void>(), gate<void>()];
    let slow = true;
    const { pay, amounts, errors, store } = paying(async () => {
      asked.open();
      if (slow) await gone.opened;
      return 'ada';
    });
    const left = gate<void>();
    const listener = getRequestListener(new Hono().post('/pay', toHonoHandler(pay)).fetch, {
      overrideGlobalObjects: false,
    });
    const url = await listening((incoming, outgoing) => {
      outgoing.once('close', () => left.open());
      listener(incoming, outgoing);
    });
    const id = newId();
    const caller = connect(Number(new URL(url).port), '127.0.0.1');
    caller.write(`POST /pay HTTP/1.1\r\nHost: shop.example\r\nIdempotency-Key: ${id}\r\n${rest}`);
    await asked.opened;
    caller.destroy();
    await left.opened;
    gone.open();
    await expect.poll(() => errors.length).toBe(1);
    expect([amounts, store.row(id)]).toEqual([[], undefined]);

    slow = false;
    const headers = { 'Idempotency-Key': id };
    const answer = await fetch(`${url}/pay`, { method: 'POST', headers, body: 'amount=100' });
    expect([await answer.text(), amounts]).toEqual(['paid', ['amount=100']]);
  });

  it('has not paid either where only the length tells that there was a body', async () => {
    const { pay, amounts, errors } = paying(async () => 'ada');
    const id = newId();
    const headers = { 'Idempotency-Key': id, 'Content-Length': '10' };
    for (const body of [new ReadableStream({ start: (controller) => controller.close() }), null]) {
      const lost = request(id, { headers, body, duplex: 'half' } as RequestInit);
      expect((await pay(lost, undefined)).status).toBe(500);
    }
    expect([amounts, errors.length]).toEqual([[], 2]);
    expect((await pay(request(id, { headers, body: 'amount=100' }), undefined)).status).toBe(200);
  });

  it('pays with a body that is empty, that something has unpacked, or that is not to be read', async () => {
    const { pay, amounts } = paying(async () => 'ada');
    for (const more of [
      { headers: { 'Idempotency-Key': newId(), 'Content-Length': '0' } },
      {
        headers: { 'Idempotency-Key': newId(), 'Content-Length': '30', 'Content-Encoding': 'gzip' },
        body: '',
      },
      { headers: { 'Idempotency-Key': newId(), 'Content-Length': '30' }, method: 'GET' },
    ])
      expect((await pay(request('', more), undefined)).status).toBe(200);
    expect(amounts).toEqual(['', '', '']);
  });
});
