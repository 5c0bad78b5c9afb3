import { expect, it } from 'vitest';
import { SafeActionButton, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, watchPages } from './page.tsx';
import { renew, ring } from './shop.ts';

watchPages();

function Bell() {
  return (
    <SafeActionButton handle={useSafeAction(ring)} input={undefined}>
      Ring
    </SafeActionButton>
  );
}

it('`input={undefined}` says that an action takes no input: the button starts it', async () => {
  const page = openPage({ server: () => json({}) });
  page.show(<Bell />);
  await page.settle();
  page.find('button').click();
  await page.advance(1000);
  expect(page.calls).toHaveLength(1);
});

function Key() {
  return (
    <SafeActionButton handle={useSafeAction(renew)} input={undefined}>
      New key
    </SafeActionButton>
  );
}

it('and goes on with it after a reload, where an input would not have been kept', async () => {
  const page = openPage({ server: () => json({ key: 'k1' }) });
  page.show(<Key />);
  await page.settle();
  page.world.server.online = false;
  page.find('button').click();
  await page.advance(301_000);
  const later = page.reload();
  later.world.server.online = true;
  later.show(<Key />);
  await later.settle();
  expect(later.client.handle(renew).getView()).toMatchObject({ status: 'retry', needsInput: true });
  later.find('button').click();
  await later.advance(1000);
  await later.until(() => expect(later.client.handle(renew).getView()).toMatchObject({ status: 'done' }));
  expect(later.calls.filter(({ reached }) => reached)).toHaveLength(1);
});
