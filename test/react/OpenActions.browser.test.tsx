import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  german,
  OpenActions,
  type OpenActionsProps,
  SafeActionButton,
  SafeActionStatus,
  useSafeAction,
} from '../../src/react/index.ts';
import { json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { pay, ring, signUp } from './shop.ts';

watchPages();
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'],
    now: new Date(2030, 0, 1, 0, 0),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const unavailable = () => new Response(null, { status: 503 });
const LIST = '[data-part=open-actions]';
const LINE = '[data-part=line]';
const STEP = '[data-part=step]';

const run = (page: Page, cartId: string) =>
  void page.client.run(pay, { cartId, amount: Number(cartId) }, { subject: cartId });
const lines = (page: Page) => [...page.container.querySelectorAll(LINE)].map((line) => line.textContent);
const announced = (role: string) =>
  [...document.querySelectorAll(`[data-part=announcer][role=${role}] p`)].map((line) => line.textContent);
/** As the clock of the world shows it here. */
const at = (page: Page) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(page.world.clock.now());

async function open(options: Parameters<typeof openPage>[0], props: Partial<OpenActionsProps> = {}) {
  const page = openPage(options);
  // Both clocks begin together, whatever the time zone: what begins now begins today.
  vi.setSystemTime(page.world.clock.now());
  page.show(<OpenActions {...props} />);
  await page.settle();
  return page;
}

describe('a row', () => {
  it('says what it is, from when, and how it stands; while it is to wait there is no step', async () => {
    const { server } = slowServer();
    const page = await open({ server });
    expect(page.find<HTMLElement>(LIST).hidden).toBe(true);
    const since = at(page);
    run(page, '42');
    await page.until(() => expect(lines(page)).toEqual([`€42 from ${since} is being confirmed.`]));
    expect(page.find<HTMLElement>(LIST).hidden).toBe(false);
    expect(page.container.querySelector('button')).toBe(null);
  });

  it('has the one next step of `check`, under the same ID', async () => {
    const page = await open({ server: unavailable });
    run(page, '42');
    await page.advance(60_000);
    await page.until(() => expect(lines(page)[0]).toContain('is not confirmed.'));
    expect(page.find<HTMLElement>('[data-part=open-action]').dataset).toMatchObject({ status: 'check' });
    expect(page.text(`${STEP} [data-part=label] > span`)).toBe('Finish payment');
    page.world.server.handler = () => json({ id: 'r1' });
    page.find(STEP).click();
    await page.until(() => expect(lines(page)).toEqual(['€42 went through.']));
    expect(new Set(page.calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('leads to the form where the input was not kept, and there only', async () => {
    const page = openPage();
    page.show(null);
    await page.settle();
    page.world.server.online = false;
    void page.client.run(signUp, { email: 'a@b.c', password: 'secret' });
    await page.advance(400_000);
    const again = page.reload();
    again.world.server.online = true;
    again.show(<OpenActions formLink={({ action }, label) => <a href={`#${action.name}`}>{label}</a>} />);
    await again.until(() => expect(lines(again)[0]).toMatch(/^Your new account from .* did not happen\.$/));
    expect(again.find<HTMLAnchorElement>('a').hash).toBe('#account.create');
    expect(again.text('a')).toBe('Fill it in again');
    expect(again.container.querySelector(STEP)).toBe(null);
  });

  it('of something that must not be sent twice has only the guarded way out (law 12)', async () => {
    const page = await open({ server: unavailable });
    void page.client.run(ring, undefined);
    await page.until(() => expect(lines(page)[0]).toMatch(/^Something you began .* is not confirmed\.$/));
    expect(page.container.querySelector(STEP)).toBe(null);
    expect(page.find<HTMLDetailsElement>('details').open).toBe(true);
  });

  it('shows what this page cannot read, and does not touch it (law 8)', async () => {
    const page = openPage();
    page.show(null);
    await page.settle();
    page.world.server.online = false;
    run(page, '42');
    await page.settle();
    const { disk } = page.world;
    const [[key] = []] = disk.snapshot().filter(([[name]]) => name === 'open');
    if (!key) throw new Error('Nothing is open.');
    disk.write(key, 'rubbish');
    const again = page.reload();
    again.show(<OpenActions />);
    await again.until(() => expect(lines(again)).toEqual(['Your payment is not confirmed.']));
    expect(again.text('[data-part=alert]')).toContain('This page cannot read something');
    expect(disk.read(key)).toBe('rubbish');
  });

  it('of another day says the day, too', async () => {
    const page = await open({ server: unavailable });
    run(page, '42');
    await page.advance(60_000);
    vi.setSystemTime(page.world.clock.now() + 3 * 86_400_000);
    page.show(<OpenActions />);
    const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' }).format(
      page.world.clock.now(),
    );
    expect(lines(page)[0]).toContain(` from ${day}`);
  });

  it('can be laid out by the app, and speaks its language', async () => {
    const page = await open(
      { server: unavailable },
      {
        messages: german,
        render: ({ line, step, status }, { status: standing }) => (
          <article title={standing}>
            {status}
            {step}
            {line}
          </article>
        ),
      },
    );
    run(page, '42');
    await page.advance(60_000);
    await page.until(() => expect(lines(page)[0]).toMatch(/^€42 \(.*\): noch nicht bestätigt\.$/));
    expect(page.text('article[title=check] > [data-part=step] [data-part=label] > span')).toBe(
      'Zahlung abschließen',
    );
    expect(page.text('h2')).toBe('Noch nicht abgeschlossen');
  });
});

describe('the list', () => {
  it('has no live region of its own: those of the page say it, once, after what it is about', async () => {
    const page = await open({ server: unavailable });
    expect(page.container.querySelector('[role=status], [role=alert]')).toBe(null);
    expect(document.querySelectorAll('[data-part=announcer]')).toHaveLength(2);
    run(page, '42');
    run(page, '43');
    await page.advance(60_000);
    await page.until(() =>
      expect(announced('alert').sort()).toEqual([
        '€42: We got no answer yet. You will not be charged twice. Finish it now.',
        '€43: We got no answer yet. You will not be charged twice. Finish it now.',
      ]),
    );
  });

  it('says nothing of what a status on the page says itself', async () => {
    const page = openPage({ server: unavailable });
    function Checkout({ subject }: { subject: string }) {
      return <SafeActionStatus handle={useSafeAction(pay, { subject })} />;
    }
    page.show(
      <>
        <OpenActions />
        <Checkout subject="42" />
        <Checkout subject="43" />
      </>,
    );
    await page.settle();
    for (const cartId of ['42', '43', '44']) run(page, cartId);
    await page.advance(60_000);
    const words = 'We got no answer yet. You will not be charged twice. Finish it now.';
    await page.until(() => expect(announced('alert')).toEqual([`€44: ${words}`]));
    expect(page.text('[role=alert]')).toBe(words);
    page.world.server.handler = () => json({ id: 'r1' });
    for (const cartId of ['42', '44']) void page.client.handle(pay, cartId).proceed();
    await page.until(() => expect(announced('status')).toEqual(['€44 went through.']));
    await page.says('The payment is done.', '[role=status]');

    // On the next page nobody else says it.
    page.show(<OpenActions />);
    void page.client.handle(pay, '43').proceed();
    await page.until(() => expect(announced('status')).toContain('€43 went through.'));
  });

  it('leaves out what the page shows, and takes it in again', async () => {
    const page = await open({ server: unavailable }, { filter: ({ subject }) => subject !== '42' });
    run(page, '42');
    await page.advance(60_000);
    expect(lines(page)).toEqual([]);
    page.show(<OpenActions />);
    expect(lines(page)).toHaveLength(1);
  });

  it('keeps what is done as news until it is closed, and says so; the focus stays in the list', async () => {
    const page = await open({ server: unavailable });
    run(page, '42');
    await page.advance(60_000);
    await page.until(() => expect(lines(page)[0]).toContain('is not confirmed.'));
    page.find(STEP).focus();
    page.world.server.handler = () => json({ id: 'r1' });
    page.find(STEP).click();
    await page.until(() => expect(lines(page)).toEqual(['€42 went through.']));
    expect(announced('status')).toEqual(['€42 went through.']);
    expect(page.text('h2')).toBe('News');
    expect(document.activeElement).toBe(page.find('[data-part=open-action]'));
    expect(page.text(STEP)).toBe('Close');
    page.find(STEP).focus();
    page.find(STEP).click();
    await page.until(() => expect(lines(page)).toEqual([]));
    // Hidden, it would let the focus fall to <body>.
    expect(document.activeElement).toBe(page.find(LIST));
    expect(page.find<HTMLElement>(LIST).hidden).toBe(false);
    page.find(LIST).blur();
    await page.until(() => expect(page.find<HTMLElement>(LIST).hidden).toBe(true));
  });

  it('keeps what is declined meanwhile with its words, until it is closed', async () => {
    const page = await open({ server: unavailable });
    run(page, '42');
    await page.advance(60_000);
    await page.until(() => expect(lines(page)[0]).toContain('is not confirmed.'));
    page.world.server.handler = () => json({ code: 'card', detail: 'Your card has expired' }, 402);
    page.find(STEP).click();
    await page.until(() => expect(lines(page)).toEqual(['€42 was refused.']));
    const words = 'Your card has expired. Nothing was charged. Use another way to pay.';
    expect(page.text('[data-part=alert]')).toBe(words);
    expect(announced('alert')).toEqual([`€42: ${words}`]);
    expect(page.text(STEP)).toBe('Close');
    page.find(STEP).click();
    await page.until(() => expect(lines(page)).toEqual([]));
  });

  it('closes the news of what has no description of its own', async () => {
    const page = await open({ server: () => json({ id: 'a1' }) });
    void page.client.run(signUp, { email: 'a@b.c', password: 'secret' });
    await page.until(() => expect(lines(page)).toEqual(['Your new account went through.']));
    page.find(STEP).click();
    await page.until(() => expect(lines(page)).toEqual([]));
  });

  it('shows no news of one person to the next (law 9)', async () => {
    const page = await open({ server: () => json({ id: 'r1' }) });
    run(page, '42');
    await page.until(() => expect(lines(page)).toEqual(['€42 went through.']));
    page.show(<OpenActions />, { scope: 'bob' });
    expect(lines(page)).toEqual([]);
  });

  it('and the button of the page itself join in one action (law 1)', async () => {
    const page = openPage({ server: unavailable });
    function Pay() {
      const payment = useSafeAction(pay, { subject: '42' });
      return (
        <SafeActionButton handle={payment} input={{ cartId: '42', amount: 42 }}>
          Pay
        </SafeActionButton>
      );
    }
    page.show(
      <>
        <OpenActions />
        <Pay />
      </>,
    );
    await page.settle();
    page.find('[data-part=button]').click();
    await page.advance(60_000);
    await page.until(() => expect(lines(page)[0]).toContain('is not confirmed.'));
    const { server, answer } = slowServer();
    page.world.server.handler = server;
    const before = page.calls.length;
    page.find(STEP).click();
    page.find('[data-part=button]').click();
    await page.settle();
    expect(page.calls).toHaveLength(before + 1);
    answer(json({ id: 'r1' }));
    await page.until(() => expect(page.find('[data-part=button]').dataset.status).toBe('done'));
  });
});
