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
    ])
      expect(requestIdTime(id)).toBeUndefined();
  });

  it('is never drawn twice in a million', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 1_000_000; index++) seen.add(requestId('p', TAP, random.token()));
    expect(seen.size).toBe(1_000_000);
  }, 60_000);
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
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0x17f }), { maxLength: 4 }), (codes) => {
      const id = String.fromCharCode(...codes);
      const visible = [...id].every((char) => char > ' ' && char <= '~');
      expect(isRequestId(id)).toBe(visible && id.length >= 1 && id.length <= 255);
    }),
  );
  expect(isRequestId('a\n')).toBe(false);
});
