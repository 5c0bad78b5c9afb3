import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay, signUp } from './shop.ts';

// A server that is at work is asked again every second or two. To ask is no news: a live region that changes with each
// of it reads the same two sentences to the person in turns, for half a minute.

watchPages();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const STATUS = '[role=status]';
const WORKING = 'The server is still working on it. Please wait.';

function Status({ action }: { action: Action }) {
  return <SafeActionStatus handle={useSafeAction(action)} />;
}

/** What the live region has said, one after the other, while the action goes on. */
async function said(page: Page, action: Action, begin: () => void, ms: number): Promise<string[]> {
  page.show(<Status action={action} />);
  await page.settle();
  const heard: string[] = [];
  const look = () => {
    const text = page.text(STATUS);
    if (text !== (heard.at(-1) ?? '')) heard.push(text);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(page.find(STATUS), { childList: true, characterData: true, subtree: true });
  begin();
  for (let left = ms; left > 0; left -= 100) {
    await page.advance(100);
    vi.advanceTimersByTime(100);
    await page.settle();
    look();
  }
  watcher.disconnect();
  return heard;
}

/** Each call takes half a second, as on a phone. */
const answer = (page: Page, response: () => Response) => {
  page.world.server.handler = () =>
    new Promise((resolve) => page.world.clock.after(500, () => resolve(response())));
};

describe('a server that is asked again', () => {
  it('is said once to be at work', async () => {
    const page = openPage();
    answer(page, () => json({}, 202));
    const begin = () => void page.client.run(pay, { cartId: '42', amount: 20 });
    const heard = await said(page, pay, begin, 12_000);
    expect(page.calls.length).toBeGreaterThan(4);
    expect(heard).toEqual([`${WORKING} You will not be charged twice.`]);
  });

  it('is said once to be at work where it is a question that is asked', async () => {
    const page = openPage({ server: () => json({}, 503) });
    page.show(<Status action={signUp} />);
    await page.settle();
    void page.client.run(signUp, { email: 'a@b.c', password: 'long enough' });
    await page.advance(30_000);
    expect(page.client.handle(signUp).getView()).toMatchObject({ status: 'check', step: 'check' });
    answer(page, () => json({}, 202));
    const asked = page.calls.length;
    const heard = await said(page, signUp, () => void page.client.handle(signUp).proceed(), 12_000);
    expect(page.calls.length).toBeGreaterThan(asked + 4);
    expect(heard).toEqual([WORKING]);
  });

  it('is said to be out of reach, and to be at work again, as that changes', async () => {
    const page = openPage();
    const answers = [202, 202, 503, 202, 202].map((status) => () => json({}, status));
    answer(page, () => (answers.shift() ?? (() => json({ id: 'r1' })))());
    const begin = () => void page.client.run(pay, { cartId: '42', amount: 20 });
    const heard = await said(page, pay, begin, 15_000);
    const trying = 'Still trying. Please wait.';
    expect(heard).toEqual(
      [WORKING, trying, WORKING]
        .map((words) => `${words} You will not be charged twice.`)
        .concat('The payment is done.'),
    );
  });
});
