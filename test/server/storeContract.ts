import fc from 'fast-check';
import type { Claim, Row, ServerStore } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gate } from './gate.ts';

/** A store, and a table of the business's beside it. */
export interface StoreUnderTest<Native> {
  store: ServerStore<Native>;
  put(native: Native, key: string, value: string): Promise<void>;
  get(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

let made = 0;
const newId = (): string => {
  made += 1;
  return `id-${made}-${Math.random().toString(36).slice(2)}`;
};

export const claimFor = (requestId: string, more: Partial<Claim> = {}): Claim => ({
  requestId,
  principal: 'ada',
  operation: 'pay',
  fingerprint: 'f1',
  uniqueKey: null,
  state: 'pending',
  lease: 60_000,
  keys: 3_600_000,
  ...more,
});

const answer = {
  status: 200,
  headers: [['content-type', 'text/plain']],
  body: Uint8Array.of(0, 255, 10),
} as {
  status: number;
  headers: [string, string][];
  body: Uint8Array;
};

/** What every store must do. `concurrent`: it can have two transactions at a time. */
export function storeContract<Native>(
  name: string,
  open: () => Promise<StoreUnderTest<Native>>,
  { concurrent }: { concurrent: boolean },
): void {
  describe(name, () => {
    let under: StoreUnderTest<Native>;
    beforeAll(async () => {
      under = await open();
    }, 300_000);
    afterAll(() => under.close());

    const claim = (wanted: Claim) => under.store.transact((tx) => tx.claim(wanted), { claims: wanted });
    const rowOf = async (id: string): Promise<Row | null> => (await under.store.find(id)).row;
    /** Holds a transaction open after its claim, until `end` is called. */
    const holding = async (wanted: Claim) => {
      const open = gate<'commit' | 'roll back'>();
      const claimed = gate<void>();
      const held = under.store.transact(
        async (tx) => {
          await tx.claim(wanted);
          claimed.open();
          if ((await open.opened) === 'roll back') throw new Error('rolled back');
        },
        { claims: wanted },
      );
      await claimed.opened;
      return async (how: 'commit' | 'roll back') => {
        open.open(how);
        await held.catch(() => {});
      };
    };

    it('claims a new ID: the row is there, with fence 1 and the database’s time', async () => {
      const id = newId();
      const { now, ...claimed } = await claim(claimFor(id));
      const { row } = claimed;
      expect(claimed).toEqual({ claimed: true, busy: false, rival: null, row });
      expect(row).toMatchObject({
        requestId: id,
        principal: 'ada',
        operation: 'pay',
        fingerprint: 'f1',
        uniqueKey: null,
        state: 'pending',
        fence: 1,
        startedAt: null,
        answer: null,
      });
      expect(Math.abs((row?.createdAt ?? 0) - now)).toBeLessThan(1000);
      expect((row?.leaseUntil ?? 0) - (row?.createdAt ?? 0)).toBeGreaterThanOrEqual(59_999);
      expect(await rowOf(id)).toEqual(row);
    });

    it('notes when an effect may have begun, once', async () => {
      const id = newId();
      const { row } = await claim(claimFor(id, { state: 'started' }));
      expect(row?.startedAt).toBeTypeOf('number');
      await under.store.write(id, 1, { state: 'unknown', lease: 0, fence: 2 });
      await under.store.write(id, 2, { state: 'started' });
      expect((await rowOf(id))?.startedAt).toBe(row?.startedAt);
      const later = newId();
      await claim(claimFor(later));
      await under.store.write(later, 1, { state: 'started' });
      expect((await rowOf(later))?.startedAt).toBeTypeOf('number');
    });

    it('finds a known row instead of claiming, and changes nothing of it', async () => {
      const id = newId();
      await claim(claimFor(id));
      const before = await rowOf(id);
      const again = await claim(claimFor(id, { principal: 'bob', fingerprint: 'f2', uniqueKey: 'u' }));
      expect(again).toMatchObject({ claimed: false, busy: false, rival: null, row: before });
      expect(await rowOf(id)).toEqual(before);
    });

    it('finds nothing under an ID that was never here', async () => {
      expect(await under.store.find(newId())).toMatchObject({ row: null, busy: false });
    });

    it('finds its own claim within the transaction', async () => {
      const id = newId();
      await under.store.transact(async (tx) => {
        await tx.claim(claimFor(id));
        expect(await tx.find(id)).toMatchObject({ busy: false, row: { requestId: id, fence: 1 } });
      });
    });

    it('shows the row of another ID that holds the business object', async () => {
      const [first, second, uniqueKey] = [newId(), newId(), newId()];
      await claim(claimFor(first, { uniqueKey }));
      const contested = await claim(claimFor(second, { uniqueKey }));
      expect(contested).toMatchObject({ claimed: false, busy: false, row: null });
      expect(contested.rival?.requestId).toBe(first);
      expect(await rowOf(second)).toBeNull();
      await under.store.write(first, 1, { freeUnique: true });
      expect(await claim(claimFor(second, { uniqueKey }))).toMatchObject({ claimed: true, rival: null });
    });

    it('claims what a rival gives up within the same transaction', async () => {
      const [first, second, uniqueKey] = [newId(), newId(), newId()];
      await claim(claimFor(first, { uniqueKey }));
      const claimed = await under.store.transact(async (tx) => {
        await tx.claim(claimFor(second, { uniqueKey }));
        await tx.write(first, 1, { state: 'cancelled', fence: 2, freeUnique: true });
        return tx.claim(claimFor(second, { uniqueKey }));
      });
      expect(claimed).toMatchObject({ claimed: true, rival: null });
      expect(await rowOf(first)).toMatchObject({ state: 'cancelled', uniqueKey: null });
    });

    it('writes by compare-and-set on the fence, with its lines of the log or without both', async () => {
      const id = newId();
      await claim(claimFor(id));
      expect(await under.store.write(id, 1, { fence: 2 }, [{ requestId: id, kind: 'taken_over' }])).toBe(
        true,
      );
      const late = await under.store.write(id, 1, { state: 'answered', answer }, [
        { requestId: id, kind: 'answered' },
      ]);
      expect(late).toBe(false);
      expect(await rowOf(id)).toMatchObject({ state: 'pending', fence: 2, answer: null });
      expect((await under.store.trace(id)).map(({ kind }) => kind)).toEqual(['taken_over']);
      expect(await under.store.write(newId(), 1, { fence: 2 })).toBe(false);
    });

    it('writes to a row that was looked at while it is as it was seen, and its worker is gone', async () => {
      const id = newId();
      await claim(claimFor(id));
      const take = (state: Row['state'], fence = 1) =>
        under.store.write(id, { fence, state }, { fence: 2 }, [{ requestId: id, kind: 'taken_over' }]);
      expect(await take('pending')).toBe(false);
      await under.store.write(id, 1, { lease: 0 });
      expect(await take('pending', 2)).toBe(false);
      // Its worker goes on, and keeps its fence.
      await under.store.write(id, 1, { state: 'started' });
      expect(await take('pending')).toBe(false);
      expect(await rowOf(id)).toMatchObject({ state: 'started', fence: 1 });
      expect(await under.store.trace(id)).toEqual([]);
      await under.store.write(id, 1, { lease: 60_000 });
      expect(await take('started')).toBe(false);
      await under.store.write(id, 1, { lease: 0 });
      expect(await take('started')).toBe(true);
      expect(await take('started')).toBe(false);
      expect(await rowOf(id)).toMatchObject({ state: 'started', fence: 2 });
      expect((await under.store.trace(id)).map(({ kind }) => kind)).toEqual(['taken_over']);
      expect(await under.store.write(newId(), { fence: 1, state: 'pending' }, { fence: 2 })).toBe(false);
    });

    it('expects the same of a row that it has claimed itself', async () => {
      const [gone, alive] = [newId(), newId()];
      const written = await under.store.transact(async (tx) => {
        await tx.claim(claimFor(gone, { lease: 0 }));
        await tx.claim(claimFor(alive));
        const seen = { fence: 1, state: 'pending' } as const;
        return [await tx.write(gone, seen, { fence: 2 }), await tx.write(alive, seen, { fence: 2 })];
      });
      expect(written).toEqual([true, false]);
      expect([(await rowOf(gone))?.fence, (await rowOf(alive))?.fence]).toEqual([2, 1]);
    });

    it('keeps an answer’s status, headers and bytes, and whether it has a body at all', async () => {
      const id = newId();
      await claim(claimFor(id));
      await under.store.write(id, 1, { state: 'answered', answer, answers: 60_000 });
      const kept = (await rowOf(id))?.answer;
      expect({ ...kept, body: [...(kept?.body ?? [])] }).toEqual({ ...answer, body: [0, 255, 10] });
      await under.store.write(id, 1, { answer: { status: 204, headers: [], body: new Uint8Array() } });
      expect((await rowOf(id))?.answer?.body?.length).toBe(0);
      await under.store.write(id, 1, { answer: { status: 201, headers: [], body: null } });
      expect((await rowOf(id))?.answer).toEqual({ status: 201, headers: [], body: null });
    });

    it('keeps what a change does not name', async () => {
      const id = newId();
      await claim(claimFor(id, { uniqueKey: id, state: 'started' }));
      await under.store.write(id, 1, { state: 'answered', answer });
      const before = await rowOf(id);
      await under.store.write(id, 1, { lease: 5_000 });
      const after = await rowOf(id);
      expect({ ...after, leaseUntil: 0 }).toEqual({ ...before, leaseUntil: 0 });
      expect(after?.leaseUntil).toBeLessThan(before?.leaseUntil ?? 0);
    });

    it('rolls back row, business write and log together, and passes on what was thrown', async () => {
      const id = newId();
      const failure = new Error('the handler’s own');
      const failed = under.store.transact(async (tx) => {
        await tx.claim(claimFor(id));
        await under.put(tx.native, id, 'paid');
        await tx.log([{ requestId: id, kind: 'arrived' }]);
        throw failure;
      });
      await expect(failed).rejects.toBe(failure);
      expect(await rowOf(id)).toBeNull();
      expect(await under.get(id)).toBeUndefined();
      expect(await under.store.trace(id)).toEqual([]);
      expect(await claim(claimFor(id))).toMatchObject({ claimed: true });
    });

    it('commits row, business write and log together', async () => {
      const id = newId();
      const result = await under.store.transact(async (tx) => {
        await tx.claim(claimFor(id));
        await under.put(tx.native, id, 'paid');
        return tx.write(id, 1, { state: 'answered', answer }, [{ requestId: id, kind: 'answered' }]);
      });
      expect(result).toBe(true);
      expect(await rowOf(id)).toMatchObject({ state: 'answered' });
      expect(await under.get(id)).toBe('paid');
      expect(await under.store.trace(id)).toHaveLength(1);
    });

    it('tells the story of one ID in order, with the database’s times, and of no other one', async () => {
      const [id, other] = [newId(), newId()];
      await under.store.log([
        { requestId: id, kind: 'arrived', detail: 'it\'s; --\n"quoted" {a,b} \\ NULL' },
        { requestId: other, kind: 'arrived' },
        { requestId: id, kind: 'started' },
      ]);
      await under.store.log([{ requestId: id, kind: 'answered', detail: '' }]);
      const story = await under.store.trace(id);
      expect(story.map(({ requestId, kind, detail }) => [requestId, kind, detail])).toEqual([
        [id, 'arrived', 'it\'s; --\n"quoted" {a,b} \\ NULL'],
        [id, 'started', undefined],
        [id, 'answered', ''],
      ]);
      const { now } = await under.store.find(id);
      const times = story.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const at of times) expect(Math.abs(at - now)).toBeLessThan(10_000);
    });

    it('lists what may have begun and has no worker, by the end of its lease', async () => {
      const [alive, dead, unknown, pending] = [newId(), newId(), newId(), newId()];
      await claim(claimFor(dead, { state: 'started', lease: -1000 }));
      await claim(claimFor(alive, { state: 'started' }));
      await claim(claimFor(unknown, { state: 'started' }));
      await under.store.write(unknown, 1, { state: 'unknown', lease: -5000 });
      await claim(claimFor(pending, { lease: 0 }));
      const open = (await under.store.unresolved(1000)).map(({ requestId }) => requestId);
      expect(open.filter((id) => [alive, dead, unknown, pending].includes(id))).toEqual([unknown, dead]);
      expect(await under.store.unresolved(1)).toHaveLength(1);
    });

    it('purges in batches: bodies first, then rows, and never what is open or not yet due', async () => {
      const past = Array.from({ length: 5 }, newId);
      const [open, due, fresh] = [newId(), newId(), newId()];
      for (const id of past) await claim(claimFor(id, { keys: -1 }));
      await claim(claimFor(open, { keys: -1, state: 'started', lease: 0 }));
      await claim(claimFor(due));
      await under.store.write(due, 1, { state: 'answered', answer, answers: -1 });
      await claim(claimFor(fresh, { keys: null }));
      await under.store.write(fresh, 1, { state: 'answered', answer, answers: 60_000 });
      const first = await under.store.purge(2);
      expect(first).toMatchObject({ answers: 1, keys: 2 });
      let purged = 0;
      for (let batch = await under.store.purge(2); batch.keys > 0; batch = await under.store.purge(2))
        purged += batch.keys;
      expect(purged).toBe(3);
      for (const id of past) expect(await rowOf(id)).toBeNull();
      expect(await rowOf(open)).toMatchObject({ state: 'started' });
      expect(await rowOf(due)).toMatchObject({
        state: 'expired',
        answer: { status: 200, headers: [], body: null },
      });
      expect(await rowOf(fresh)).toMatchObject({ state: 'answered' });
    });

    it('keeps a row for as long as its answer, also where its key was due before that came', async () => {
      const bodyless = { ...answer, body: null };
      const [late, status, atOnce, forEver, over] = [newId(), newId(), newId(), newId(), newId()];
      for (const id of [late, status, over]) await claim(claimFor(id, { keys: -1, state: 'started' }));
      await claim(claimFor(forEver, { keys: null }));
      await under.store.write(late, 1, { state: 'answered', answer, answers: 60_000 });
      await under.store.write(status, 1, { state: 'expired', answer: bodyless, answers: 60_000 });
      await under.store.write(forEver, 1, { state: 'answered', answer, answers: -1 });
      await under.store.write(over, 1, { state: 'answered', answer, answers: -1 });
      await under.store.transact(async (tx) => {
        await tx.claim(claimFor(atOnce, { keys: -1 }));
        await tx.write(atOnce, 1, { state: 'answered', answer, answers: 60_000 });
      });
      for (let round = 0; round < 3; round += 1) await under.store.purge(1000);
      expect(await rowOf(over)).toBeNull();
      expect(await rowOf(forEver)).toMatchObject({ state: 'expired' });
      expect(await rowOf(late)).toMatchObject({ state: 'answered', answer: { status: 200 } });
      expect(await rowOf(status)).toMatchObject({ state: 'expired', answer: bodyless });
      expect(await rowOf(atOnce)).toMatchObject({ state: 'answered' });
    });

    it('takes IDs, principals and objects for text, whatever is in them', async () => {
      const id = `'; drop table safe_action_requests; --$1"\\${newId()}`.slice(0, 255);
      const principal = 'Robert\'); -- "$$ \\ \u{1f600}\n';
      await claim(claimFor(id, { principal, uniqueKey: `${id}%_`, operation: '$1' }));
      expect(await rowOf(id)).toMatchObject({
        requestId: id,
        principal,
        uniqueKey: `${id}%_`,
        operation: '$1',
      });
      await under.store.write(id, 1, { freeUnique: true }, [
        { requestId: id, kind: 'refused', detail: principal },
      ]);
      expect((await under.store.trace(id))[0]?.detail).toBe(principal);
    });

    it('keeps any text and any bytes as they are, in a row that is claimed and answered at once', async () => {
      const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0'));
      const nasty = fc.array(
        fc.constantFrom("'", '\\', '$1', '"', '{', ',', '%', ' E', '--', '\n', '\u{1f600}'),
        {
          maxLength: 12,
        },
      );
      const any = fc.oneof(
        text,
        nasty.map((parts) => parts.join('')),
      );
      const bytes = fc.oneof(fc.uint8Array(), fc.uint8Array({ minLength: 9000, maxLength: 20_000 }));
      await fc.assert(
        fc.asyncProperty(
          any,
          any,
          bytes,
          any,
          fc.boolean(),
          async (principal, name, body, detail, unique) => {
            const id = `${newId()}${name}`;
            const claim = claimFor(id, { principal, operation: name, uniqueKey: unique ? id : null });
            const given = { status: 201, headers: [['x-it', name]] as [string, string][], body };
            await under.store.transact(
              async (tx) => {
                await tx.claim(claim);
                await tx.write(id, 1, { state: 'answered', answer: given }, [
                  { requestId: id, kind: 'arrived', detail },
                  { requestId: `${id}'`, kind: 'answered' },
                ]);
              },
              { claims: claim },
            );
            const { uniqueKey } = claim;
            const row = await rowOf(id);
            expect(row).toMatchObject({ principal, operation: name, uniqueKey });
            expect({ ...row?.answer, body: new Uint8Array(row?.answer?.body ?? []) }).toEqual(given);
            expect(await under.store.trace(id)).toMatchObject([{ kind: 'arrived', detail }]);
            expect(await under.store.trace(`${id}'`)).toMatchObject([{ kind: 'answered' }]);
          },
        ),
        { numRuns: 60 },
      );
      // Its bytes take two seconds to compare, and longer on a busy machine.
    }, 60_000);

    it.runIf(concurrent)(
      'says busy while another transaction holds a new ID, and does not wait',
      async () => {
        const id = newId();
        const end = await holding(claimFor(id));
        expect(await claim(claimFor(id))).toMatchObject({ claimed: false, busy: true, row: null });
        expect(await under.store.find(id)).toMatchObject({ row: null, busy: true });
        await end('commit');
        expect(await claim(claimFor(id))).toMatchObject({ claimed: false, busy: false, row: { fence: 1 } });
        expect(await under.store.find(id)).toMatchObject({ busy: false, row: { fence: 1 } });
      },
    );

    it.runIf(concurrent)('frees an ID whose transaction was rolled back', async () => {
      const id = newId();
      const end = await holding(claimFor(id));
      await end('roll back');
      expect(await under.store.find(id)).toMatchObject({ row: null, busy: false });
      expect(await claim(claimFor(id))).toMatchObject({ claimed: true });
    });

    it.runIf(concurrent)('says busy while another transaction holds the business object', async () => {
      const [first, second, uniqueKey] = [newId(), newId(), newId()];
      const end = await holding(claimFor(first, { uniqueKey }));
      expect(await claim(claimFor(second, { uniqueKey }))).toMatchObject({ claimed: false, busy: true });
      await end('commit');
      expect((await claim(claimFor(second, { uniqueKey }))).rival?.requestId).toBe(first);
    });

    it.runIf(concurrent)('lets repeats of one row pass beside each other', async () => {
      const id = newId();
      await claim(claimFor(id));
      await under.store.write(id, 1, { state: 'answered', answer });
      const end = await holding(claimFor(id));
      expect(await claim(claimFor(id))).toMatchObject({ busy: false, row: { state: 'answered' } });
      await end('commit');
    });

    it.runIf(concurrent)(
      'lets one of two takeovers win: the second write waits, and then fails',
      async () => {
        const id = newId();
        await claim(claimFor(id, { lease: 0 }));
        const written = gate<void>();
        const open = gate<void>();
        const first = under.store.transact(async (tx) => {
          const won = await tx.write(id, 1, { fence: 2 });
          written.open();
          await open.opened;
          return won;
        });
        await written.opened;
        const second = under.store.write(id, 1, { fence: 2 });
        open.open();
        expect([await first, await second]).toEqual([true, false]);
      },
    );

    it.runIf(concurrent)(
      'lets a worker that is at it come before whoever has looked at its row',
      async () => {
        const id = newId();
        await claim(claimFor(id, { state: 'started', lease: 0 }));
        const written = gate<void>();
        const open = gate<void>();
        const worker = under.store.transact(async (tx) => {
          const own = await tx.write(id, 1, { state: 'answered', answer });
          written.open();
          await open.opened;
          return own;
        });
        await written.opened;
        const other = under.store.write(id, { fence: 1, state: 'started' }, { state: 'unknown', fence: 2 });
        open.open();
        expect([await worker, await other]).toEqual([true, false]);
        expect(await rowOf(id)).toMatchObject({ state: 'answered', fence: 1 });
      },
    );
  });
}
