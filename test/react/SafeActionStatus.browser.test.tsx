import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { SafeActionStatus, type SafeActionStatusProps, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, type PageOptions, slowServer, watchPages } from './page.tsx';
import { gift, pay, ring, save, signUp, transfer } from './shop.ts';

watchPages();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const unavailable = () => new Response(null, { status: 503 });
const STATUS = '[role=status]';
const ALERT = '[role=alert]';

/** Starts `action`, whose status is on the screen. */
async function start(
  action: Action,
  input: unknown,
  options: PageOptions,
  props: Partial<SafeActionStatusProps> = {},
): Promise<Page> {
  const page = openPage(options);
  page.show(<Status action={action} {...props} />);
  await page.settle();
  expect([page.text(STATUS), page.text(ALERT)]).toEqual(['', '']);
  void page.client.run(action, input);
  await page.settle();
  return page;
}

function Status({ action, ...props }: { action: Action } & Partial<SafeActionStatusProps>) {
  return <SafeActionStatus {...props} handle={useSafeAction(action)} />;
}

/** Both clocks: the engine's and the components'. */
async function pass(page: Page, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    await page.advance(Math.min(left, 100));
    vi.advanceTimersByTime(Math.min(left, 100));
  }
  await page.settle();
}

const has = (page: Page, selector: string) => page.container.querySelector(selector) !== null;
const payment = { cartId: '42', amount: 20 };

describe('the live regions', () => {
  it('are mounted empty, and stay the same elements through every status', async () => {
    const page = openPage({ server: unavailable });
    page.show(<Status action={pay} />);
    const regions = [page.find(STATUS), page.find(ALERT)];
    expect(regions.map((region) => region.textContent)).toEqual(['', '']);
    await page.settle();
    void page.client.run(pay, payment);
    for (const ms of [1000, 1000, 30_000]) await pass(page, ms);
    expect(page.text(ALERT)).toContain('no answer');
    expect([page.find(STATUS), page.find(ALERT)]).toEqual(regions);
  });

  it('speak of progress after 1 s, politely; what is quick is not announced', async () => {
    const { server, answer } = slowServer();
    const page = await start(pay, payment, { server });
    await pass(page, 900);
    expect(page.text(STATUS)).toBe('');
    await pass(page, 100);
    expect(page.text(STATUS)).toBe('Processing payment…');
    expect(page.text(ALERT)).toBe('');
    answer(json({ id: 'r1' }));
    await page.says('The payment is done.', STATUS);
    expect(page.text(ALERT)).toBe('');
  });

  it('do not change with each attempt', async () => {
    const page = openPage({ server: unavailable });
    page.show(<Status action={pay} />);
    await page.settle();
    // Each answer takes its time, so that the attempts are seen, too.
    page.world.server.fault = () => ({ answer: 400 });
    void page.client.run(pay, payment);
    const said = new Set<string>();
    for (let step = 0; step < 80; step++) {
      await pass(page, 100);
      said.add(page.text(STATUS));
    }
    said.delete('');
    expect([...said]).toEqual(['Still trying. Please wait. You will not be charged twice.']);
    expect(page.text(ALERT)).toBe('We got no answer yet. You will not be charged twice. Finish it now.');
  });

  it('call for the person once the machine stopped: a decline, a problem, a retry', async () => {
    const refused = await start(pay, payment, {
      server: () => json({ code: 'card', detail: 'Your card has expired', change: 'payment' }, 402),
    });
    await refused.until(() =>
      expect(refused.text(ALERT)).toContain('Your card has expired. Nothing was charged.'),
    );
    expect(refused.text(STATUS)).toBe('');

    const invalid = await start(save, { text: '' }, {});
    await invalid.says('Nothing was sent. Correct this first: Write something.', ALERT);

    const offline = openPage();
    offline.world.server.online = false;
    offline.show(<Status action={pay} />);
    await offline.settle();
    void offline.client.run(pay, payment);
    await offline.says(
      'You are offline. This goes on by itself once you are connected. You will not be charged twice.',
      STATUS,
    );
    await offline.advance(400_000);
    await offline.says('We could not reach the server. Nothing was charged. Try again.', ALERT);
  });

  it('say "Keep this page open" where nothing is on disk (law 11)', async () => {
    const page = openPage({ server: () => new Promise(() => {}) });
    page.world.disk.absent = true;
    page.show(<Status action={pay} />);
    await page.settle();
    void page.client.run(pay, payment);
    await page.settle();
    await pass(page, 1000);
    expect(page.text(STATUS)).toBe('Processing payment… Keep this page open until then.');
  });

  it.each([
    [
      true,
      'We got no answer yet. You will not be charged twice. Finish it now. Keep this page open until then.',
    ],
    [false, 'We could not reach the server. Nothing was charged. Try again. Keep this page open until then.'],
  ])('say so, too, when the machine stopped (online: %s)', async (online, words) => {
    const page = openPage({ server: unavailable });
    page.world.disk.absent = true;
    page.world.server.online = online;
    page.show(<Status action={pay} />);
    await page.settle();
    void page.client.run(pay, payment);
    await page.advance(400_000);
    expect(page.text(ALERT)).toBe(words);
  });
});

describe('what the person can do', () => {
  it('is to go where the bank wants them', async () => {
    const page = await start(transfer, undefined, { server: () => json({ next: 'https://bank.test/3ds' }) });
    await page.says(
      'The payment needs your confirmation. Confirm it, then come back here. You will not be charged twice.',
      STATUS,
    );
    const link = page.find<HTMLAnchorElement>('a');
    expect([link.href, link.textContent]).toEqual(['https://bank.test/3ds', 'Confirm the payment']);
  });

  it('is to quote the request ID, where only the server knows', async () => {
    const page = await start(pay, payment, { server: unavailable });
    await pass(page, 40_000);
    const view = page.client.handle(pay).getView();
    expect(page.text('[data-part=reference]')).toBe(
      `If you ask us about it, quote this reference: ${'requestId' in view && view.requestId} Copy`,
    );
  });

  it('is to leave after 10 s of waiting, and not before', async () => {
    const page = await start(pay, payment, { server: () => new Response(null, { status: 202 }) });
    await pass(page, 9_500);
    expect(has(page, 'details')).toBe(false);
    await pass(page, 2000);
    expect(page.text('summary')).toBe('Stop waiting');
    page.world.server.handler = () => json({ id: 'r1' });
    await page.advance(2500);
    // At once, before any timer of a component: not a frame of "The payment is done. Stop waiting".
    for (let turn = 0; turn < 50 && page.text(STATUS) !== 'The payment is done.'; turn++) await page.settle();
    expect([page.text(STATUS), has(page, 'details')]).toEqual(['The payment is done.', false]);
  });

  it('is not taken away by the next attempt, which itself cannot be left (law 4)', async () => {
    const page = await start(pay, payment, { server: () => new Response(null, { status: 202 }) });
    await pass(page, 12_000);
    const details = page.find<HTMLDetailsElement>('details');
    details.open = true;
    page.find<HTMLInputElement>('input').click();
    page.world.server.handler = () => new Promise(() => {});
    await pass(page, 5000);
    expect(page.client.handle(pay).getView().status).toBe('pending');
    expect(page.find('details')).toBe(details);
    expect([details.open, page.find<HTMLInputElement>('input').checked]).toEqual([true, true]);
    expect(page.find('details button').getAttribute('aria-disabled')).toBe('true');
    page.find('details button').click();
    await page.settle();
    expect(page.client.handle(pay).getView().status).toBe('pending');
    expect(page.find('details')).toBe(details);
  });
});

describe('giving up', () => {
  const box = (page: Page) => page.find<HTMLInputElement>('input[type=checkbox]');
  const giveUp = (page: Page) => page.find('details button');

  it('is behind a door in `check`, which is open where nothing else is left', async () => {
    const page = await start(signUp, { email: 'a@b.c', password: 'secret' }, { server: unavailable });
    await pass(page, 40_000);
    expect(page.find<HTMLDetailsElement>('details').open).toBe(false);
    expect(page.text('summary')).toBe('Give up on this');

    const last = await start(ring, undefined, { server: unavailable });
    await last.until(() => expect(last.text(ALERT)).toContain('It may have been done. Ask us'));
    expect(last.find<HTMLDetailsElement>('details').open).toBe(true);
  });

  it('takes the consent first: without it the tap only leads there (law 4)', async () => {
    const page = await start(pay, payment, { server: unavailable });
    await pass(page, 40_000);
    page.find<HTMLDetailsElement>('details').open = true;
    expect(page.text('label')).toBe('I understand that I may have been charged.');
    expect(giveUp(page).getAttribute('aria-disabled')).toBe('true');
    giveUp(page).click();
    await page.settle();
    expect(document.activeElement).toBe(box(page));
    expect(page.client.handle(pay).getView().status).toBe('check');
  });

  it('takes the consent for one action only, not for the next one in the slot', async () => {
    const page = await start(pay, payment, { server: unavailable });
    await pass(page, 40_000);
    box(page).click();
    await page.settle();
    expect(box(page).checked).toBe(true);
    // Meanwhile, in another tab, it is given up, and another payment ends in the same doubt.
    page.tab.suspend();
    const other = openPage({ world: page.world });
    other.show(null);
    await other.settle();
    other.client.handle(pay).subscribe(() => {});
    await other.settle();
    await other.client.handle(pay).abandon({ understood: true });
    void other.client.run(pay, { cartId: '42', amount: 21 });
    await other.advance(60_000);
    const before = page.text('code');
    await page.tab.resume('focus');
    await page.until(() => expect(page.text('code')).not.toBe(before));
    expect(box(page).checked).toBe(false);
  });

  it('frees the slot, says so, and keeps the focus on the page', async () => {
    const page = await start(pay, payment, { server: unavailable });
    await pass(page, 40_000);
    page.find<HTMLDetailsElement>('details').open = true;
    box(page).click();
    await page.settle();
    expect(giveUp(page).getAttribute('aria-disabled')).toBe(null);
    giveUp(page).focus();
    giveUp(page).click();
    await page.says(
      'You gave it up, and nothing more will be sent. Look at your bank account before you pay again.',
      STATUS,
    );
    expect(page.client.handle(pay).getView().status).toBe('idle');
    expect(document.activeElement).toBe(page.find(STATUS));
    expect(has(page, 'details')).toBe(false);

    void page.client.run(pay, { cartId: '42', amount: 21 });
    await page.says('', STATUS);
    await pass(page, 40_000);
    expect(has(page, 'input:checked')).toBe(false);
    expect(has(page, 'details')).toBe(true);
  });
});

describe('the element', () => {
  it('carries the state, and the other props', async () => {
    const page = await start(pay, payment, { server: () => new Promise(() => {}) }, { className: 'info' });
    expect({ ...page.find('div.info').dataset }).toEqual({
      part: 'status',
      status: 'pending',
      locked: '',
      kind: 'payment',
    });
  });

  it('can be laid out by the app, in its own words', async () => {
    const render: SafeActionStatusProps['render'] = ({ status, alert, actions }, { action }) => (
      <section title={action.name}>
        {actions}
        {alert}
        {status}
      </section>
    );
    const messages = { retry: 'Kein Netz.', nothingHappened: 'Nichts wurde abgebucht.' };
    const page = openPage();
    page.world.server.online = false;
    page.show(<Status action={pay} render={render} messages={messages} />);
    await page.settle();
    void page.client.run(pay, payment);
    await page.advance(400_000);
    await page.says(
      'Kein Netz. Nichts wurde abgebucht. Try again.',
      `section[title="checkout.pay"] > ${ALERT}`,
    );
    expect(has(page, 'div')).toBe(false);
  });
});

it('has its English words where a group is there and undefined, as by a condition', async () => {
  const messages = { pending: undefined } as never;
  const page = await start(pay, payment, { server: () => new Promise(() => {}) }, { messages });
  await pass(page, 1000);
  expect(page.text(STATUS)).toBe('Processing payment…');
});

describe('a countdown to the next attempt', () => {
  const COUNTDOWN = '[data-part=countdown]';
  beforeEach(() => {
    vi.setSystemTime(Date.UTC(2030, 0, 1));
  });

  it('is for the eye only, counts by itself, and is not there for the last second', async () => {
    const page = openPage({ server: () => json({}, 503, { 'Retry-After': '5' }) });
    vi.setSystemTime(page.world.clock.now());
    let renders = 0;
    function Counted() {
      renders++;
      return <SafeActionStatus handle={useSafeAction(pay)} />;
    }
    page.show(<Counted />);
    await page.settle();
    void page.client.run(pay, payment);
    await page.until(() => expect(page.find(COUNTDOWN)).toBeTruthy());
    expect(page.find(COUNTDOWN).ariaHidden).toBe('true');
    const seen: string[] = [];
    const before = renders;
    // The components' clock alone: for the engine no time passes, so nothing but the countdown can render.
    for (let step = 0; step < 70 && has(page, COUNTDOWN); step++) {
      const text = page.text(COUNTDOWN);
      if (seen.at(-1) !== text) seen.push(text);
      vi.advanceTimersByTime(100);
      await page.settle();
    }
    expect(seen.slice(-4)).toEqual([
      'Next attempt in 5 seconds',
      'Next attempt in 4 seconds',
      'Next attempt in 3 seconds',
      'Next attempt in 2 seconds',
    ]);
    expect(has(page, COUNTDOWN)).toBe(false);
    expect(renders).toBe(before);
    expect(page.text(STATUS)).not.toMatch(/\d/);
  });

  it('is not there for the short delays of the first retries', async () => {
    const page = openPage({ server: unavailable });
    vi.setSystemTime(page.world.clock.now());
    page.show(<Status action={pay} />);
    await page.settle();
    void page.client.run(pay, payment);
    await page.until(() => expect(page.client.handle(pay).getView()).toMatchObject({ reason: 'backoff' }));
    expect(has(page, COUNTDOWN)).toBe(false);
  });
});

describe('the attempts', () => {
  it('are counted on demand, within their round', async () => {
    const page = openPage({ server: unavailable });
    page.show(<Status action={pay} attempts />);
    await page.settle();
    page.world.server.fault = () => ({ answer: 1200 });
    const seen = new Set<string>();
    for (const round of [1, 2]) {
      void page.client.run(pay, payment);
      for (let step = 0; step < 120; step++) {
        await pass(page, 100);
        if (has(page, '[data-part=attempt]')) seen.add(`${round}: ${page.text('[data-part=attempt]')}`);
      }
    }
    expect([...seen]).toEqual(
      [1, 2].flatMap((round) => [1, 2, 3, 4].map((number) => `${round}: Attempt ${number} of 4`)),
    );
  });

  it('are not counted without it', async () => {
    const page = await start(pay, payment, { server: unavailable });
    await pass(page, 3000);
    expect(has(page, '[data-part=attempt]')).toBe(false);
  });
});

describe('the reference', () => {
  const copy = (page: Page) => page.find('[data-part=reference] button');
  const announced = () => document.querySelector('[data-part=announcer][role=status]')?.textContent;
  const inDoubt = async () => {
    const page = await start(pay, payment, { server: unavailable });
    await pass(page, 40_000);
    return page;
  };

  it('is copied with one tap, which says so', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const page = await inDoubt();
    expect(page.find('code').dir).toBe('ltr');
    copy(page).click();
    await page.says('Copied', '[data-part=reference] button');
    expect(written).toHaveBeenCalledExactlyOnceWith(page.text('code'));
    await page.until(() => expect(announced()).toBe('Copied'));
  });

  it('is selected where there is no clipboard, or none for us', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'));
    const page = await inDoubt();
    copy(page).click();
    await page.until(() => expect(String(getSelection())).toBe(page.text('code')));
    expect(page.text('[data-part=reference] button')).toBe('Copy');

    getSelection()?.removeAllRanges();
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(undefined as never);
    copy(page).click();
    await page.until(() => expect(String(getSelection())).toBe(page.text('code')));
  });
});

describe('a status without live regions of its own', () => {
  const announced = (role: string) =>
    document.querySelector(`[data-part=announcer][role=${role}]`)?.textContent;

  it("speaks through the page's, after what it is about, and looks the same", async () => {
    const page = openPage({ server: unavailable });
    page.show(<Status action={pay} live={false} />);
    await page.settle();
    expect(has(page, '[role]')).toBe(false);
    expect([announced('status'), announced('alert')]).toEqual(['', '']);
    page.world.server.fault = () => ({ answer: 1500 });
    void page.client.run(pay, payment);
    await pass(page, 1100);
    expect(announced('status')).toBe('€20: Processing payment…');
    await pass(page, 40_000);
    expect(announced('status')).toBe('');
    expect(announced('alert')).toBe(
      '€20: We got no answer yet. You will not be charged twice. Finish it now.',
    );
    expect(page.text('[data-part=alert]')).toBe(
      'We got no answer yet. You will not be charged twice. Finish it now.',
    );
  });

  it('has nothing there that a strict Content-Security-Policy forbids, nor anything to be seen', async () => {
    const page = openPage();
    page.show(<Status action={pay} />);
    const region = document.querySelector<HTMLElement>('[data-part=announcer]');
    expect(region?.getAttribute('aria-atomic')).toBe('false');
    expect(getComputedStyle(region as HTMLElement)).toMatchObject({
      position: 'fixed',
      clipPath: 'inset(50%)',
    });
  });

  it('leaves them where they are for the next page: a region that comes with its words is not announced', async () => {
    const page = openPage();
    page.show(<Status key="one page" action={pay} live={false} />);
    const region = () => document.querySelector('[data-part=announcer][role=alert]');
    const before = region();
    expect(before).not.toBe(null);
    page.show(<Status key="the next" action={pay} live={false} />);
    expect(region()).toBe(before);
    page.show(null);
    page.show(<Status action={pay} live={false} />);
    expect(region()).toBe(before);
  });

  it("does not say the next user's words after the description of the one before (law 9)", async () => {
    const page = openPage({ server: () => json({}) });
    page.show(<Status action={gift} live={false} />, { scope: 'ann' });
    await page.settle();
    void page.client.run(gift, { to: 'the doctor' });
    await page.until(() => expect(announced('status')).toBe('Money for the doctor: Sent.'));
    page.show(<Status action={gift} live={false} />, { scope: 'bob' });
    await page.advance(2000);
    void page.client.run(gift, { to: '' });
    await page.until(() =>
      expect(announced('alert')).toBe('Your message: Nothing was sent. Correct this first: To whom?'),
    );
  });
});
