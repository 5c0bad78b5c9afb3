import { describe, expect, it, vi } from 'vitest';
import { call, newId, openShop, problemOf } from './shop.ts';

const hashOf = async (response: Response): Promise<string> => {
  const bytes = await response.arrayBuffer();
  return `${bytes.byteLength} ${Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')}`;
};

const made: [string, () => Response][] = [
  ['binary', () => new Response(Uint8Array.from({ length: 512 }, (_, index) => index % 256))],
  ['invalid UTF-8', () => new Response(new Uint8Array([0xff, 0xfe, 0xc3, 0x28, 0x00]))],
  ['an empty text', () => new Response('')],
  ['no body', () => new Response(null)],
  ['204', () => new Response(null, { status: 204 })],
  ['205', () => new Response(null, { status: 205 })],
  ['a redirect', () => new Response(null, { status: 303, headers: { Location: '/receipts/1' } })],
  ['exactly 1 MiB', () => new Response(new Uint8Array(2 ** 20).fill(7))],
  ['several chunks', () => new Response(new Blob(['a'.repeat(70_000), 'b'.repeat(70_000)]).stream())],
  [
    'compressed',
    () =>
      new Response(new Uint8Array([31, 139, 8, 0]), {
        headers: { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding', 'Content-Disposition': 'inline' },
      }),
  ],
];

describe.each(['local', 'external'] as const)('an answer of a %s operation', (mode) => {
  const operation = (
    answer: () => Response,
    options: { maxAnswer?: number; answers?: 'full' | 'status' } = {},
  ) => {
    const shop = openShop();
    const run = vi.fn(answer);
    const pay =
      mode === 'local'
        ? shop.idempotency.handle('pay', { ...options, mode }, run)
        : shop.idempotency.handle('pay', { ...options, mode }, { execute: async () => {}, respond: run });
    return { ...shop, pay, run };
  };

  it.each(made)('comes back byte for byte: %s', async (_, make) => {
    const { pay, run } = operation(make);
    const id = newId();
    const first = await pay(call(id), {});
    const again = await pay(call(id), {});
    const expected = make();
    expect([first.status, again.status]).toEqual([expected.status, expected.status]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    for (const name of ['content-type', 'content-encoding', 'content-disposition', 'location', 'vary'])
      expect([name, again.headers.get(name)]).toEqual([name, expected.headers.get(name)]);
    const bytes = await hashOf(expected);
    expect(await hashOf(first)).toBe(bytes);
    expect(await hashOf(again)).toBe(bytes);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('has several Set-Cookie for its first caller, and none is stored', async () => {
    const { pay, store } = operation(() => {
      const answer = new Response('ok');
      answer.headers.append('Set-Cookie', 'session=hunter2');
      answer.headers.append('Set-Cookie', 'cart=2');
      return answer;
    });
    const id = newId();
    expect((await pay(call(id), {})).headers.getSetCookie()).toEqual(['session=hunter2', 'cart=2']);
    expect((await pay(call(id), {})).headers.getSetCookie()).toEqual([]);
    expect(JSON.stringify(store.row(id))).not.toContain('hunter2');
  });

  it('can be kept as its status alone', async () => {
    const { pay, store } = operation(() => Response.json({ token: 'hunter2' }, { status: 201 }), {
      answers: 'status',
    });
    const id = newId();
    expect(await (await pay(call(id), {})).json()).toEqual({ token: 'hunter2' });
    const again = await pay(call(id), {});
    expect([again.status, await again.text()]).toEqual([201, '']);
    expect(new TextDecoder().decode(store.row(id)?.answer?.body ?? undefined)).toBe('');
  });

  it('may be of any length where only its status is kept', async () => {
    const { pay, errors } = operation(() => new Response('x'.repeat(2000)), {
      maxAnswer: 100,
      answers: 'status',
    });
    const id = newId();
    const first = await pay(call(id), {});
    expect([first.status, await first.text()]).toEqual([200, 'x'.repeat(2000)]);
    const again = await pay(call(id), {});
    expect([again.status, await again.text(), errors]).toEqual([200, '', []]);
  });

  it('is never kept by half: too large, or a stream', async () => {
    for (const make of [
      () => new Response('x'.repeat(101)),
      () => new Response('data: 1\n\n', { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } }),
      () => new Response('--x', { headers: { 'Content-Type': 'multipart/x-mixed-replace; boundary=x' } }),
    ]) {
      const { pay, store, errors } = operation(make, { maxAnswer: 100 });
      const id = newId();
      const refused = await problemOf(await pay(call(id), {}));
      expect(errors).toEqual([
        expect.objectContaining({ code: expect.stringMatching(/^answer_too_large|streaming_response$/) }),
      ]);
      // Local: nothing has happened. External: it has, so the row says so, without a body.
      if (mode === 'local') {
        expect(refused).toMatchObject({ http: 500, code: 'handler_failed' });
        expect(store.row(id)).toBeUndefined();
      } else {
        expect(refused).toMatchObject({ http: 409, code: 'result_expired', settled: 200 });
        expect(store.row(id)).toMatchObject({ state: 'expired', answer: { status: 200, body: null } });
      }
    }
  });
});

it.each([
  ['a plain object', { id: 'r1' }],
  ['nothing', undefined],
  ['an error of the network', Response.error()],
])('a handler that answers with %s has failed, and its transaction with it', async (_, given) => {
  const shop = openShop();
  const pay = shop.idempotency.handle('pay', { mode: 'local' }, (_call, data) => {
    data.put('charges', ['c1']);
    return given as Response;
  });
  expect(await problemOf(await pay(call(newId()), {}))).toMatchObject({ http: 500, code: 'handler_failed' });
  expect(shop.store.data.get('charges')).toBeUndefined();
  expect(String(shop.errors)).toContain('Response.json');
});
