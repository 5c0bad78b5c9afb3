import type { Fault } from '../../demo/faults.ts';
import { Checkout, expect, journey, type Shop, test } from './shop.ts';

interface Moment {
  name: string;
  fault: Fault;
  ms?: number;
  reached(shop: Shop, checkout: Checkout): Promise<unknown>;
  /** The books of the shop know already that the cart is paid: it says so instead of the button. */
  charged?: true;
}

const moments: Moment[] = [
  {
    name: 'before the answer, when nothing has happened',
    fault: 'hang-before',
    reached: (shop) => shop.arrived(1),
  },
  {
    name: 'after the effect, before its answer',
    fault: 'hang',
    ms: 0,
    reached: (shop) => expect.poll(async () => (await shop.ledger()).charges.length).toBe(1),
    charged: true,
  },
  {
    name: 'while it waits to try again',
    fault: '503-retry-after',
    ms: 3000,
    reached: (_shop, checkout) => checkout.expectStatus('wait', 'backoff'),
  },
  {
    name: 'while the server is still working on it',
    fault: '202-then-done',
    ms: 5000,
    reached: (_shop, checkout) => checkout.expectStatus('wait', 'processing'),
  },
];

test.describe('5. A reload, at every moment', () => {
  for (const { name, fault, ms, reached, charged } of moments) {
    test(`${name}: the same ID, one charge, the receipt once`, async ({ shop, page }) => {
      await shop.arm(fault, ms === undefined ? {} : { ms });
      // Whatever the page sends next takes a while, so that its status can be seen.
      await shop.arm('slow', { ms: 4000, times: 9 });
      const checkout = await new Checkout(page).open();
      await checkout.click();
      await reached(shop, checkout);
      await page.reload();
      const places = journey(page);
      const locked = page.locator(':is([data-status=pending], [data-status=wait])[data-locked]');
      await expect(charged ? checkout.paid : checkout.button.and(locked)).toBeVisible();
      await checkout.expectReceipt();
      await shop.expectOneCharge();
      expect(places).toEqual([expect.stringMatching(/^\/receipt\//)]);

      await page.goto('/');
      await expect(checkout.paid).toBeVisible();
      await page.reload();
      await expect(checkout.paid).toBeVisible();
      expect(places.slice(1)).toEqual(['/', '/']);
      await shop.expectOneCharge();
    });
  }

  test('after it has stopped: the page asks by itself, and sends the same ID', async ({ shop, page }) => {
    await shop.arm('drop-before', { times: 4 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('check');
    await page.reload();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(5);
  });

  test('while it waits for the network: it goes on once there is one', async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    await page.getByLabel('Offline').check();
    await checkout.click();
    await checkout.expectStatus('wait', 'offline');
    await page.reload();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(1);
  });

  test('in the task of the tap: never two charges', async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    const loaded = page.waitForEvent('load');
    await checkout.button.evaluate((button: HTMLElement) => {
      button.click();
      location.reload();
    });
    await loaded;
    // Stored, so that it goes on by itself; or not, so that the button is free.
    const free = page.locator('main button.primary[data-status=idle]:not([data-locked])');
    await expect(free.or(checkout.paid).or(page.getByText('Thank you'))).toBeVisible();
    if (await free.isVisible()) {
      expect(await shop.sent()).toEqual([]);
      await checkout.click();
    }
    await checkout.expectDone();
    await shop.expectOneCharge();
  });

  test('with the page of another route open: the banner says how it ended, and nobody is taken there', async ({
    shop,
    page,
  }) => {
    await shop.arm('hang', { ms: 0 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await expect.poll(async () => (await shop.ledger()).charges.length).toBe(1);
    const places = journey(page);
    await page.goto('/orders');
    await expect(page.locator('[data-part=open-action]')).toContainText(
      'Your payment of €20.00 went through.',
    );
    await shop.expectOneCharge();
    expect(places).toEqual(['/orders']);
  });

  for (const locks of ['with Web Locks', 'without Web Locks, as on plain http']) {
    test(`in \`check\`, ${locks}: the page load asks by itself, and shows no free button before`, async ({
      shop,
      page,
    }) => {
      if (locks.startsWith('without'))
        await page.addInitScript(() =>
          Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }),
        );
      await shop.arm('drop-before', { times: 4 });
      const checkout = await new Checkout(page).open();
      await checkout.click();
      await checkout.expectStatus('check');
      await page.addInitScript(() => {
        const seen: string[] = [];
        Object.assign(window, { seen });
        new MutationObserver(() => {
          const button = document.querySelector('main button.primary[data-status]');
          if (button && !button.hasAttribute('data-locked'))
            seen.push(`${button.getAttribute('data-status')}`);
        }).observe(document, { subtree: true, childList: true, attributes: true });
      });
      await page.reload();
      await checkout.expectReceipt();
      await shop.expectOneCharge();
      const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
      expect(seen).not.toContain('check');
    });
  }
});
