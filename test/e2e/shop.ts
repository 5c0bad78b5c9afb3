import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base, expect as baseExpect, type Locator, type Page } from '@playwright/test';
import type { ArmedFault, Fault } from '../../demo/faults.ts';
import type { Arrival, Ledger } from '../../demo/ledger.ts';
import type { LoggedEntry } from '../../src/server/logEntry.ts';
import type { Killable } from './killable.ts';
import { type Profile, withProfile, withRegularVisitor } from './ownChromium.ts';
import { withFirefoxProfile } from './ownFirefox.ts';

const main = fileURLToPath(new URL('../../dist-demo/server/main.js', import.meta.url));

/** Patient, for slow machines: what a test waits for comes, or does not come at all. */
export const expect = baseExpect.configure({ timeout: 20_000 });

/**
 * The shop's server, in a process of its own: what it says happened is what happened. With a `file` it remembers that
 * beyond its process.
 */
export class Shop {
  url = '';
  #port = '0';
  #server: ChildProcess | undefined;
  readonly #env: Record<string, string>;

  /** In memory, unless `database` is a directory for PGlite, which takes seconds to start. */
  constructor(file?: string, database = 'memory') {
    this.#env = { DEMO_DATABASE: database, DATABASE_URL: '', ...(file && { DEMO_FILE: file }) };
  }

  async start(): Promise<void> {
    const server = spawn(process.execPath, [main], {
      env: {
        ...process.env,
        PORT: this.#port,
        DEMO_PARENT_STDIN: '1',
        ...this.#env,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#server = server;
    for await (const line of createInterface(server.stdout)) {
      const [url] = /http:\S+/.exec(line) ?? [];
      if (!url) continue;
      this.url = url;
      // A second start takes the same port: for a browser it is the same shop.
      this.#port = new URL(url).port;
      return;
    }
    throw new Error('The demo server did not start.');
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.stdin?.end();
    await gone;
  }

  /** At once, whatever it is doing. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  async arm(fault: Fault, more: Partial<ArmedFault> = {}): Promise<void> {
    await this.#ask('/lab/fault', { fault, ...more });
  }

  async disarm(): Promise<void> {
    await this.#ask('/lab/disarm', {});
  }

  async ledger(): Promise<Ledger> {
    return this.#ask('/lab/ledger');
  }

  /** Every call that reached an action's endpoint, oldest first. */
  async log(): Promise<Arrival[]> {
    return this.#ask('/lab/log');
  }

  /** As a bank does that never heard the answer to its webhook. Resolves with what it hears now. */
  async sendWebhookAgain(): Promise<number> {
    return (await this.#ask<{ status: number }>('/lab/webhook', {})).status;
  }

  /** What the server half wrote down under an ID, oldest first. */
  async trace(requestId: string): Promise<LoggedEntry[]> {
    return this.#ask(`/lab/trace?requestId=${requestId}`);
  }

  /** Calls that could have made something happen: not the questions about one. */
  async sent(path = '/api/pay'): Promise<Arrival[]> {
    return (await this.log()).filter((entry) => entry.method !== 'GET' && entry.path.startsWith(path));
  }

  /** Resolves when `count` such calls have arrived. */
  async arrived(count: number, path?: string): Promise<Arrival[]> {
    await expect.poll(async () => (await this.sent(path)).length).toBe(count);
    return this.sent(path);
  }

  /** The request IDs of these calls, each once. */
  async ids(path?: string): Promise<string[]> {
    return [...new Set((await this.sent(path)).map(({ requestId }) => requestId))];
  }

  /** One charge, one order, one receipt by e-mail, all under the one ID that was ever sent. Returns that ID. */
  async expectOneCharge(text = '20.00 EUR'): Promise<string> {
    const { charges, orders, emails } = await this.ledger();
    const [id = '', ...others] = await this.ids();
    expect(others).toEqual([]);
    expect(charges).toEqual([{ at: expect.any(Number), requestId: id, text }]);
    expect(orders.map(({ requestId }) => requestId)).toEqual([id]);
    expect(emails.map(({ requestId }) => requestId)).toEqual([id]);
    return id;
  }

  async expectNoCharge(): Promise<void> {
    const { charges, orders, emails } = await this.ledger();
    expect([charges, orders, emails]).toEqual([[], [], []]);
  }

  async #ask<Data>(path: string, body?: unknown): Promise<Data> {
    const response = await fetch(this.url + path, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    return response.json();
  }
}

interface Own {
  shop: Shop;
  /** Of a Chromium, for tests with the tag `@chromium`. */
  profile: Profile;
  /** Of the browser that the test runs in. */
  killable: Killable;
}

/** Each test has a shop of its own, to break as it likes; and, where it asks for one, a browser to kill. */
export const test = base.extend<Own, { regularVisitor: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured object here
  shop: async ({}, use) => {
    const shop = new Shop();
    await shop.start();
    await use(shop);
    await shop.stop();
  },
  baseURL: async ({ shop }, use) => use(shop.url),
  regularVisitor: [
    async ({ browserName }, use) => (browserName === 'chromium' ? withRegularVisitor(use) : use('')),
    { scope: 'worker' },
  ],
  profile: async ({ regularVisitor }, use) => withProfile(regularVisitor, use),
  killable: async ({ browserName, regularVisitor }, use) =>
    browserName === 'firefox' ? withFirefoxProfile(use) : withProfile(regularVisitor, use),
});

/** A button in a tab that follows another one. That lasts for seconds only: `watch` it before the tap. */
export const elsewhere = '[data-status=wait][data-reason=elsewhere]';

/** What can be seen of one action on its page. */
export class ActionPage {
  readonly page: Page;
  readonly button: Locator;
  readonly words: Locator;
  readonly #path: string;
  #clicked = 0;

  constructor(page: Page, path: string) {
    this.page = page;
    this.#path = path;
    this.button = page.locator('main button.primary[data-status]');
    this.words = page.locator('main').locator('[role=status], [role=alert]').filter({ hasText: /./ });
  }

  /** `origin` where the page's browser does not know the shop's. */
  async open(origin = ''): Promise<this> {
    await this.page.goto(origin + this.#path);
    await this.ready();
    return this;
  }

  /** The store is read, nothing is open: a tap starts something. */
  async ready(): Promise<void> {
    await expect(this.button).toHaveAttribute('data-status', 'idle');
    await expect(this.button).not.toHaveAttribute('data-locked');
  }

  /** An intent of its own: a click within 500 ms of the last one would belong to that (law 1). */
  async click(): Promise<void> {
    await expect.poll(() => Date.now() - this.#clicked).toBeGreaterThan(1000);
    await this.button.click();
    this.#clicked = Date.now();
  }

  async doubleClick(): Promise<void> {
    await this.button.dblclick();
    this.#clicked = Date.now();
  }

  /** A tap at once, as a finger does it: Playwright's own click would wait for a locked button. */
  async tap(): Promise<void> {
    await this.button.evaluate((button: HTMLElement) => button.click());
  }

  /**
   * Whether the button shows this from now on, if only for a moment: asking from outside can miss what passes.
   * `tap` taps it then, at once. Resolves when it is being watched, with the promise that it has been seen.
   */
  async watch(shown: string, { tap = false } = {}): Promise<{ seen: () => Promise<void> }> {
    await this.button.evaluate(
      (button: HTMLElement, { shown, tap }) => {
        const seen = new Promise<void>((resolve) => {
          const look = () => {
            if (!button.matches(shown)) return;
            observer.disconnect();
            if (tap) button.click();
            resolve();
          };
          const observer = new MutationObserver(look);
          observer.observe(button, { attributes: true });
          look();
        });
        Object.assign(window, { watchedButton: seen });
      },
      { shown, tap },
    );
    return {
      seen: () =>
        this.page.evaluate(() => (window as unknown as { watchedButton: Promise<void> }).watchedButton),
    };
  }

  /** Both at once: what passes in a second is not seen twice. */
  async expectStatus(status: string, reason?: string): Promise<void> {
    const seen = `[data-status=${status}]${reason ? `[data-reason=${reason}]` : ''}`;
    await expect(this.button.and(this.page.locator(seen))).toBeVisible();
  }
}

export class Checkout extends ActionPage {
  readonly paid: Locator;
  readonly #receipt: Locator;

  constructor(page: Page) {
    super(page, '/');
    this.paid = page.getByText('This cart is paid.');
    this.#receipt = page.getByRole('heading', { name: 'Thank you' });
  }

  async expectReceipt(): Promise<void> {
    await expect(this.#receipt).toBeVisible();
    await expect(this.page).toHaveURL(/\/receipt\//);
  }

  /** Done, or stopped: nothing is under way here. */
  async ended(): Promise<void> {
    const free = this.button.and(this.page.locator(':not([data-locked])'));
    await expect(this.#receipt.or(this.paid).or(free)).toBeVisible();
  }

  /** Paid, as a page sees it that was, or was not, the one to go to the receipt. */
  async expectDone(timeout = 20_000): Promise<void> {
    await expect(this.#receipt.or(this.paid)).toBeVisible({ timeout });
  }
}

export const path = {
  signUp: '/sign-up',
  gift: '/gift',
  profile: '/profile',
} as const;

export async function fillSignUp(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
}

/** Signs in, or out with `''`, and waits for that person's cart. */
export async function become(page: Page, account: 'user-1' | 'user-2' | ''): Promise<void> {
  const cart = page.waitForResponse((response) => response.url().endsWith('/api/cart'));
  await page.locator('.account select').selectOption(account);
  await cart;
}

/** Every address of `page` from now on, as it goes there. */
export function journey(page: Page): string[] {
  const places: string[] = [];
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) places.push(new URL(frame.url()).pathname);
  });
  return places;
}
