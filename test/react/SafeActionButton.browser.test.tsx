/// <reference types="vite/client" />
import { createRef, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SafeActionButton, type SafeActionButtonProps, useSafeAction } from '../../src/react/index.ts';
import styles from '../../src/styles.css?raw';
import { json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { type Payment, pay, ring, signUp } from './shop.ts';

watchPages();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const input = { cartId: '42', amount: 20 };
const unavailable = () => new Response(null, { status: 503 });

function Pay({
  children = 'Pay €20',
  ...props
}: Partial<SafeActionButtonProps<Payment>> & { children?: ReactNode }) {
  const payment = useSafeAction(pay);
  return (
    <SafeActionButton {...(props as object)} handle={payment} input={input}>
      {children}
    </SafeActionButton>
  );
}

async function pass(page: Page, ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await page.settle();
}

const spins = (page: Page) => page.container.querySelector('[data-part=spinner]') !== null;

describe('the label', () => {
  it('changes with the first tap, and back when it is done', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    page.show(<Pay />);
    expect(page.text()).toBe('Pay €20');
    await page.says('Pay €20');
    page.find().click();
    await page.says('Processing payment…');
    answer(json({ id: 'r1' }));
    await page.says('Pay €20');
    expect(page.find().dataset.status).toBe('done');
  });

  it('is the next step: "Finish payment" sends the same ID again', async () => {
    const page = openPage({ server: unavailable });
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.advance(60_000);
    await page.says('Finish payment');
    page.world.server.handler = () => json({ id: 'r1' });
    page.find().click();
    await page.says('Pay €20');
    expect(new Set(page.calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('is the own one, locked, where nothing is left but to give up', async () => {
    const page = openPage({ server: unavailable });
    function Ring() {
      return (
        <SafeActionButton handle={useSafeAction(ring)} input={undefined}>
          Ring
        </SafeActionButton>
      );
    }
    page.show(<Ring />);
    await page.settle();
    page.find().click();
    await page.until(() => expect(page.find().dataset.status).toBe('check'));
    expect(page.text()).toBe('Ring');
    expect(page.find().getAttribute('aria-disabled')).toBe('true');
  });

  it('has a pending label of its own where it is given', async () => {
    const { server } = slowServer();
    const page = openPage({ server });
    page.show(<Pay pendingLabel="One moment…" />);
    await page.settle();
    page.find().click();
    await page.says('One moment…');
  });

  it("takes the provider's words, and before them the component's", async () => {
    const { server } = slowServer();
    const page = openPage({ server });
    const messages = { pending: 'Zahlung läuft…' };
    page.show(<Pay />, { messages });
    await page.settle();
    page.find().click();
    await page.says('Zahlung läuft…');
    page.show(<Pay messages={{ pending: 'Einen Moment…' }} />, { messages });
    expect(page.text()).toBe('Einen Moment…');
  });
});

describe('the room that it takes', () => {
  const style = document.createElement('style');
  style.textContent = `${styles} main { width: fit-content; }`;
  afterEach(() => style.remove());

  /** The box of the button through a life: done fast, then slow, then in doubt, then refused. */
  async function boxes(page: Page): Promise<Set<string>> {
    const seen = new Set<string>();
    const look = () => {
      const { x, y, width, height } = page.find().getBoundingClientRect();
      seen.add(`${page.find().dataset.status}: ${[x, y, width, height].map(Math.round).join(' ')}`);
    };
    look();
    page.find().click();
    await page.until(() => expect(page.find().dataset.status).toBe('pending'));
    look();
    await pass(page, 500);
    expect(spins(page)).toBe(true);
    look();
    await page.advance(60_000);
    await page.until(() => expect(page.find().dataset.status).toBe('check'));
    look();
    return seen;
  }

  it.each(['Pay €20', 'Pay', ['Pay €', 20]])('is the same in every status: 0 px (%s)', async (children) => {
    document.head.append(style);
    const page = openPage({ server: () => new Promise(() => {}) });
    page.show(<Pay>{children}</Pay>);
    await page.settle();
    const seen = [...(await boxes(page))];
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen.map((line) => line.split(': ')[1])).size).toBe(1);
    expect(page.find().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  });

  it('is silent: the name of the button is what is seen', async () => {
    document.head.append(style);
    const page = openPage();
    page.show(<Pay />);
    await page.settle();
    expect(page.find().textContent).toBe('Pay €20');
    for (const room of page.container.querySelectorAll('[data-part=room]'))
      expect(getComputedStyle(room).visibility).toBe('hidden');
  });

  it('is none without the style sheet', async () => {
    const page = openPage();
    page.show(<Pay />);
    await page.settle();
    for (const room of page.container.querySelectorAll('[data-part=room]'))
      expect(room.getBoundingClientRect().width).toBe(0);
  });
});

describe('the spinner', () => {
  it('does not come for what is done within 400 ms', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.says('Processing payment…');
    await pass(page, 390);
    expect(spins(page)).toBe(false);
    answer(json({ id: 'r1' }));
    await page.says('Pay €20');
    await pass(page, 1000);
    expect(spins(page)).toBe(false);
  });

  it('stays for 300 ms once it came, so that it never flashes', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.settle();
    await pass(page, 400);
    expect(spins(page)).toBe(true);
    answer(json({ id: 'r1' }));
    await page.until(() => expect(page.find().dataset.status).toBe('done'));
    await pass(page, 200);
    expect(spins(page)).toBe(true);
    await pass(page, 100);
    expect(spins(page)).toBe(false);
  });

  it('is silent to a screen reader, and does not spin where nothing moves: offline', async () => {
    const page = openPage({ server: () => new Promise(() => {}) });
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.settle();
    await pass(page, 400);
    expect(page.find('[data-part=spinner]').getAttribute('aria-hidden')).toBe('true');
    page.unmount();

    const other = openPage();
    other.world.server.online = false;
    other.show(<Pay />);
    await other.settle();
    other.find().click();
    await other.until(() => expect(other.find().dataset.reason).toBe('offline'));
    await pass(other, 5000);
    expect(spins(other)).toBe(false);
    expect(other.find().getAttribute('aria-disabled')).toBe('true');
    expect(other.text()).toBe('Pay €20');
  });
});

describe('the element', () => {
  it('is a <button type="button"> that takes a ref and every other prop', async () => {
    const page = openPage();
    const ref = createRef<HTMLButtonElement>();
    function Plain() {
      return (
        <SafeActionButton ref={ref} handle={useSafeAction(pay)} input={input} className="big" id="pay">
          Pay
        </SafeActionButton>
      );
    }
    page.show(<Plain />);
    await page.settle();
    expect(ref.current).toBe(page.find('button#pay.big[type=button]'));
  });

  it('can be rendered by the app, with the same behaviour', async () => {
    const page = openPage({ server: () => json({ id: 'r1' }) });
    const ref = createRef<HTMLButtonElement>();
    function Fancy() {
      return (
        <SafeActionButton
          ref={ref}
          handle={useSafeAction(pay)}
          input={input}
          render={({ children, ...props }, { status }) => (
            <button {...props} title={status}>
              <b>{children}</b>
            </button>
          )}
        >
          Pay
        </SafeActionButton>
      );
    }
    page.show(<Fancy />);
    await page.settle();
    expect(ref.current).toBe(page.find());
    expect(page.text('b')).toBe('Pay');
    page.find().click();
    await page.until(() => expect(page.find().title).toBe('done'));
    expect(page.calls).toHaveLength(1);
  });

  it('submits the form it is in, where the form is sound', async () => {
    const page = openPage({ server: () => json({ id: 'a1' }) });
    function SignUp() {
      const account = useSafeAction(signUp);
      const read = (data: FormData) => ({ email: String(data.get('email')), password: 'secret' });
      return (
        <form {...account.getFormProps({ input: read })}>
          <input name="email" required />
          <SafeActionButton handle={account} type="submit">
            Create account
          </SafeActionButton>
        </form>
      );
    }
    page.show(<SignUp />);
    await page.settle();
    page.find().click();
    await page.settle();
    expect(page.calls).toHaveLength(0);
    page.find<HTMLInputElement>('input').value = 'a@b.c';
    page.find().click();
    await page.until(() => expect(page.find().dataset.status).toBe('done'));
    expect(JSON.parse(page.calls[0]?.body ?? '')).toEqual({ email: 'a@b.c', password: 'secret' });
  });
});

it('keeps room for a label with a condition in it', async () => {
  const page = openPage();
  function Pay({ coupon }: { coupon: boolean }) {
    return (
      <SafeActionButton handle={useSafeAction(pay)} input={{ cartId: '1', amount: 1 }}>
        Pay €{20}
        {coupon && ' with a coupon'}
        {coupon ? null : undefined}
      </SafeActionButton>
    );
  }
  const room = () => page.find('[data-part=room]').dataset.text;
  page.show(<Pay coupon={false} />);
  expect(room()).toBe('Pay €20');
  page.show(<Pay coupon />);
  expect(room()).toBe('Pay €20 with a coupon');
});
