import { describe, expect, it } from 'vitest';
import { story } from '../../src/cli/story.ts';
import { call, charging, newId, openShop, START } from '../server/shop.ts';
import { event, openSender } from '../server/webhookShop.ts';
import { safeAction } from './session.ts';

describe('A story for people', () => {
  it('tells the first attempt, every retry, the final result and every webhook, in order', async () => {
    const shop = openShop();
    const { pay } = charging(shop);
    const { send } = openSender({ shop });
    const id = newId();
    await pay(call(id), undefined);
    shop.advance(1204);
    await pay(call(id), undefined);
    await pay(call(id, { user: 'bob' }), undefined);
    await shop.idempotency.flush();
    shop.advance(2000);
    const paid = event({ requestId: id });
    await send(paid);
    const { row } = await shop.store.find(id);
    const [name, ...lines] = story(id, await shop.idempotency.trace(id), row);
    expect(name).toBe(id);
    expect(lines.map((line) => line.replace(/00-[0-9a-f]{32}-[0-9a-f]{16}-01/, '(traceparent)'))).toEqual([
      `${new Date(START).toISOString()}     +0.000 s  a call arrived: (traceparent)`,
      `${new Date(START).toISOString()}     +0.000 s  done, the answer is stored: 200`,
      `${new Date(START + 1204).toISOString()}     +1.204 s  a repeat got the stored answer: 200`,
      `${new Date(START + 1204).toISOString()}     +1.204 s  a call was refused: scope_mismatch`,
      `${new Date(START + 3204).toISOString()}     +3.204 s  webhook: bank ${paid.id} applied 204`,
      '3 attempts, 1 webhook delivery. Operation pay, now answered 200.',
    ]);
  });

  it('counts each call once, and no look of an operator', async () => {
    const shop = openShop();
    const pay = shop.idempotency.handle<string>(
      'pay',
      { mode: 'external' },
      {
        execute: () => Promise.reject(new Error('The connection was reset.')),
        recover: async () => ({ found: 'unknown' }),
        respond: (result) => Response.json({ result }),
      },
    );
    const id = newId();
    await pay(call(id), undefined);
    await pay(call(id), undefined);
    for (let look = 0; look < 9; look += 1) await shop.idempotency.reconcile();
    await shop.idempotency.settle(id, { found: 'done', result: 'charged' });
    const { row } = await shop.store.find(id);
    const lines = story(id, await shop.idempotency.trace(id), row);
    expect(lines.at(-1)).toBe('2 attempts, 0 webhook deliveries. Operation pay, now answered 200.');
  });

  it('says of what was cancelled, and has happened, that it has', () => {
    const [, line] = story('a', [{ requestId: 'a', kind: 'unknown', detail: 'happened', at: 0 }], null);
    expect(line).toContain('it has happened after all');
  });

  it('steers no terminal, whatever the log says', () => {
    const lines = story(
      'a\u001b[2J',
      [{ requestId: 'a', kind: 'refused', detail: '\u001b]0;x\u0007\n\u202e', at: 0 }],
      null,
    );
    for (const character of '\u001b\u0007\n\u202e') expect(lines.join('')).not.toContain(character);
  });
});

describe('safe-action trace', () => {
  it.each([
    [['trace'], {}],
    [['trace', 'a', 'b'], {}],
    [['trace', 'a'], {}],
    [['trace', 'a', '--database', 'mysql://127.0.0.1'], {}],
    [['trace', 'a'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }],
  ])('ends with 2, and says why, for %j with %j', async (args, env) => {
    const { code, err } = await safeAction(args, env);
    expect(code).toBe(2);
    expect(err.split('\n')[0]).toMatch(/\w/);
    expect(err).toContain('safe-action trace --help');
  });
});
