import { describe, expect, it, vi } from 'vitest';
import { type FrozenRequest, type PostOptions, post, type SendContext } from '../../src/core/post.ts';

const ID = 'pay_1_abc';

/** One attempt of `post()`: what reaches the door. */
async function attempt(
  url: string | ((input: { id: string }) => string),
  options?: PostOptions,
  request?: FrozenRequest,
  requestId = ID,
) {
  const answer = new Response();
  const fetch = vi.fn<SendContext['fetch']>(async () => answer);
  const context: SendContext = {
    requestId,
    attempt: 1,
    signal: new AbortController().signal,
    headers: {},
    fetch,
  };
  const returned = await post(url, options)({ id: 'c1' }, context, request);
  expect(fetch).toHaveBeenCalledOnce();
  expect(returned).toBe(answer);
  const [address, init] = fetch.mock.calls[0] ?? [];
  return { address, ...init, headers: Object.fromEntries(new Headers(init?.headers)) };
}

describe('post', () => {
  it('sends the input as JSON, with the ID in its header', async () => {
    expect(await attempt('/api/pay')).toEqual({
      address: '/api/pay',
      method: 'POST',
      body: '{"id":"c1"}',
      headers: { 'content-type': 'application/json', 'idempotency-key': ID },
    });
  });

  it('takes address, method and credentials', async () => {
    const options: PostOptions = { method: 'DELETE', credentials: 'include' };
    expect(await attempt(({ id }) => `/api/carts/${id}`, options)).toMatchObject({
      address: '/api/carts/c1',
      method: 'DELETE',
      credentials: 'include',
    });
  });

  it('sends what was frozen at mint, whatever the code says now (law 5)', async () => {
    const request = { url: '/v1/pay', method: 'PUT', body: '{"old":true}' };
    const now = vi.fn(() => '/v2/pay');
    expect(await attempt(now, { idIn: 'body.key' }, request)).toMatchObject({
      address: '/v1/pay',
      method: 'PUT',
      body: '{"old":true}',
    });
    expect(now).not.toHaveBeenCalled();
  });

  it('reads headers anew for each attempt, since tokens expire', async () => {
    let token = 0;
    const headers = async () => ({ Authorization: `Bearer ${++token}` });
    const send = post('/api/pay', { headers });
    const seen: (string | null)[] = [];
    const fetch: SendContext['fetch'] = async (_, init) => {
      seen.push(new Headers(init?.headers).get('Authorization'));
      return new Response();
    };
    const context = { requestId: ID, attempt: 1, signal: new AbortController().signal, headers: {}, fetch };
    await send({}, context);
    await send({}, { ...context, attempt: 2 });
    expect(seen).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('lets no header of the app take the place of the ID', async () => {
    const headers = () => ({ 'idempotency-key': 'mine', 'X-App': 'shop' });
    expect((await attempt('/', { headers })).headers).toMatchObject({
      'idempotency-key': ID,
      'x-app': 'shop',
    });
  });

  it('does not send where the headers cannot be had', async () => {
    const fetch = vi.fn();
    const send = post('/', {
      headers: () => {
        throw new Error('no token');
      },
    });
    const context = { requestId: ID, attempt: 1, signal: new AbortController().signal, headers: {}, fetch };
    await expect(send({}, context)).rejects.toThrow('no token');
    expect(fetch).not.toHaveBeenCalled();
  });

  describe('with the ID in a field of the body', () => {
    it('puts it there, over a field of that name', async () => {
      expect((await attempt('/', { idIn: 'body.id' })).body).toBe(`{"id":"${ID}"}`);
      expect((await attempt('/', { idIn: 'body.key' })).body).toBe(`{"id":"c1","key":"${ID}"}`);
    });

    it('sends no header: an empty one says so to the door', async () => {
      expect((await attempt('/', { idIn: 'body.key' })).headers['idempotency-key']).toBe('');
    });

    it('makes a body of it where there is no input', () => {
      expect(post('/', { idIn: 'body.key' }).freeze?.(undefined, ID).body).toBe(`{"key":"${ID}"}`);
    });
  });

  it.each([
    ['pay_1_abc', '"pay_1_abc"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
  ])('writes %s as an RFC 8941 string where asked: %s', async (id, quoted) => {
    const { headers } = await attempt('/', { quoted: true }, undefined, id);
    expect(headers['idempotency-key']).toBe(quoted);
  });
});

describe('freeze', () => {
  const { freeze } = post((input: { to: string } | undefined) => `/mails/${input?.to ?? ''}`);

  it('gives what every attempt will send', () => {
    expect(freeze?.({ to: 'ann' }, ID)).toEqual({ url: '/mails/ann', method: 'POST', body: '{"to":"ann"}' });
  });

  it('has an empty body for no input', () => {
    expect(freeze?.(undefined, ID).body).toBe('');
  });

  it('throws for what JSON cannot write: the tap says `invalid`', () => {
    expect(() => freeze?.({ to: 'ann', amount: 1n } as never, ID)).toThrow(TypeError);
  });
});
