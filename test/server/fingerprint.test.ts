import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRequestId } from '../../src/core/requestId.ts';
import { fingerprint } from '../../src/server/fingerprint.ts';
import { readKey } from '../../src/server/requestKey.ts';

const SECRET = 'a secret of the tests';
const marked = (text: string, more: { path?: string; operation?: string; contentType?: string } = {}) => ({
  operation: 'pay',
  method: 'POST',
  path: '/pay',
  contentType: 'application/json',
  ...more,
  body: new TextEncoder().encode(text),
});
const print = (text: string, more = {}, secretFields: string[] = [], secret = SECRET): Promise<string> =>
  fingerprint(marked(text, more), secret, secretFields);

/** The same value with its members the other way round, and spelled with room. */
function respelled(value: unknown): string {
  const turned = (part: unknown): unknown =>
    Array.isArray(part)
      ? part.map(turned)
      : typeof part === 'object' && part !== null
        ? Object.fromEntries(
            Object.entries(part)
              .reverse()
              .map(([key, inner]) => [key, turned(inner)]),
          )
        : part;
  return JSON.stringify(turned(value), null, 2);
}

const names = fc.constantFrom('a', 'b', 'amount', 'cartId', 'ß', '"');
const json = fc.letrec<{ any: unknown; object: object }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any')),
    tie('object'),
  ),
  object: fc.dictionary(names, tie('any')),
}));

describe('a fingerprint', () => {
  it('is the same for the same JSON, however it is spelled', async () => {
    await fc.assert(
      fc.asyncProperty(json.any, async (value) => {
        expect(await print(respelled(value))).toBe(await print(JSON.stringify(value)));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['{"to":9007199254740993}', '{"to":9007199254740992}'],
    ['[-90071992547409931]', '[-90071992547409930]'],
    ['{"share":0.1000000000000000055}', '{"share":0.1}'],
    ['{"to":9007199254740993}', '{"to":"9007199254740993"}'],
  ])('is another one for %s than for %s', async (one, other) => {
    expect(await print(one)).not.toBe(await print(other));
  });

  it.each(['0.30000000000000004', '9007199254740991', '1.7976931348623157e+308'])(
    'takes %s, which JavaScript writes itself, for the number that it is',
    async (number) => {
      const [one, text] = [await print(`[${number}]`), await print(`["number ${number}"]`)];
      expect(one).not.toBe(text);
      expect(await print(`[ ${number} ]`)).toBe(one);
    },
  );

  it('is the same for the same long number in JSON that is spelled otherwise, and does without what is secret', async () => {
    const card = '"\\"4242424242424242"';
    const one = await print(`{"to":9007199254740993,"card":${card},"pin":1}`, {}, ['pin']);
    expect(await print(`{ "pin": 2, "card": ${card}, "to": 9007199254740993 }`, {}, ['pin'])).toBe(one);
  });

  it('is the same for the same JSON with a string of 12 MB, and does without what is secret there', async () => {
    const long = `"${'x'.repeat(6 << 20)}${'\\"'.repeat(3 << 20)}"`;
    const one = await print(`{"pin":1,"long":${long},"to":9007199254740993}`, {}, ['pin']);
    expect(await print(`{"to":9007199254740993, "long":${long}, "pin":2}`, {}, ['pin'])).toBe(one);
  });

  it.each([
    ['quotes', '"'.repeat(1 << 20)],
    ['escaped quotes', `"${'\\"'.repeat(1 << 19)}`],
    ['backslashes', `"${'\\'.repeat((1 << 20) + 1)}`],
    ['signs', '-'.repeat(1 << 20)],
  ])('is taken of 1 MB of %s, which are no JSON, without trying again from each', async (_name, text) => {
    const bytes = await print(text, { contentType: 'text/plain' });
    expect((await print(text)) === bytes).toBe(true);
  });

  it('is another one for another value, operation, path or secret', async () => {
    await fc.assert(
      fc.asyncProperty(json.object, fc.integer(), async (value, extra) => {
        const text = JSON.stringify(value);
        const own = await print(text);
        const others = [
          await print(JSON.stringify({ ...value, extra })),
          await print(text, { operation: 'refund' }),
          await print(text, { path: '/pay?' }),
          await print(text, {}, [], 'another secret of the tests'),
        ];
        expect(others).not.toContain(own);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves secret fields out on every level, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.integer(), async (one, other, amount) => {
        const body = (password: string) =>
          JSON.stringify({ amount, user: [{ password, name: 'n' }], password });
        expect(await print(body(one), {}, ['password'])).toBe(await print(body(other), {}, ['password']));
        expect(await print(body(one), {}, ['password'])).not.toBe(
          await print(JSON.stringify({ amount: amount + 1, user: [{ name: 'n' }] }), {}, ['password']),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is taken of the bytes where they are no JSON, or are not said to be', async () => {
    for (const [one, other, contentType] of [
      ['{"a":1}', '{ "a":1}', 'text/plain'],
      ['{"a":1', '{ "a":1', 'application/json'],
      ['', ' ', 'application/json'],
    ] as const)
      expect(await print(one, { contentType })).not.toBe(await print(other, { contentType }));
  });
});

describe('a key', () => {
  it('is 1 to 255 visible ASCII characters, or it is refused: never a throw, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.integer({ min: 0, max: 255 })).map((codes) => String.fromCharCode(...codes)),
          fc.integer({ min: 250, max: 260 }).map((length) => 'x'.repeat(length)),
        ),
        (text) => {
          const headers = [text, `"${text}"`, `"${text}`, `"${text}";a=1`, `:${text}:`, `(${text})`];
          const keys = headers.map(readKey).filter((key) => key !== undefined);
          expect(keys.filter((key) => !isRequestId(key))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that is longer than any key can be is refused unread: parsing costs more than its length', () => {
    expect(readKey(`"a"${';a=1'.repeat(3)}`)).toBe('a');
    expect(readKey(`"a"${';a=1'.repeat(4000)}`)).toBeUndefined();
    // The longest one: every character of 255 escaped.
    expect(readKey(`"${'\\\\'.repeat(255)}"`)).toBe('\\'.repeat(255));
  });

  it('means the same bare and as a quoted string', () => {
    const id = fc.stringMatching(/^[!#-[\]-~]{1,255}$/);
    fc.assert(
      fc.property(id, (text) => {
        expect([readKey(text), readKey(`"${text}"`), readKey(` ${text} `)]).toEqual([text, text, text]);
      }),
      { numRuns: 300 },
    );
  });
});
