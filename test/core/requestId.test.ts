import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/browser/random.ts';
import { defineAction } from '../../src/core/action.ts';
import { RequestIdError } from '../../src/core/errors/requestIdError.ts';
import { newRequestId } from '../../src/core/newRequestId.ts';
import { isRequestId, requestId, requestIdTime } from '../../src/core/requestId.ts';
import { TAP } from './sampleRecord.ts';

const random = createRandom();
const defined = (options: object) =>
  defineAction({ name: 'a', keep: 'input', endpoint: 'idempotent', send: () => {}, ...options });
const drawn = (options: object, at = TAP) => newRequestId(defined(options), at, random);

describe('a request ID', () => {
  it('is a prefix, the time of creation in base36, and 20 letters and digits', () => {
    expect(drawn({ kind: 'payment' })).toMatch(/^payment_[0-9a-z]{8}_[0-9a-zA-Z]{20}$/);
    expect(drawn({})).toMatch(/^action_/);
    expect(drawn({ kind: 'payment', requestId: 'pay' })).toMatch(/^pay_/);
  });

  it('is one word for a double click, and fits a header', () => {
    const id = drawn({ kind: 'account' });
    expect(id).toMatch(/^\w+$/);
    expect(isRequestId(id)).toBe(true);
    expect(new Headers({ 'Idempotency-Key': id }).get('Idempotency-Key')).toBe(id);
  });

  it('says when it was made, and sorts by it', () => {
    const times = [0, 1, 35, 36, 1_700_000_000_000, TAP, TAP + 1, 36 ** 9 - 1];
    const ids = times.map((at) => drawn({}, at));
    expect(ids.map(requestIdTime)).toEqual(times);
    const recent = [TAP, TAP + 1, TAP + 1000, TAP + 86_400_000].map((at) => drawn({}, at));
    expect(recent.toSorted()).toEqual(recent);
  });

  it.each([
    [-5, 0],
    [12.9, 12],
  ])('made at %d says %d', (at, says) => {
    expect(requestIdTime(requestId('p', at, 'x'.repeat(20)))).toBe(says);
  });

  it('of another make says nothing', () => {
    for (const id of [
      '',
      'a',
      crypto.randomUUID(),
      'pay_zz',
      `pay__${'x'.repeat(20)}`,
      `pay_k0_${'x'.repeat(19)}`,
      `pay_k0_${'x'.repeat(21)}`,
      `pay_k0_${'x'.repeat(20)}_`,
      `pay_K0_${'x'.repeat(20)}`,
    ])
      expect(requestIdTime(id)).toBeUndefined();
  });

  const time = fc.integer({ min: 0, max: 36 ** 9 - 1 });
  /** 1972 to 2059: the time has eight letters then, so that IDs sort as texts. */
  const ours = fc.integer({ min: 36 ** 7, max: 36 ** 8 - 1 });
  const prefix = fc.constantFrom('payment', 'account', 'message', 'save', 'action', 'p', 'a_b');

  it('has one alphabet, one length and the time in it, whenever it is made', () => {
    fc.assert(
      fc.property(prefix, time, (word, at) => {
        const id = drawn({ requestId: word }, at);
        expect(id).toMatch(/^[0-9a-zA-Z_]+$/);
        expect(id).toHaveLength(word.length + 1 + at.toString(36).length + 1 + 20);
        expect(requestIdTime(id)).toBe(at);
        expect(isRequestId(id)).toBe(true);
      }),
    );
  });

  it('sorts by time as a text, whatever was drawn, from 1972 to 2059', () => {
    expect([36 ** 7, 36 ** 8].map((at) => new Date(at).getUTCFullYear())).toEqual([1972, 2059]);
    fc.assert(
      fc.property(prefix, ours, ours, (word, one, other) => {
        fc.pre(one !== other);
        const [a, b] = [drawn({ requestId: word }, one), drawn({ requestId: word }, other)];
        expect(a < b).toBe(one < other);
      }),
    );
  });

  it('holds 119 bits: of a billion in one millisecond two are equal less than once in 10^17', () => {
    const letters = 62;
    const tokens = letters ** 20;
    expect(Math.floor(Math.log2(tokens))).toBe(119);
    const count = 1e9;
    // The birthday bound: pairs over possibilities.
    expect((count * (count - 1)) / 2 / tokens).toBeLessThan(1e-17);
    const met = new Set(Array.from({ length: 500 }, () => drawn({}).slice(-20)).join(''));
    expect(met.size).toBe(letters);
  });
});

describe('an own generator', () => {
  it('is given the time, and used as it is', () => {
    expect(drawn({ requestId: (at: number) => `order-${at}` })).toBe(`order-${TAP}`);
    expect(drawn({ requestId: () => '!~'.repeat(127) })).toHaveLength(254);
    expect(drawn({ requestId: () => 'x' })).toBe('x');
  });

  it.each(['', 'a b', 'a\nb', 'é', 'a'.repeat(256), undefined, null, 7, {}, ['x']])(
    'that gives %j is refused before anything is sent',
    (bad) => {
      expect(() => drawn({ requestId: () => bad })).toThrow(RequestIdError);
      expect(() => drawn({ requestId: () => bad })).toThrow(
        expect.objectContaining({ code: 'invalid_request_id' }),
      );
    },
  );

  it.each(['my pay', 'paié', 'a'.repeat(250)])('also as a prefix that makes it unusable: %s', (prefix) => {
    expect(() => drawn({ requestId: prefix })).toThrow(RequestIdError);
  });
});

it('takes 1 to 255 visible ASCII characters, and nothing else', () => {
  const few = fc.array(fc.integer({ min: 0, max: 0x17f }), { maxLength: 4 });
  const many = fc.array(fc.integer({ min: 0x21, max: 0x7e }), { minLength: 250, maxLength: 260 });
  fc.assert(
    fc.property(fc.oneof(few, many), (codes) => {
      const id = String.fromCharCode(...codes);
      const visible = [...id].every((char) => char > ' ' && char <= '~');
      expect(isRequestId(id)).toBe(visible && id.length >= 1 && id.length <= 255);
    }),
  );
  expect(isRequestId('a\n')).toBe(false);
});
