import type { Page } from '@playwright/test';
import { Checkout, expect, test } from './shop.ts';

interface Node {
  nodeId: string;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value?: unknown } }[];
  childIds?: string[];
}

/** Writes down what a screen reader is told, as the browser's own accessibility tree says it. */
async function transcriber(page: Page) {
  const session = await page.context().newCDPSession(page);
  const lines: string[] = [];
  const note = async (moment: string) => {
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: Node[] };
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const has = ({ properties }: Node, name: string) =>
      properties?.some((property) => property.name === name && property.value.value === true);
    const text = ({ role, name, childIds = [] }: Node): string =>
      role?.value === 'StaticText'
        ? (name?.value ?? '')
        : childIds.map((id) => text(byId.get(id) ?? { nodeId: id })).join('');
    // The page itself is "focused" too; the last one is the innermost.
    const focus = nodes.filter((node) => has(node, 'focused')).at(-1);
    const heard = nodes
      .filter(({ role }) => role?.value === 'status' || role?.value === 'alert')
      .map((node) => [node.role?.value, text(node)])
      // The quantities in the cart are outputs, and outputs are statuses.
      .filter(([, words = '']) => /[a-z]/i.test(words))
      .map(([role, words]) => `  ${role}: ${words}`);
    const state = focus && has(focus, 'disabled') ? ', unavailable' : '';
    lines.push(`${moment}`, `  focus: ${focus?.role?.value} "${focus?.name?.value}"${state}`, ...heard);
  };
  return { lines, note };
}

test('17. By keyboard alone, from the label to the receipt: the focus stays, and every status is told', async ({
  shop,
  page,
}) => {
  await page.clock.install();
  const checkout = await new Checkout(page).open();
  const { lines, note } = await transcriber(page);
  await page.clock.pauseAt(new Date(Date.now() + 60_000));
  const isFocused = () => expect(checkout.button).toBeFocused();

  await page.getByRole('radio', { name: 'Card ending 4242' }).focus();
  await page.keyboard.press('Tab');
  await isFocused();
  await note('The person comes to the button with Tab.');

  await shop.arm('drop-before', { times: 4 });
  await page.keyboard.press('Space');
  await checkout.expectStatus('wait', 'backoff');
  await isFocused();
  await note('They press Space; the first attempt is lost at once.');

  await page.clock.runFor(1001);
  await expect(checkout.words).not.toHaveText('');
  await note('One second later.');

  await expect(async () => {
    await page.clock.runFor(500);
    await expect(checkout.button).toHaveAttribute('data-status', 'check', { timeout: 100 });
  }).toPass({ timeout: 20_000 });
  await isFocused();
  // Words that were there stay for a moment; what comes next is to begin without any.
  await page.clock.runFor(1000);
  await note('Four attempts are lost.');

  await shop.disarm();
  await shop.arm('slow', { endpoint: 'pay-status', ms: 3000 });
  await page.keyboard.press('Enter');
  await checkout.expectStatus('wait', 'checking');
  await isFocused();
  await note('They press Enter: the shop asks what became of it.');

  await page.clock.resume();
  await checkout.expectReceipt();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused();
  await note('Nothing had become of it, so the same ID is sent once more, and arrives.');

  await shop.expectOneCharge();
  expect(lines.join('\n')).toMatchSnapshot('keyboard.txt');
});
