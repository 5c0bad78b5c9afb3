import { OperationError, standardWebhooks } from 'safe-action/server';
import { createMemoryServerStore } from 'safe-action/testing';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { eventRow } from '../../src/server/webhookEvent.ts';
import { call, charging, newId, openShop, problemOf, START } from './shop.ts';
import { event, openSender, type PaymentEvent, signed } from './webhookShop.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('A webhook', () => {
  it('applies an event once: a redelivery gets the saved answer', async () => {
    let runs = 0;
    const { send, shop } = openSender({
      handler: (_event, data) => {
        runs += 1;
        data.put('runs', runs);
        return Response.json({ run: runs }, { status: 201 });
      },
    });
    const paid = event();
    const first = await send(paid);
    const again = await send({ ...paid, attempt: 2 });
    expect([first.status, await first.json()]).toEqual([201, { run: 1 }]);
    expect([again.status, await again.json()]).toEqual([201, { run: 1 }]);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(shop.store.data.get('runs')).toBe(1);
  });

  it('answers 204 where the handler returns nothing, and to a redelivery too', async () => {
    const { send } = openSender();
    const paid = event();
    expect([(await send(paid)).status, (await send(paid)).status]).toEqual([204, 204]);
  });

  it('records the event’s ID before any data changes, and both in one transaction', async () => {
    const shop = openShop();
    const id = event().id;
    let seen: unknown;
    const { send } = openSender({
      shop,
      handler: async (_event, data) => {
        data.put('paid', true);
        // What a second transaction sees meanwhile: the ID is taken.
        seen = await shop.store.transact((tx) => tx.find(eventRow({ provider: 'bank', eventId: id })));
        expect(shop.store.data.get('paid')).toBeUndefined();
      },
    });
    await send(event({ id }));
    expect(seen).toMatchObject({ busy: true });
    expect(shop.store.data.get('paid')).toBe(true);
    expect(shop.store.row(eventRow({ provider: 'bank', eventId: id }))).toMatchObject({
      state: 'answered',
      answer: { status: 204 },
    });
  });

  it('answers 409 while the first delivery is at work, so that the sender comes again', async () => {
    let finish = () => {};
    let begun = () => {};
    const working = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { send, applied } = openSender({
      handler: async (paid) => {
        begun();
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        applied.push(paid);
      },
    });
    const paid = event();
    const first = send(paid);
    await working;
    const second = await send(paid);
    expect(second.headers.get('Retry-After')).toBe('1');
    expect(await problemOf(second)).toMatchObject({ http: 409, code: 'in_progress' });
    finish();
    expect((await first).status).toBe(204);
    expect((await send(paid)).headers.get('Idempotent-Replayed')).toBe('true');
    expect(applied).toHaveLength(1);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('the database’s own'))],
    ['answers 503', () => new Response('later', { status: 503 })],
    ['answers 404', () => new Response('no such customer yet', { status: 404 })],
  ])('stores and keeps nothing where the handler %s: the next delivery is applied', async (_how, fail) => {
    let runs = 0;
    const { send, shop } = openSender({
      handler: (_event, data) => {
        runs += 1;
        data.put('runs', runs);
        return runs === 1 ? fail() : undefined;
      },
    });
    const paid = event();
    expect((await send(paid)).ok).toBe(false);
    expect(shop.store.data.get('runs')).toBeUndefined();
    expect((await send(paid)).status).toBe(204);
    expect(shop.store.data.get('runs')).toBe(2);
  });

  it.each(['begin', 'claim', 'raise', 'write', 'commit'])(
    'loses and doubles nothing where the store fails at %s',
    async (at) => {
      let broken = true;
      const store = createMemoryServerStore({
        now: () => START,
        step: (name) => {
          if (broken && name === at) throw new Error('the connection is gone');
        },
      });
      const { send } = openSender({ shop: openShop({ store }) });
      const paid = event();
      expect((await send(paid)).status).toBe(503);
      expect(store.data.size).toBe(0);
      broken = false;
      expect((await send(paid)).status).toBe(204);
      expect(store.data.get('state pay_1')).toBe('paid');
    },
  );

  it('holds an older event of the same object off, and says so to a redelivery too', async () => {
    const { send, stateOf, applied } = openSender();
    const refunded = event({ created: START - 1000, state: 'refunded' });
    const paid = event({ created: START - 2000, state: 'paid' });
    await send(refunded);
    const late = await send(paid);
    expect([late.status, await late.json()]).toEqual([200, { applied: false, because: 'newer_event' }]);
    expect((await send(paid)).headers.get('Idempotent-Replayed')).toBe('true');
    expect(stateOf('pay_1')).toBe('refunded');
    expect(applied).toEqual([refunded]);
    // Another object's is none of it.
    await send(event({ created: START - 3000, object: 'pay_2', state: 'paid' }));
    expect(stateOf('pay_2')).toBe('paid');
  });

  it('does not raise the watermark for an event that failed', async () => {
    let fails = true;
    const { send, stateOf } = openSender({
      handler: (each, data) => {
        if (fails) throw new Error('not now');
        data.put(`state ${each.object}`, each.state);
      },
    });
    await send(event({ created: START, state: 'refunded' }));
    fails = false;
    await send(event({ created: START - 1000, state: 'paid' }));
    expect(stateOf('pay_1')).toBe('paid');
  });

  it('applies every event that stands for itself, whatever its time', async () => {
    const { send, applied } = openSender();
    await send(event({ object: null, created: START }));
    await send(event({ object: null, created: START - HOUR }));
    expect(applied).toHaveLength(2);
  });

  it('asks the sender where two events have the same time, and only then', async () => {
    const asked: string[] = [];
    const { send, stateOf } = openSender({
      options: {
        refetch: (tied, { eventId, object }) => {
          asked.push(`${eventId} ${object}`);
          return { ...tied, state: 'as it is now' };
        },
      },
    });
    await send(event({ state: 'first' }));
    expect(stateOf('pay_1')).toBe('first');
    const tied = event({ state: 'second' });
    await send(tied);
    await send(tied);
    expect(stateOf('pay_1')).toBe('as it is now');
    await send(event({ created: START + 1, state: 'newer' }));
    expect(stateOf('pay_1')).toBe('newer');
    expect(asked).toEqual([`${tied.id} pay_1`]);
  });

  it('changes nothing where the sender cannot be asked: the delivery comes again', async () => {
    let down = true;
    const { send, stateOf } = openSender({
      options: {
        refetch: (tied) => {
          if (down) throw new Error('503');
          return { ...tied, state: 'as it is now' };
        },
      },
    });
    await send(event({ state: 'first' }));
    const tied = event({ state: 'second' });
    expect((await send(tied)).status).toBe(500);
    expect(stateOf('pay_1')).toBe('first');
    down = false;
    expect((await send(tied)).status).toBe(204);
    expect(stateOf('pay_1')).toBe('as it is now');
  });

  it('refuses an event that is older than what is kept: it may have been applied and be forgotten', async () => {
    const { send, shop, applied } = openSender({ options: { retention: 10 * DAY } });
    const old = event({ created: START - 9 * DAY });
    await send(old);
    shop.advance(11 * DAY);
    await shop.idempotency.purge();
    expect(shop.store.row(eventRow({ provider: 'bank', eventId: old.id }))).toBeUndefined();
    expect(await problemOf(await send(old))).toMatchObject({ http: 409, code: 'event_too_old' });
    expect(applied).toHaveLength(1);
  });

  it('takes an old event where events are kept for ever', async () => {
    const { send, applied } = openSender({ options: { retention: null } });
    await send(event({ created: 0 }));
    expect(applied).toHaveLength(1);
  });

  it('refuses an event from the future: as a watermark it would hold off everything that is right', async () => {
    const { send, stateOf } = openSender();
    const ahead = event({ created: START + HOUR, state: 'of a wrong clock' });
    expect(await problemOf(await send(ahead))).toMatchObject({ http: 409, code: 'clock_skew' });
    await send(event({ state: 'paid' }));
    expect(stateOf('pay_1')).toBe('paid');
  });

  it('still knows an event whose saved answer has lost its body', async () => {
    const { send, shop, applied } = openSender({ options: { retention: DAY } });
    const paid = event();
    await send(paid);
    // Answers are kept for the retention, rows five minutes longer.
    shop.advance(DAY + 60_000);
    await shop.idempotency.purge();
    expect(shop.store.row(eventRow({ provider: 'bank', eventId: paid.id }))).toMatchObject({
      state: 'expired',
    });
    expect((await send(paid)).status).toBe(204);
    expect(applied).toHaveLength(1);
  });

  it('cannot be kept from an event by a client that names its key after it', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop);
    const { send, applied } = openSender({ shop });
    const paid = event();
    const key = eventRow({ provider: 'bank', eventId: paid.id });
    expect(await problemOf(await pay(call(newId(), { key }), undefined))).toMatchObject({
      code: 'key_malformed',
    });
    await send(paid);
    expect([charges(), applied.length]).toEqual([[], 1]);
  });
});

describe('A delivery that is not the sender’s', () => {
  it.each<[string, () => Request]>([
    ['has no signature', () => new Request('https://shop.example', { method: 'POST', body: '{}' })],
    ['is signed with another secret', () => signed(JSON.stringify(event()), { secret: 'whsec_other' })],
    ['is six minutes old', () => signed(JSON.stringify(event()), { at: START - 360_000 })],
    ['is signed, but no JSON', () => signed('paid=true')],
    ['is signed, but no UTF-8', () => signed(Buffer.from([0x22, 0xff, 0x22]))],
  ])('%s: 401, and nothing is recorded', async (_name, request) => {
    let transactions = 0;
    const store = createMemoryServerStore({
      step: () => {
        transactions += 1;
      },
    });
    const { receive } = openSender({ shop: openShop({ store }) });
    expect(await problemOf(await receive(request()))).toMatchObject({ http: 401, code: 'not_verified' });
    expect(transactions).toBe(0);
  });

  it('is not applied again under an ID that nobody signed, beside what was signed under the other prefix', async () => {
    const secret = `whsec_${btoa('a secret of the tests, 32 bytes..')}`;
    const { receive, applied } = openSender({
      options: {
        verify: standardWebhooks(secret, { now: () => START }),
        id: (_event, headers) => headers.get('svix-id'),
      },
    });
    const paid = event({ object: null });
    const body = JSON.stringify(paid);
    const signature = new Webhook(secret).sign('msg_1', new Date(START), body);
    const signedBy = (prefix: string) => ({
      [`${prefix}-id`]: 'msg_1',
      [`${prefix}-timestamp`]: String(START / 1000),
      [`${prefix}-signature`]: signature,
    });
    const deliver = (headers: Record<string, string>) =>
      receive(new Request('https://shop.example', { method: 'POST', body, headers }));
    expect((await deliver(signedBy('svix'))).status).toBe(204);
    const copied = { ...signedBy('webhook'), 'svix-id': 'msg_2' };
    expect(await problemOf(await deliver(copied))).toMatchObject({ http: 401, code: 'not_verified' });
    expect(applied).toEqual([paid]);
  });

  it('is refused where `verify` throws, and the error is reported', async () => {
    const failure = new Error('of a library that throws');
    const { send, shop, applied } = openSender({
      options: {
        verify: () => {
          throw failure;
        },
      },
    });
    expect((await send(event())).status).toBe(401);
    expect(shop.errors).toEqual([failure]);
    expect(applied).toEqual([]);
  });

  it('is not read beyond the limit', async () => {
    const { send, applied } = openSender({ options: { maxRequest: 100 } });
    expect(await problemOf(await send(event({ state: 'x'.repeat(100) })))).toMatchObject({
      http: 413,
      code: 'too_large',
    });
    expect(applied).toEqual([]);
  });

  it('breaks off before its end: 500, so that the sender comes again, and the error is reported', async () => {
    const { receive, shop, applied } = openSender();
    const lost = new Error('the connection is gone');
    const { headers, url } = signed('{}');
    const body = new ReadableStream({ pull: (controller) => controller.error(lost) });
    const request = new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    expect(await problemOf(await receive(request))).toMatchObject({ http: 500, code: 'handler_failed' });
    expect([shop.errors, applied]).toEqual([[lost], []]);
  });

  it.each<[string, object]>([
    ['no ID', { id: undefined }],
    ['an ID with a space', { id: 'evt 1' }],
    ['an ID with a line break', { id: 'evt\n1' }],
    ['an ID of 256 characters', { id: 'e'.repeat(256) }],
    ['an object that is none', { object: { id: 1 } }],
    ['an empty object', { object: '' }],
    ['an endless object', { object: 'o'.repeat(1001) }],
    ['no time', { created: undefined }],
    ['a time that is text', { created: '2026-01-01' }],
  ])('has %s: 400, and nothing is recorded', async (_name, more) => {
    const { send, applied } = openSender();
    expect(await problemOf(await send({ ...event(), ...more }))).toMatchObject({
      http: 400,
      code: 'event_malformed',
    });
    expect(applied).toEqual([]);
  });

  it('has a form that the readers cannot take: 400, and the error is reported', async () => {
    const { send, shop } = openSender({
      options: { object: (each) => (each as unknown as { data: { id: string } }).data.id },
    });
    expect((await send(event())).status).toBe(400);
    expect(shop.errors).toHaveLength(1);
  });
});

describe('The definition of a webhook', () => {
  const valid = {
    verify: () => undefined,
    id: () => '',
    object: () => null,
    createdAt: () => 0,
  };
  it.each<[string, string, object]>([
    ['a name with a space', 'my bank', {}],
    ['no name', '', {}],
    ['an unknown option', 'bank', { objects: () => null }],
    ['no `verify`', 'bank', { verify: undefined }],
    ['no `createdAt`', 'bank', { createdAt: undefined }],
    ['a retention that is no number', 'bank', { retention: Number.NaN }],
    ['a retention of nothing', 'bank', { retention: 0 }],
  ])('is refused at once with %s', (_name, provider, more) => {
    const { idempotency } = openShop();
    expect(() =>
      idempotency.webhook<PaymentEvent>(provider, { ...valid, ...more } as never, () => {}),
    ).toThrow(OperationError);
  });

  it('is refused twice under one name: the second endpoint would get the first one’s answers', () => {
    const { idempotency } = openShop();
    idempotency.webhook('bank', valid, () => {});
    expect(() => idempotency.webhook('bank', valid, () => {})).toThrow(/defined twice/);
  });
});
