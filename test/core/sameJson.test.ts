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

/** Node has none. */
const files = (...all: File[]) =>
  Object.assign(Object.create({ [Symbol.toStringTag]: 'FileList' }), { ...all, length: all.length });

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

  it.each<[string, () => unknown, () => unknown]>([
    ['a Map', () => new Map([[1, { a: 2 }]]), () => new Map([[1, { a: 3 }]])],
    ['a Set', () => new Set([1]), () => new Set([2])],
    ['a list of bytes', () => new Uint8Array([0, 129, 200]), () => new Uint8Array([0, 130, 200])],
    [
      'a part of a buffer',
      () => new DataView(new ArrayBuffer(8), 4),
      () => new DataView(new ArrayBuffer(8), 5),
    ],
    ['a buffer', () => new ArrayBuffer(4), () => new ArrayBuffer(5)],
    ['a bigint', () => 20n, () => 30n],
  ])('compares %s by what it holds, which JSON would lose', (_, make, other) => {
    for (const unknown of [false, true]) {
      expect(sameJson({ part: make() }, { part: make() }, unknown)).toBe(true);
      expect(sameJson({ part: make() }, { part: other() }, unknown)).toBe(false);
    }
  });

  it.each<[string, unknown, unknown]>([
    ['bytes', new Uint8Array(2), new Int8Array(2)],
    ['a Map and a Set', new Map(), new Set()],
    ['a Map and a list', new Map(), []],
    ['a bigint and a number', 20n, 20],
    ['a file and an object', new Blob(['x']), {}],
    ['files of two sizes', new Blob(['x']), new Blob(['xy'])],
  ])('never takes two kinds for the same: %s', (_, a, b) => {
    for (const unknown of [false, true]) expect(sameJson(a, b, unknown)).toBe(false);
  });

  it.each([
    ['names', new File(['x'], 'a.txt'), new File(['y'], 'b.txt')],
    ['kinds', new File(['x'], 'a', { type: 'text/plain' }), new File(['x'], 'a', { type: 'text/html' })],
    ['times', new File(['x'], 'a', { lastModified: 1 }), new File(['x'], 'a', { lastModified: 2 })],
    ['lists of files', files(new File(['x'], 'a')), files(new File(['x'], 'b'))],
    ['lengths', files(new File(['x'], 'a')), files(new File(['x'], 'a'), new File(['x'], 'a'))],
  ])('tells files of two %s apart', (_, a, b) => {
    expect(sameJson({ file: a }, { file: b }, true)).toBe(false);
  });

  it('tells any two lists of bytes apart', () => {
    const bytes = fc.uint8Array({ maxLength: 4 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(sameJson(a, b)).toBe(a.join() === b.join());
      }),
    );
    const all = [...Array(256).keys()].map((byte) => new Uint8Array([byte]));
    for (const [one, a] of all.entries())
      for (const [other, b] of all.entries()) expect(sameJson(a, b)).toBe(one === other);
  });

  it.each([
    ['a file', () => new Blob(['x'])],
    ['a circle', () => structuredClone(circular)],
  ])('says of %s what it is asked to say', (_, make) => {
    for (const unknown of [false, true]) {
      expect(sameJson(make(), make(), unknown)).toBe(unknown);
      expect(sameJson({ part: make() }, { part: make() }, unknown)).toBe(unknown);
    }
    expect(sameJson({ amount: 1, part: make() }, { amount: 2, part: make() }, true)).toBe(false);
  });
});
