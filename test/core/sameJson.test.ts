import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameJson } from '../../src/core/sameJson.ts';

/** The same value with the keys of every object in reverse. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
};

const circular: Record<string, unknown> = {};
circular.self = circular;

describe('sameJson', () => {
  it('takes the order of keys for no difference, at any depth', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => sameJson(value, reversed(value))));
  });

  it('is of a stored copy what it is of the value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => sameJson(value, structuredClone(value))));
  });

  it('agrees with JSON on any two values', () => {
    const key = fc.constantFrom('a', 'b', '1', '__proto__');
    const small = fc.dictionary(key, fc.constantFrom(0, '0', null, 1), { maxKeys: 2 });
    fc.assert(
      fc.property(small, small, (a, b) => {
        const text = (value: object) => JSON.stringify(Object.entries(value).sort());
        expect(sameJson(a, b)).toBe(text(a) === text(b));
      }),
    );
  });

  it.each([
    [{ a: 1 }, { a: 1, b: undefined }],
    [new Date(0), new Date(0)],
    [{ at: new Date(0) }, { at: new Date(0).toJSON() }],
    [undefined, undefined],
    [circular, circular],
  ])('%o is the same as %o', (a, b) => {
    expect(sameJson(a, b)).toBe(true);
  });

  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [[1], { 0: 1 }],
    [[1], [1, undefined]],
    [{}, []],
    [{}, null],
    [undefined, null],
    [undefined, {}],
    ['1', 1],
    [{ a: null }, {}],
    [new Date(0), new Date(1)],
  ])('%o is another than %o', (a, b) => {
    expect(sameJson(a, b)).toBe(false);
  });

  it.each([
    ['a Map', () => new Map([[1, 2]])],
    ['a Set', () => new Set([1])],
    ['a file', () => new Blob(['x'])],
    ['bytes', () => new ArrayBuffer(4)],
    ['a bigint', () => ({ amount: 20n })],
    ['a circle', () => structuredClone(circular)],
  ])('never takes %s for the same: JSON would lose what it holds', (_, make) => {
    expect(sameJson(make(), make())).toBe(false);
    expect(sameJson({ part: make() }, { part: make() })).toBe(false);
  });
});
