import { expect, it } from 'vitest';
import { SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { openPage, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

function Status({ subject }: { subject: string }) {
  return <SafeActionStatus handle={useSafeAction(pay, { subject })} />;
}

it('the consent to give up what cannot be read is none for the next subject (law 4)', async () => {
  const page = openPage();
  page.show(null);
  await page.settle();
  page.world.server.online = false;
  for (const cartId of ['1', '2']) void page.client.run(pay, { cartId, amount: 1 }, { subject: cartId });
  await page.settle();
  const { disk } = page.world;
  for (const [key] of disk.snapshot().filter(([[name]]) => name === 'open')) disk.write(key, 'rubbish');

  const again = page.reload();
  const box = () => again.find<HTMLInputElement>('details input');
  const look = async (subject: string) => {
    again.show(<Status subject={subject} />);
    await again.settle();
  };
  // Both have been looked at before, so that each is known at once.
  for (const subject of ['1', '2', '1']) await look(subject);
  box().click();
  await again.settle();
  expect(box().checked).toBe(true);
  await look('2');
  expect(box().checked).toBe(false);
});
