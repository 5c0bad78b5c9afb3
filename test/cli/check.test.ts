import { describe, expect, it } from 'vitest';
import { careless, honest } from './endpoints.ts';
import { safeAction } from './session.ts';

const as = (user: string) => ['--header', `x-user: ${user}`];

describe('safe-action check', () => {
  it('finds every rule kept by the package’s own server half, which does its work once', async () => {
    const { url, effects } = await honest();
    const { code, out, err } = await safeAction([
      'check',
      url,
      ...as('ada'),
      '--stranger',
      'x-user: bob',
      '--ages',
      '--body',
      '{"cartId":"c1"}',
    ]);
    expect(out).not.toContain('✗');
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n')).toHaveLength(12);
    expect(out).toContain('✓ the same ID with another body is refused with 422: 422 key_reused');
    expect(out).toContain('11 passed, 0 failed');
    expect(effects()).toBe(1);
  });

  it('finds an endpoint that ignores the ID, rule by rule', async () => {
    const { url } = await careless();
    const { code, out } = await safeAction(['check', url, '--stranger', 'x-user: bob', '--ages']);
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ a call without a key is refused with 400: 200$/m);
    expect(out).toMatch(/^✗ the same ID again gets the same answer: 200$/m);
    expect(out).toMatch(/^✗ the same ID with another body is refused with 422: 200$/m);
    expect(out).toMatch(/^0 passed, 11 failed$/m);
  });

  it('finds a server half that keeps keys for ever only where it is asked for ages', async () => {
    const { url } = await honest({ retention: { keys: null } });
    expect((await safeAction(['check', url, ...as('ada')])).code).toBe(0);
    const { code, out } = await safeAction(['check', url, ...as('ada'), '--ages']);
    expect(code).toBe(1);
    expect(out).toContain('✗ an ID from a year ago is refused with 409 key_too_old: 200');
  });

  it('stops where the endpoint does not let it in: then nothing more can be said', async () => {
    const { url } = await honest();
    const { code, out } = await safeAction(['check', url]);
    expect(code).toBe(1);
    expect(out).toContain('✗ the first call gets an answer that is kept: 2xx, or a 4xx that stays true: 401');
    expect(out).not.toContain('the same ID again');
  });

  it.each([
    [['check']],
    [['check', 'not an address']],
    [['check', 'ftp://shop.example']],
    [['check', 'http://a.example', 'http://b.example']],
    [['check', 'http://a.example', '--method', 'get']],
    [['check', 'http://a.example', '--header', 'no colon']],
    [['check', 'http://a.example', '--what']],
    [['check', 'http://127.0.0.1:1']],
  ])('ends with 2, and says why, for %j', async (args) => {
    const { code, err, out } = await safeAction(args);
    expect(code).toBe(2);
    expect(err.split('\n')[0]).toMatch(/\w/);
    expect(err).toContain('safe-action check --help');
    expect(out).not.toContain('passed');
  });
});

describe('safe-action', () => {
  it('says what it can do', async () => {
    const { code, out } = await safeAction(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('safe-action trace <request ID>');
    expect(out).toContain('safe-action check <url>');
  });

  it.each(['trace', 'check'])('%s --help names its options and exit codes', async (name) => {
    const { code, out } = await safeAction([name, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/ {2}--\w+/);
    expect(out).toContain('Exit codes: 0');
  });

  it.each([[[]], [['tarce']], [['__proto__']], [['\u001b[2J']]])(
    'ends with 2 for %j, and steers no terminal',
    async (args) => {
      const { code, out, err } = await safeAction(args as string[]);
      expect(code).toBe(2);
      expect(`${out}${err}`).toContain('safe-action trace');
      expect(`${out}${err}`).not.toContain('\u001b');
    },
  );
});
