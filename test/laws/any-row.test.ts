import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Key } from '../../src/core/ports.ts';
import { type ActionRecord, parseRecord } from '../../src/core/record.ts';
import { isOpen } from '../../src/core/standing.ts';
import { createShop, definePay } from './shop.ts';

// What a broken disk, an old deploy or another script on the page may have left in the store.

// Hundreds of worlds: on a busy machine that is more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 });

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const repeatable = definePay({ kind: 'save' });
const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });

const open: Key = ['open', 'shop', 'guest', 'pay', 'c1'];
const latest: Key = ['latest', 'shop', 'guest', 'pay', 'c1'];
const settled: Key = ['settled', 'shop', 'guest', 'id-1'];

/** Whatever a database can hold. */
const storable = fc.oneof(
  fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withNullPrototype: true,
  }),
  fc.json().map((text): unknown => JSON.parse(text)),
  fc.json(),
  fc.uint8Array(),
);

const moment = { wall: Date.UTC(2030, 0, 1) - 1000, mono: 0, origin: 'before' };
const record: ActionRecord = {
  v: 1,
  requestId: 'id-1',
  scope: 'guest',
  name: 'pay',
  subject: 'c1',
  session: 'a',
  status: 'pending',
  minted: moment,
  tapped: moment,
  kept: true,
  input: cart,
  request: { url: 'https://shop.test/pay', method: 'POST', body: JSON.stringify(cart) },
  unprotected: false,
  fence: 1,
  owner: 'before',
  attempts: [{ number: 1, at: moment, timeout: 10_000 }],
  round: { spent: 0, since: moment, retries: 0, polls: 0 },
};

/** What many a field may hold. */
const likely = fc.oneof(
  fc.constantFrom(undefined, true, false, '', 'x', [], {}, Number.NaN, moment, { ...moment, wall: 1e300 }),
  fc.constantFrom(-1, 0, 1e300, { from: moment, ms: 1e300 }, { from: moment, ms: -1 }),
  fc.constantFrom('backoff', 'offline', 'processing', 'elsewhere', 'checking', 'person', 'starting'),
);

/** A real record, but for one field of it, or of one of its parts. */
const spoiled = fc
  .record({
    field: fc.constantFrom(...Object.keys(record), 'reason', 'doubt', 'due', 'decline', 'touched', 'barred'),
    status: fc.constantFrom('pending', 'wait', 'retry', 'check', 'declined', 'done', 'abandoned', 'expired'),
    value: fc.oneof(storable, likely, likely),
    inner: fc.option(fc.nat(8)),
  })
  .map(({ field, status, value, inner }): unknown => {
    const row: Record<string, unknown> = { ...record, status };
    const part = row[field];
    const keys = part && typeof part === 'object' && !Array.isArray(part) ? Object.keys(part) : [];
    row[field] =
      inner !== null && keys.length
        ? { ...(part as object), [keys[inner % keys.length] ?? '']: value }
        : value;
    return row;
  });

describe('any row in the store', () => {
  const rows = fc.oneof(storable, spoiled);
  const actions = fc.constantFrom(pay, repeatable, asking);

  it('that is no record holds its slot: nothing throws, nothing is sent, and it stays as it is (law 8)', async () => {
    let looked = 0;
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), actions, async (row, lies, action) => {
        const read = parseRecord(row);
        // In the wrong place a record is none either: what is under way lies among the open ones.
        if (row === undefined || (read && isOpen(read) === lies)) return;
        looked++;
        const shop = createShop([action]);
        const key = lies ? open : settled;
        shop.world.disk.write(key, row);
        if (!lies) shop.world.disk.write(latest, 'id-1');
        const { handle, client, tab } = await shop.enter(action, { name: 'a' });
        expect(handle.getView()).toMatchObject({ status: 'check', reason: 'quarantined', step: 'none' });
        const views = [handle.run(cart), handle.proceed()];
        await shop.world.clock.advance(60_000);
        for (const view of await Promise.all(views)) expect(view).toMatchObject({ reason: 'quarantined' });
        await handle.dismiss();
        expect(await handle.deliver()).toBeNull();
        expect(await client.history('id-1')).toEqual([]);
        client.setScope('ann');
        await shop.world.clock.advance(20_000);
        tab.close();
        expect(shop.world.server.calls).toEqual([]);
        expect(shop.world.disk.read(key)).toEqual(row);
      }),
      { numRuns: 300 },
    );
    expect(looked).toBeGreaterThan(100);
  });

  it('that is a record, however odd, throws nothing and loops nowhere (law 6)', async () => {
    let looked = 0;
    await fc.assert(
      fc.asyncProperty(spoiled, actions, async (row, action) => {
        const read = parseRecord(row);
        if (!read) return;
        looked++;
        const shop = createShop([action]);
        shop.world.disk.write(isOpen(read) ? open : settled, row);
        if (!isOpen(read)) shop.world.disk.write(latest, 'id-1');
        const { handle, tab } = await shop.enter(action, { name: 'a' });
        await shop.world.clock.advance(120_000);
        const views = [handle.run(cart), handle.proceed()];
        await shop.world.clock.advance(120_000);
        await Promise.all([...views, handle.abandon({ understood: true }), handle.dismiss()]);
        tab.close();
        expect(shop.ids().length).toBeLessThan(10);
      }),
      { numRuns: 500 },
    );
    expect(looked).toBeGreaterThan(40);
  });

  it("in the place of the slot's latest ID holds the slot, too: a `once` answer may lie behind it (laws 1 and 8)", async () => {
    await fc.assert(
      fc.asyncProperty(storable, async (value) => {
        if (value === undefined || typeof value === 'string') return;
        const shop = createShop([pay]);
        shop.world.disk.write(latest, value);
        const { handle } = await shop.enter(pay, { name: 'a' });
        const view = handle.run(cart);
        await shop.world.clock.advance(60_000);
        expect(await view).toMatchObject({ status: 'check', reason: 'quarantined' });
        expect(shop.world.server.calls).toEqual([]);
        expect(shop.world.disk.read(latest)).toEqual(value);
        const given = handle.abandon({ understood: true });
        await shop.world.clock.settle();
        expect(await given).toMatchObject({ status: 'idle' });
        expect(shop.world.disk.snapshot().map(([, row]) => row)).toEqual([value]);
      }),
      { numRuns: 100 },
    );
  });
});
