import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
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
