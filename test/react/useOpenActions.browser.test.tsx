import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SafeActionHandle, useOpenActions, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, slowServer, takeComplaints, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

const unavailable = () => new Response(null, { status: 503 });
const payment = (cartId: string) => ({ cartId, amount: Number(cartId) });

/** A banner that notes what it was rendered with. */
function banner() {
  const seen: (readonly SafeActionHandle[])[] = [];
  function Banner() {
    const open = useOpenActions();
    seen.push(open);
    return (
      <ul>
        {open.map((handle) => (
          <li key={handle.subject}>
            {handle.action.name} {handle.about()?.description} {handle.status}
          </li>
        ))}
      </ul>
    );
  }
  return { Banner, seen };
}

const run = (page: Page, cartId: string) => void page.client.run(pay, payment(cartId), { subject: cartId });
const lines = (page: Page) => [...page.container.querySelectorAll('li')].map((line) => line.textContent);

describe('useOpenActions', () => {
  it('lists what is open in the scope with its words, and nothing that is settled', async () => {
    const page = openPage({ server: unavailable });
    const { Banner } = banner();
    page.show(<Banner />);
    await page.settle();
    expect(lines(page)).toEqual([]);

    run(page, '42');
    await page.advance(60_000);
    expect(lines(page)).toEqual(['checkout.pay €42 check']);

    page.world.server.handler = () => json({ id: 'r1' });
    void page.client.handle(pay, '42').proceed();
    await page.until(() => expect(lines(page)).toEqual([]));
  });

  it('still lists it after a reload, and to nobody but its owner (law 9)', async () => {
    const page = openPage({ server: unavailable });
    const { Banner } = banner();
    page.show(<Banner />);
    await page.settle();
    run(page, '42');
    await page.advance(60_000);
    const again = page.reload();
    again.show(<Banner />);
    await again.advance(60_000);
    expect(lines(again)).toEqual(['checkout.pay €42 check']);
    again.show(<Banner />, { scope: 'bob' });
    expect(lines(again)).toEqual([]);
    await again.settle();
    expect(lines(again)).toEqual([]);
  });

  it('keeps the array until a view changes, and then every handle but the changed one', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    const { Banner, seen } = banner();
    page.show(<Banner />);
    await page.settle();
    run(page, '1');
    await page.settle();
    run(page, '2');
    await page.until(() => expect(lines(page)).toHaveLength(2));
    await page.settle();
    const before = seen.at(-1);
    page.show(<Banner />);
    expect(seen.at(-1)).toBe(before);

    page.world.server.handler = unavailable;
    answer(unavailable());
    await page.advance(100);
    const [first, second] = seen.at(-1) ?? [];
    expect(first).toBe(before?.[0]);
    expect(second).not.toBe(before?.[1]);
    expect(second).toMatchObject({ subject: '2', status: 'wait', reason: 'backoff' });
  });

  it('lists what turns out to be done after it was given up, until it is dismissed (law 8)', async () => {
    const answers = [() => json({ id: 'late' }), unavailable];
    const server = () => (answers.shift() ?? unavailable)();
    const stopped = openPage({ server });
    const { Banner, seen } = banner();
    stopped.show(<Banner />);
    await stopped.settle();
    stopped.world.server.failNext({ answer: 5000 });
    run(stopped, '42');
    await stopped.advance(1000);
    // Its answer comes to a tab that does not run; another tab tries in its place, in vain.
    stopped.tab.suspend();
    const page = openPage({ world: stopped.world });
    const other = banner();
    page.show(<other.Banner />);
    await page.advance(120_000);
    expect(lines(page)).toEqual(['checkout.pay €42 check']);
    void other.seen.at(-1)?.[0]?.abandon({ understood: true });
    await page.until(() => expect(lines(page)).toEqual([]));

    await stopped.tab.resume('show');
    await stopped.until(() => expect(lines(stopped)).toEqual(['checkout.pay €42 done']));
    void seen.at(-1)?.[0]?.dismiss();
    await stopped.until(() => expect(lines(stopped)).toEqual([]));
  });
});

describe('in development, what goes on behind a silent screen', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function Payment({ subject }: { subject: string }) {
    useSafeAction(pay, { subject });
    return null;
  }
  const { Banner } = banner();

  /** A page load that resumes a payment for cart 42. */
  async function resumed(ui: React.ReactNode): Promise<Page> {
    const page = openPage({ server: () => new Promise(() => {}) });
    page.show(<Payment subject="42" />);
    await page.settle();
    run(page, '42');
    await page.settle();
    const again = page.reload();
    again.show(ui);
    await again.advance(1000);
    return again;
  }

  it('is warned of, once', async () => {
    const page = await resumed(null);
    expect(takeComplaints().warnings).toEqual([]);
    vi.advanceTimersByTime(5000);
    const { warnings } = takeComplaints();
    expect(warnings).toEqual([[expect.stringContaining('"checkout.pay" (subject "42")')]]);
    expect(warnings[0]?.[0]).toContain('useOpenActions()');
    run(page, '43');
    await page.settle();
    vi.advanceTimersByTime(5000);
    expect(takeComplaints().warnings).toEqual([]);
  });

  it.each([
    ['its own component', <Payment key="" subject="42" />],
    ['a banner', <Banner key="" />],
  ])('is fine where %s shows it', async (_, ui) => {
    await resumed(ui);
    vi.advanceTimersByTime(5000);
    expect(takeComplaints().warnings).toEqual([]);
  });

  it('is warned of where only another cart is shown, unless a lazy route comes in time', async () => {
    const page = await resumed(<Payment subject="43" />);
    page.show(<Payment subject="42" />);
    vi.advanceTimersByTime(5000);
    expect(takeComplaints().warnings).toEqual([]);

    await resumed(<Payment subject="43" />);
    vi.advanceTimersByTime(5000);
    expect(takeComplaints().warnings).toHaveLength(1);
  });
});
