import { expect, it } from 'vitest';
import { SafeActionButton, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { transfer } from './shop.ts';

watchPages();

function Transfer() {
  const handle = useSafeAction(transfer);
  return (
    <>
      <SafeActionButton handle={handle} input={undefined}>
        Transfer
      </SafeActionButton>
      <SafeActionStatus handle={handle} />
    </>
  );
}

/** Tapped, and to be confirmed at the bank. */
async function toTheBank(page: Page) {
  page.show(<Transfer />);
  await page.settle();
  page.find().click();
  await page.until(() => expect(page.container.querySelector('a')).not.toBe(null));
  return page.find<HTMLAnchorElement>('a');
}

const server = () => json({ next: 'https://bank.test/3ds' });

it('the way to the bank leaves the page where nothing else keeps what was begun (law 11)', async () => {
  const page = openPage({ server });
  page.world.disk.absent = true;
  const link = await toTheBank(page);
  // In this tab it would take the ID with it: the person comes back to a free button.
  expect(link.target).toBe('_blank');
  expect(page.text('[role=status]')).toContain('Keep this page open until then.');
});

it('is taken in the same tab where it is on the disk', async () => {
  const link = await toTheBank(openPage({ server }));
  expect(link.target).toBe('');
});
