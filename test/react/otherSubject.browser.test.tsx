import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SafeActionButton, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { openPage, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function Status({ subject }: { subject: string }) {
  return <SafeActionStatus handle={useSafeAction(pay, { subject })} />;
}

it('what was given up is not said of the next subject that the same component shows (law 7)', async () => {
  const page = openPage({ server: () => new Response(null, { status: 503 }) });
  // It has been looked at before, so it is known at once.
  page.show(<Status subject="42" />);
  await page.settle();
  page.show(<Status subject="41" />);
  await page.settle();
  void page.client.run(pay, { cartId: '41', amount: 20 }, { subject: '41' });
  await page.advance(60_000);
  page.find<HTMLInputElement>('details input').click();
  await page.settle();
  page.find('details button').click();
  await page.settle();
  const said = page.text('[role=status]');
  expect(said).not.toBe('');
  page.show(<Status subject="42" />);
  await page.settle();
  expect(page.text('[role=status]')).toBe('');
});

it('the time that one subject has taken is not that of the next: spinner, words and way out come in theirs', async () => {
  const page = openPage({ server: () => new Promise(() => {}) });
  function Cart({ subject }: { subject: string }) {
    const payment = useSafeAction(pay, { subject });
    return (
      <>
        <SafeActionButton handle={payment} input={{ cartId: subject, amount: 1 }}>
          Pay
        </SafeActionButton>
        <SafeActionStatus handle={payment} />
      </>
    );
  }
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      await page.advance(100);
      vi.advanceTimersByTime(100);
    }
    await page.settle();
  };
  const shown = () =>
    ['[data-part=spinner]', '[role=status]:not(:empty)', 'details'].filter((selector) =>
      page.container.querySelector(selector),
    );
  page.show(<Cart subject="1" />);
  await page.settle();
  page.find().click();
  await pass(10_500);
  expect(shown()).toHaveLength(3);
  void page.client.run(pay, { cartId: '2', amount: 1 }, { subject: '2' });
  await page.settle();
  page.show(<Cart subject="2" />);
  await page.settle();
  expect(page.find().dataset.status).toBe('pending');
  expect(shown()).toEqual([]);
  await pass(500);
  expect(shown()).toEqual(['[data-part=spinner]']);
  await pass(1000);
  expect(shown()).toHaveLength(2);
});
