import { describe, expect, it } from 'vitest';
import { createMemoryNetwork, type Handler } from '../../src/testing/memoryNetwork.ts';
import { createVirtualClock } from '../../src/testing/virtualClock.ts';

const open = (handler: Handler = async (request) => Response.json({ echo: await request.text() })) => {
  const clock = createVirtualClock();
  const server = createMemoryNetwork({ clock, handler });
  const network = server.networkFor('a');
  const post = (init: RequestInit = {}): Promise<Response> =>
    network.fetch('/api/pay', { method: 'POST', body: 'x', headers: { 'Idempotency-Key': 'id' }, ...init });
  return { clock, server, network, post };
};

/** How a call ended, or that it has not. */
const fate = (call: Promise<Response>): { ended?: string } => {
  const seen: { ended?: string } = {};
  call.then(
    (response) => {
      seen.ended = String(response.status);
    },
    (error) => {
      seen.ended = error.name;
    },
  );
  return seen;
};

describe('memory network', () => {
  it('hands the request to the server, and its answer back', async () => {
    const { server, clock, post } = open();
    expect(await (await post()).json()).toEqual({ echo: 'x' });
    expect(server.calls).toEqual([
      {
        tab: 'a',
        at: clock.now(),
        method: 'POST',
        url: expect.stringMatching(/\/api\/pay$/),
        headers: expect.objectContaining({ 'idempotency-key': 'id' }),
        body: 'x',
        reached: true,
        status: 200,
      },
    ]);
  });

  it('refuses everything while offline, and tells who listens', async () => {
    const { server, network, post } = open();
    const heard: boolean[] = [];
    const stop = network.listen(() => heard.push(network.online()));
    server.online = false;
    await expect(post()).rejects.toThrow(TypeError);
    server.online = true;
    stop();
    server.online = false;
    expect(heard).toEqual([false, true]);
    expect(server.calls.map((call) => call.reached)).toEqual([false]);
  });

  for (const [fault, ended, reached] of [
    [{ request: 'refuse' }, 'TypeError', false],
    [{ request: 'hang' }, undefined, false],
    [{ answer: 'drop' }, 'TypeError', true],
    [{ answer: 'hang' }, undefined, true],
  ] as const) {
    it(`meets ${JSON.stringify(fault)} once`, async () => {
      const { server, clock, post } = open();
      server.failNext(fault);
      const seen = fate(post());
      await clock.advance(60_000);
      expect(seen.ended).toBe(ended);
      expect(server.calls[0]?.reached).toBe(reached);
      expect((await post()).status).toBe(200);
    });
  }

  it('delays a request, and an answer', async () => {
    const { server, clock, post } = open();
    server.failNext({ request: 300, answer: 500 });
    const seen = fate(post());
    await clock.advance(299);
    expect(server.calls[0]?.reached).toBe(false);
    await clock.advance(1);
    expect(server.calls[0]?.reached).toBe(true);
    await clock.advance(499);
    expect(seen.ended).toBeUndefined();
    await clock.advance(1);
    expect(seen.ended).toBe('200');
  });

  it('lets a request that was aborted on its way still come to the server (law 3)', async () => {
    const seenByServer: boolean[] = [];
    const { server, clock, post } = open(({ signal }) => {
      seenByServer.push(signal.aborted);
      return new Response();
    });
    const abort = new AbortController();
    server.failNext({ request: 300 });
    const seen = fate(post({ signal: abort.signal }));
    await clock.advance(100);
    abort.abort();
    await clock.advance(0);
    expect(seen.ended).toBe('AbortError');
    await clock.advance(300);
    expect(server.calls[0]).toMatchObject({ reached: true, status: 200 });
    expect(seenByServer).toEqual([false]);
  });

  it('sends nothing whose signal was aborted before', async () => {
    const { server, post } = open();
    await expect(post({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.calls).toEqual([]);
  });

  it('breaks off where the handler throws', async () => {
    const { post } = open(() => {
      throw new Error('down');
    });
    await expect(post()).rejects.toMatchObject({ name: 'TypeError', cause: new Error('down') });
  });

  it('asks `fault` about every request that no `failNext` took', async () => {
    const { server, post } = open();
    server.fault = ({ method }) => (method === 'POST' ? { request: 'refuse' } : undefined);
    server.failNext({});
    expect((await post()).status).toBe(200);
    await expect(post()).rejects.toThrow(TypeError);
    await expect(post()).rejects.toThrow(TypeError);
  });
});
