import type { PoolClient } from 'pg';
import { createIdempotency, type LocalHandler } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestId } from '../../../src/core/requestId.ts';
import { call, problemOf } from '../shop.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

const MINUTE = 60_000;
let made = 0;

/** A request ID of `age` ms ago, by the real clock: the database has no other. */
const newId = (age = 0): string => {
  made += 1;
  return requestId('payment', Date.now() - age, String(made).padStart(20, '0'));
};

describe.runIf(url)('On PostgreSQL, what the server says of an ID stays true', () => {
  let under: PostgresUnderTest;
  beforeAll(async () => {
    under = await openPostgres(url, 8);
  });
  afterAll(() => under.close());

  const server = () =>
    createIdempotency({
      store: under.store,
      secret: 'a secret of the tests',
      principal: (request) => request.headers.get('x-user'),
    });
  const paid = async (key: string): Promise<number> =>
    (await under.pool.query('select 1 from paid where key = $1', [key])).rows.length;

  it('undoes what a handler wrote before it refused, and gives the refusal again', async () => {
    let runs = 0;
    const handler: LocalHandler<PoolClient, unknown> = async (_call, client) => {
      runs += 1;
      await client.query("insert into paid values ('declined', 'c1')");
      return Response.json({ code: 'card_declined' }, { status: 402 });
    };
    const pay = server().handle('declining', { mode: 'local', unique: () => 'cart' }, handler);
    const id = newId();
    expect((await pay(call(id), {})).status).toBe(402);
    const again = await pay(call(id), {});
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([402, 'true']);
    expect([runs, await paid('declined')]).toEqual([1, 0]);
    expect((await pay(call(newId()), {})).status).toBe(402);
  });

  it('keeps one answer where many refusals of one ID come at once', async () => {
    const pay = server().handle('racing', { mode: 'local' }, async (_call, client) => {
      await client.query("insert into paid values ('raced', 'c1')");
      return Response.json({ made: Math.random() }, { status: 422 });
    });
    const id = newId();
    const answers = await Promise.all(Array.from({ length: 24 }, () => pay(call(id), {})));
    const kept = await (await pay(call(id), {})).json();
    for (const answer of answers) {
      if (answer.status === 409) continue;
      expect(answer.status).toBe(422);
      if (answer.headers.get('idempotent-replayed')) expect(await answer.json()).toEqual(kept);
    }
    expect(await paid('raced')).toBe(0);
  });

  it('never runs an ID that was refused for the future or for a taken object', async () => {
    const pay = server().handle('paying', { mode: 'local', unique: () => 'cart' }, async (_call, client) => {
      await client.query("insert into paid values ('once', 'c1')");
      return new Response('ok');
    });
    const early = newId(-6 * MINUTE);
    expect(await problemOf(await pay(call(early), {}))).toMatchObject({
      code: 'clock_skew',
      safeNewKey: true,
    });
    const first = newId();
    expect((await pay(call(first), {})).status).toBe(200);
    const second = newId();
    expect(await problemOf(await pay(call(second), {}))).toMatchObject({
      code: 'already_open',
      safeNewKey: true,
    });
    await under.pool.query('update safe_action_requests set unique_key = null where request_id = $1', [
      first,
    ]);
    for (const spent of [early, second])
      expect(await problemOf(await pay(call(spent), {}))).toMatchObject({ http: 409, safeNewKey: true });
    expect(await paid('once')).toBe(1);
  });

  it('writes the replays of many clients in a few inserts, and all of them', async () => {
    const idempotency = server();
    const pay = idempotency.handle('herd', { mode: 'local' }, () => new Response('ok'));
    const id = newId();
    await pay(call(id), {});
    await Promise.all(Array.from({ length: 100 }, () => pay(call(id), {})));
    const story = (await idempotency.trace(id)).map(({ kind }) => kind);
    expect(story.slice(0, 2)).toEqual(['arrived', 'answered']);
    expect(story.filter((kind) => kind === 'replayed')).toHaveLength(100);
  });
});
