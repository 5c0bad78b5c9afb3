import fc from 'fast-check';
import { expect, it } from 'vitest';
import { copy } from '../../src/testing/copy.ts';

it('copies plain data as the platform does, and shares nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copied = copy(value);
      expect(copied).toEqual(structuredClone(value));
      if (typeof value === 'object' && value !== null) expect(copied).not.toBe(value);
    }),
  );
  const inner = { deep: [{ at: undefined }] };
  const copied = copy(inner);
  expect(copied).toStrictEqual(inner);
  expect(copied.deep[0]).not.toBe(inner.deep[0]);
});

it('leaves to the platform what is no plain data', () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const copied = copy(cyclic);
  expect(copied.self).toBe(copied);
  expect(copy(new Date(7))).toEqual(new Date(7));
  expect(copy({ map: new Map([[1, 2]]) })).toEqual({ map: new Map([[1, 2]]) });
  expect(() => copy({ run: () => {} })).toThrow(expect.objectContaining({ name: 'DataCloneError' }));
  const tricky = copy(JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(tricky.polluted).toBeUndefined();
  expect(Object.keys(tricky)).toEqual(['__proto__']);
});
