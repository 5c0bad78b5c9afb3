import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type ActionRecord, parseRecord } from '../../src/core/record.ts';
import { recordSchema } from './recordSchema.ts';
import { at, attempt, mintOf, sample } from './sampleRecord.ts';

// Thousands of corrupted records: on a busy machine that is more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 });

/** A record with every field. */
const full: Required<ActionRecord> = {
  ...mintOf('id-1'),
  v: 1,
  status: 'wait',
  reason: 'backoff',
  doubt: 'unanswered',
  minted: at(0),
  tapped: at(1),
  touched: at(2),
  typed: at(2),
  ended: at(5),
  kept: true,
  input: { amount: 20, file: new Date(0) },
  request: { url: '/api/pay', method: 'POST', body: '{}' },
  description: '€20',
  unprotected: false,
  fence: 2,
  owner: 'A',
  attempts: [attempt(1, 'unreached'), attempt(2)],
  forgotten: true,
  round: { spent: 10, since: at(3), retries: 1, polls: 2, over: false },
  due: { from: at(4), ms: 300 },
  ask: true,
  absent: true,
  barred: true,
  renewed: true,
  next: 'https://bank.example',
  decline: { code: 'x', message: 'y', change: 'payment', fields: { card: 'z' } },
  data: { id: 'r1', lines: [1, 2] },
  delivered: true,
  untold: true,
  hidden: true,
  late: true,
};

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});

describe('parseRecord', () => {
  it('gives back every field of a real record, also after the database has cloned it', () => {
    expect(parseRecord(full)).toEqual(full);
    expect(parseRecord(structuredClone(full))).toEqual(full);
    expect(parseRecord(structuredClone(sample({ status: 'retry' })))).toEqual(sample({ status: 'retry' }));
  });

  it('never throws, and takes nothing that is no record', () => {
    fc.assert(
      fc.property(anything, (row) => {
        expect(parseRecord(row)).toBeUndefined();
      }),
    );
  });

  it('never throws for a record with one corrupted field, and gives no field another type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(full)), anything, (field, value) => {
        const parsed = parseRecord({ ...full, [field]: value });
        if (parsed) expect(parseRecord(parsed)).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes and refuses what a schema library would, whatever is corrupted, however deep', () => {
    const paths = fc.constantFrom(
      ...Object.keys(full).map((field) => [field]),
      ...['minted', 'touched', 'due', 'round', 'request', 'decline'].flatMap((field) =>
        Object.keys((full as unknown as Record<string, object>)[field] ?? {}).map((inner) => [field, inner]),
      ),
      ...Object.keys(attempt(2)).map((inner) => ['attempts', '1', inner]),
      ['attempts', '1', 'outcome'],
      ['attempts', '0', 'at', 'wall'],
      ['due', 'from', 'origin'],
      ['decline', 'fields', 'card'],
    );
    const likely = fc.constantFrom(undefined, null, 1, '1', true, {}, [], Number.NaN, 'payment', 'done', [
      {},
    ]);
    let refused = 0;
    fc.assert(
      fc.property(paths, fc.oneof(likely, anything), (path, value) => {
        const row = structuredClone(full) as unknown as Record<string, unknown>;
        let place: Record<string, unknown> = row;
        for (const part of path.slice(0, -1)) place = place[part] as Record<string, unknown>;
        place[path.at(-1) ?? ''] = value;
        const { success } = recordSchema.safeParse(row);
        expect(parseRecord(row) !== undefined).toBe(success);
        if (!success) refused++;
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  const required = Object.keys(sample({ status: 'done' })).filter((field) => field !== 'input');

  it.each(required)('takes no record without `%s`', (field) => {
    expect(parseRecord({ ...full, [field]: undefined })).toBeUndefined();
    const { [field]: _, ...rest } = full as unknown as Record<string, unknown>;
    expect(parseRecord(rest)).toBeUndefined();
  });

  it.each([0, 2, '1', null, undefined, Number.NaN])(
    'leaves version %s to a deploy that knows it (law 8)',
    (v) => {
      expect(parseRecord({ ...full, v })).toBeUndefined();
    },
  );

  it.each(['idle', 'PENDING', '', null, 7])('takes no status %s', (status) => {
    expect(parseRecord({ ...full, status })).toBeUndefined();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '5', null])('takes no number %s', (number) => {
    expect(parseRecord({ ...full, fence: number })).toBeUndefined();
    expect(parseRecord({ ...full, round: { ...full.round, spent: number } })).toBeUndefined();
    expect(parseRecord({ ...full, minted: { ...full.minted, wall: number } })).toBeUndefined();
    expect(parseRecord({ ...full, attempts: [{ ...attempt(1), timeout: number }] })).toBeUndefined();
  });

  it('is not fooled by a __proto__', () => {
    const row = JSON.parse(JSON.stringify(full).replace('{', '{"__proto__":{"polluted":true},'));
    const parsed = parseRecord(row);
    expect((parsed as { polluted?: boolean } | undefined)?.polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('keeps any input and any answer as they are', () => {
    for (const value of [undefined, null, 0, '', Number.NaN, [1], new Map([[1, 2]]), new Date(0)]) {
      expect(parseRecord({ ...full, input: value, data: value })).toMatchObject({
        input: value,
        data: value,
      });
    }
  });
});
