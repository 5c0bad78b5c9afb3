import { ActionPage, Checkout, expect, fillSignUp, path, test } from './shop.ts';

/** Every box that the button has had, and whether a spinner was seen, from now on: frame by frame, in the page itself. */
async function watch({
  page,
  button,
}: ActionPage): Promise<() => Promise<{ boxes: string[]; spun: boolean }>> {
  await button.evaluate((watched: HTMLElement) => {
    const seen = { boxes: new Set<string>(), spun: false };
    Object.assign(window, { seen });
    const look = () => {
      if (!watched.isConnected) return;
      const { x, y, width, height } = watched.getBoundingClientRect();
      // Firefox's sums differ in the seventh digit.
      seen.boxes.add([x, y + scrollY, width, height].map((px) => px.toFixed(3)).join(' '));
      seen.spun ||= watched.querySelector('[data-part=spinner]') !== null;
      requestAnimationFrame(look);
    };
    look();
  });
  return () =>
    page.evaluate(() => {
      const { seen } = window as unknown as { seen: { boxes: Set<string>; spun: boolean } };
      return { boxes: [...seen.boxes], spun: seen.spun };
    });
}

test.describe('18. Nothing moves but the words', () => {
  for (const width of [1280, 320])
    test(`the box of the button is one and the same from tap to decline and doubt (${width} px)`, async ({
      shop,
      page,
    }) => {
      await page.setViewportSize({ width, height: 900 });
      const checkout = await new Checkout(page).open();
      const seen = await watch(checkout);
      await page.getByLabel('Card that is declined').check();
      await checkout.click();
      await checkout.expectStatus('declined');
      await page.getByLabel('Card ending 4242').check();
      await shop.arm('drop-before', { times: 4 });
      await checkout.click();
      await checkout.expectStatus('check');
      expect((await seen()).boxes).toHaveLength(1);
      expect((await seen()).spun).toBe(true);
    });

  test('words beside the inputs have their line from the beginning', async ({ page }) => {
    const signUp = await new ActionPage(page, path.signUp).open();
    await fillSignUp(page, 'ada@example.com', 'short');
    const seen = await watch(signUp);
    await signUp.button.click();
    await expect(page.locator('[data-part=field-note]').filter({ hasText: /./ })).toHaveText(
      'Use at least 8 characters.',
    );
    expect((await seen()).boxes).toHaveLength(1);
  });

  test('what is done at once shows no spinner', async ({ page }) => {
    const profile = await new ActionPage(page, path.profile).open();
    await page.getByLabel('Name on parcels').fill('Ada');
    // Whatever this machine takes: the page's own clock moves 300 ms.
    const seen = await watch(profile);
    await page.clock.install();
    await page.clock.pauseAt(new Date(Date.now() + 1000));
    await profile.button.click();
    await page.clock.runFor(300);
    await profile.expectStatus('done');
    await page.clock.runFor(2000);
    expect((await seen()).spun).toBe(false);
  });
});
