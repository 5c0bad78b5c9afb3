import * as React from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SafeActionButton, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const input = { cartId: '42', amount: 20 };

function Checkout({ rendered = () => {} }: { rendered?: (status: string) => void }) {
  const payment = useSafeAction(pay);
  rendered(payment.status);
  return (
    <>
      <SafeActionButton handle={payment} input={input}>
        Pay €20
      </SafeActionButton>
      <SafeActionStatus handle={payment} />
    </>
  );
}

/** Both clocks: the engine's and the components'. */
async function pass(page: Page, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    await page.advance(Math.min(left, 100));
    vi.advanceTimersByTime(Math.min(left, 100));
  }
  await page.settle();
}

const expectFree = (page: Page) => {
  expect(page.find().getAttribute('aria-disabled')).toBe(null);
  expect(page.find().dataset.locked).toBe(undefined);
};

describe('a tap in flight', () => {
  it.each([true, false])(
    'outlives its screen: unmounted and mounted again (Strict Mode: %s)',
    async (strict) => {
      const { server, answer } = slowServer();
      const page = openPage({ server, strict });
      page.show(<Checkout />);
      await page.settle();
      page.find().click();
      await page.until(() => expect(page.find().dataset.status).toBe('pending'));
      page.show(null);
      await pass(page, 2000);
      page.show(<Checkout />);
      expect(page.find().getAttribute('aria-disabled')).toBe('true');
      await pass(page, 1000);
      expect(page.text('[role=status]')).toBe('Processing payment…');
      answer(json({ id: 'r1' }));
      await page.says('The payment is done.', '[role=status]');
      expectFree(page);
      expect(page.calls).toHaveLength(1);
    },
  );

  it.each([true, false])(
    'that ends while its screen is away leaves no lock behind (Strict Mode: %s)',
    async (strict) => {
      const { server, answer } = slowServer();
      const page = openPage({ server, strict });
      page.show(<Checkout />);
      await page.settle();
      page.find().click();
      await page.until(() => expect(page.find().dataset.status).toBe('pending'));
      page.show(null);
      answer(json({ id: 'r1' }));
      await page.until(() => expect(page.client.handle(pay).getView().status).toBe('done'));
      page.show(<Checkout />);
      expectFree(page);
      await page.says('The payment is done.', '[role=status]');
      await pass(page, 1000);
      expect(page.container.querySelector('[data-part=spinner]')).toBe(null);
    },
  );
});

// React 18 has none.
if ('Activity' in React)
  it('goes on behind <Activity>, and is true when that is shown again', async () => {
    const { Activity } = React;
    const { server, answer } = slowServer();
    const page = openPage({ server, strict: true });
    const show = (mode: 'visible' | 'hidden') =>
      page.show(
        <Activity mode={mode}>
          <Checkout />
        </Activity>,
      );
    show('visible');
    await page.settle();
    page.find().click();
    await page.until(() => expect(page.find().dataset.status).toBe('pending'));
    await pass(page, 500);
    expect(page.container.querySelector('[data-part=spinner]')).not.toBe(null);
    show('hidden');
    await pass(page, 1000);
    answer(json({ id: 'r1' }));
    await page.until(() => expect(page.client.handle(pay).getView().status).toBe('done'));
    show('visible');
    await page.until(() => expect(page.find().dataset.status).toBe('done'));
    await pass(page, 500);
    expectFree(page);
    expect(page.container.querySelector('[data-part=spinner]')).toBe(null);
    await page.says('The payment is done.', '[role=status]');
    expect(page.calls).toHaveLength(1);
  });

describe('renders', () => {
  it('are one per change of the view, and none between', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    const rendered: string[] = [];
    const rendering = (status: string) => rendered.push(status);
    const views = new Set<unknown>();
    page.client.handle(pay).subscribe(() => views.add(page.client.handle(pay).getView()));
    page.show(<Checkout rendered={rendering} />);
    await page.settle();
    // From here: the first render was of what is not yet known.
    rendered.length = 0;
    views.clear();
    page.find().click();
    await page.until(() => expect(page.find().dataset.status).toBe('pending'));
    await pass(page, 5000);
    answer(json({ id: 'r1' }));
    await page.until(() => expect(page.find().dataset.status).toBe('done'));
    await pass(page, 5000);
    // The tap on its way into the store, the attempt, the answer.
    expect(rendered).toEqual(['wait', 'pending', 'done']);
    expect(views.size).toBeGreaterThanOrEqual(rendered.length);
  });

  it('of the spinner and of the words that come late stay in their components', async () => {
    const { server } = slowServer();
    const page = openPage({ server });
    let renders = 0;
    page.show(<Checkout rendered={() => renders++} />);
    await page.settle();
    page.find().click();
    await page.until(() => expect(page.find().dataset.status).toBe('pending'));
    const before = renders;
    await pass(page, 9000);
    expect(page.container.querySelector('[data-part=spinner]')).not.toBe(null);
    expect(page.text('[role=status]')).toBe('Processing payment…');
    expect(renders).toBe(before);
  });
});
