import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import type { View } from '../../src/core/view.ts';
import type * as SafeAction from '../../src/index.ts';
import { createShop, json } from './shop.ts';

type Package = typeof SafeAction;

/** As where a package of the workspace, or a part of the page that another team builds, brings its own. */
let copy: Package;
beforeAll(async () => {
  vi.resetModules();
  copy = await import('../../src/index.ts');
});

/** A tap on an action that the copy defines, and whose client is of this package. */
async function tapped(send: Action['send'], check?: Action['check']): Promise<View> {
  const pay = copy.defineAction<{ amount: number }>({
    name: 'pay',
    kind: 'payment',
    keep: 'input',
    endpoint: 'idempotent',
    retry: [],
    send,
    ...(check && { check }),
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay);
  // A server that answers 200, whatever it has to say.
  shop.answer(() => json(200, { ok: false }), 'before', 5);
  void handle.run({ amount: 20 });
  await shop.world.clock.advance(1000);
  if (check) void handle.proceed();
  await shop.world.clock.advance(1000);
  return handle.getView();
}

const ask: Action['send'] = (_input, { fetch }) => fetch('https://shop.test/pay', { method: 'POST' });

describe('an answer that another copy of the package has made', () => {
  it('declined() is no success (law 7)', async () => {
    const send: Action['send'] = async (input, context) => {
      await ask(input, context);
      return copy.declined({ code: 'no_funds', message: 'No funds.' });
    };
    expect(await tapped(send)).toMatchObject({ status: 'declined', decline: { code: 'no_funds' } });
  });

  it('nor is processing()', async () => {
    const send: Action['send'] = async (input, context) => {
      await ask(input, context);
      return copy.processing({ next: 'https://bank.test' });
    };
    expect(await tapped(send)).toMatchObject({ status: 'wait', reason: 'person' });
  });

  it('nor unreached(), before anything has left', async () => {
    expect(await tapped(() => copy.unreached())).toMatchObject({ status: 'retry' });
  });

  it('nor absent(), of a question', async () => {
    const lost: Action['send'] = async (input, context) => {
      await ask(input, context);
      throw new Error('lost');
    };
    const view = await tapped(lost, () => copy.absent());
    expect(view).toMatchObject({ status: 'check', reason: 'unanswered' });
  });

  it('and done() is its data', async () => {
    expect(await tapped(async () => copy.done({ id: 'r1' }))).toMatchObject({
      status: 'done',
      data: { id: 'r1' },
    });
  });
});
