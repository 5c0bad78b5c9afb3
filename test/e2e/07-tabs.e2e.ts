import { readFile } from 'node:fs/promises';
import { setTimeout as patience } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { Checkout, elsewhere, expect, journey, test } from './shop.ts';

test.describe('7. Two tabs on one cart', () => {
  test.slow();

  for (const speed of ['fast', 'slow'] as const) {
    test(`tapped in the same moment, ${speed} server: one ID, one sender, both say it is done`, async ({
      shop,
      context,
    }) => {
      if (speed === 'slow') await shop.arm('slow', { ms: 2000 });
      const tabs = await twoTabs(context.newPage.bind(context));
      const places = tabs.map(({ page }) => journey(page));
      const locks = await Promise.all(tabs.map((tab) => tab.watch('[data-locked]')));
      await Promise.all(tabs.map((tab) => tab.tap()));
      if (speed === 'slow') await Promise.all(locks.map((lock) => lock.seen()));
      for (const tab of tabs) await tab.expectDone();
      await shop.expectOneCharge();
      expect(await shop.sent()).toHaveLength(1);
      expect(places.flat()).toEqual([expect.stringMatching(/^\/receipt\//)]);
    });
  }

  test('one sends: the other shows it, and a tap there joins', async ({ shop, context }) => {
    await shop.arm('slow', { ms: 2000 });
    const tabs = await twoTabs(context.newPage.bind(context));
    const places = tabs.map(({ page }) => journey(page));
    const [sender, other] = tabs;
    const followed = await other.watch(elsewhere, { tap: true });
    await sender.tap();
    await followed.seen();
    for (const tab of tabs) await tab.expectDone();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(1);
    // One of them, whichever saw it first.
    expect(places.flat()).toEqual([expect.stringMatching(/^\/receipt\//)]);
  });

  for (const fault of ['hang-before', 'hang'] as const) {
    test(`the sending one is closed in flight (${fault}): the other goes on`, async ({ shop, context }) => {
      await shop.arm(fault, { ms: 0 });
      const [sender, other] = await twoTabs(context.newPage.bind(context));
      const followed = await other.watch(elsewhere);
      await sender.tap();
      await shop.arrived(1);
      await followed.seen();
      await sender.page.close();
      await other.expectReceipt();
      await shop.expectOneCharge();
      expect(await shop.sent()).toHaveLength(2);
    });
  }

  for (const fault of ['hang-before', 'hang'] as const) {
    test(`the sending one's process is stopped in flight (${fault}), and continued later: one charge`, {
      tag: '@chromium',
    }, async ({ shop, context, browser }) => {
      await shop.arm(fault, { ms: 0 });
      const [sender, other] = await twoTabs(context.newPage.bind(context));
      const process = await rendererOf(browser, sender.page);
      expect(await rendererOf(browser, other.page)).not.toBe(process);
      const followed = await other.watch(elsewhere);
      await sender.tap();
      await shop.arrived(1);
      await followed.seen();
      await stopped(process, async () => {
        // The other tab takes over by its own clock, after the attempt's timeout and 2 s.
        await other.expectDone();
        expect(await shop.sent()).toHaveLength(2);
      });
      await sender.expectDone();
      await shop.expectOneCharge();
      expect(await shop.sent()).toHaveLength(2);
    });
  }

  test('the process is stopped in the moment of the tap, and the other tab is tapped: one charge', {
    tag: '@chromium',
  }, async ({ shop, context, browser }) => {
    const [sender, other] = await twoTabs(context.newPage.bind(context));
    const process = await rendererOf(browser, sender.page);
    await sender.tap();
    await stopped(process, async () => {
      await other.tap();
      // Stopped in the midst of a transaction it keeps the other tab's from being written: that one waits, and says so.
      await other.ended().catch(() => expect(other.words).toContainText('Another tab is working on it'));
    });
    // It went on, or its storage was out of its reach for too long: then nothing was sent, and the button is free.
    await sender.ended();
    if (await sender.button.isVisible()) {
      await expect(sender.words).toContainText('Nothing was sent');
      expect(await shop.sent()).toEqual([]);
      await sender.tap();
    }
    // An attempt that was stored and never sent is taken for lost after 7 s.
    await sender.expectDone(45_000);
    await other.expectDone();
    await shop.expectOneCharge();
  });
});

async function twoTabs(newPage: () => Promise<Page>): Promise<[Checkout, Checkout]> {
  const one = await new Checkout(await newPage()).open();
  const two = await new Checkout(await newPage()).open();
  return [one, two];
}

/** The process that runs a page: of those that work while the page counts, the one without which it says nothing. */
async function rendererOf(browser: Browser, page: Page): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const renderers = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer');
  };
  const before = new Map((await renderers()).map(({ id, cpuTime }) => [id, cpuTime]));
  await page.evaluate(() => {
    const end = performance.now() + 300;
    while (performance.now() < end);
  });
  const after = await renderers();
  await session.detach();
  const grown = ({ id, cpuTime }: (typeof after)[number]) => cpuTime - (before.get(id) ?? 0);
  for (const { id } of after.sort((one, two) => grown(two) - grown(one))) {
    const silent = await stopped(id, () => {
      const word = page.evaluate(() => false);
      return Promise.race([word, patience(1500, true)]);
    });
    if (silent) return id;
  }
  throw new Error('No process runs this page.');
}

/** Runs `meanwhile` while the process stands still. */
async function stopped<T>(pid: number, meanwhile: () => Promise<T>): Promise<T> {
  process.kill(pid, 'SIGSTOP');
  try {
    await expect.poll(() => stateOf(pid)).toBe('T');
    return await meanwhile();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

async function stateOf(pid: number): Promise<string | undefined> {
  return /^State:\s(\w)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
}
