import { describe, expect, it } from 'vitest';
import { call, newId, openShop, START } from './shop.ts';

/** https://www.w3.org/TR/trace-context/#traceparent-header-field-values, version 00; zeros alone are invalid. */
const W3C = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** What a handler was given in each of its runs. */
function traced() {
  const shop = openShop();
  const seen: { traceparent: string; link: string | null }[] = [];
  const pay = shop.idempotency.handle('pay', { mode: 'local' }, ({ traceparent, link }) => {
    seen.push({ traceparent, link });
    return new Response(null, { status: 503 });
  });
  return { shop, seen, pay };
}

describe('traceparent', () => {
  it('puts all attempts of an action into one trace, each in a span of its own', async () => {
    const { pay, seen } = traced();
    const id = newId();
    for (let attempt = 0; attempt < 3; attempt += 1) await pay(call(id), undefined);
    const parts = seen.map(({ traceparent }) => W3C.exec(traceparent));
    expect(parts).not.toContain(null);
    expect(new Set(parts.map((part) => part?.[1])).size).toBe(1);
    expect(new Set(parts.map((part) => part?.[2])).size).toBe(3);
  });

  it('gives two actions two traces', async () => {
    const { pay, seen } = traced();
    await pay(call(newId()), undefined);
    await pay(call(newId()), undefined);
    expect(new Set(seen.map(({ traceparent }) => W3C.exec(traceparent)?.[1])).size).toBe(2);
  });

  it('is the same trace for the recovery of an effect and for a webhook that names the ID', async () => {
    const { shop } = traced();
    const id = newId();
    const seen: string[] = [];
    const send = shop.idempotency.handle<string>(
      'send',
      { mode: 'external' },
      {
        execute: (_key, { traceparent }) => {
          seen.push(traceparent);
          throw new Error('The connection was reset.');
        },
        recover: async (_key, { traceparent }) => {
          seen.push(traceparent);
          return { found: 'unknown' };
        },
        respond: (result) => Response.json({ result }),
      },
    );
    const receive = shop.idempotency.webhook<string>(
      'bank',
      {
        verify: () => 'event',
        id: () => 'evt_1',
        object: () => null,
        createdAt: () => START,
        requestId: () => id,
      },
      (_event, _data, { traceparent }) => {
        seen.push(traceparent ?? '');
      },
    );
    await send(call(id), undefined);
    await shop.idempotency.reconcile();
    await receive(new Request('https://shop.example', { method: 'POST', body: '{}' }));
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map((each) => W3C.exec(each)?.[1])).size).toBe(1);
  });

  it.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true],
    ['cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-will-be-like', true],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more', false],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', false],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', false],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', false],
    ['none', false],
  ])('keeps the caller’s own trace %s as a link: %s', async (traceparent, kept) => {
    const { pay, seen } = traced();
    const request = call(newId());
    request.headers.set('traceparent', traceparent);
    await pay(request, undefined);
    expect(seen[0]?.link).toBe(kept ? traceparent : null);
    expect(seen[0]?.traceparent).not.toContain('4bf92f3577b34da6');
  });
});
