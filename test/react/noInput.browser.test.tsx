import { expect, it } from 'vitest';
import { SafeActionButton, useOpenActions, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, watchPages } from './page.tsx';
import { renew, ring, signUp } from './shop.ts';

watchPages();

function Banner() {
  return useOpenActions().map((handle) => <SafeActionButton key={handle.action.name} handle={handle} />);
}

it('a button without `input` sends no empty one where the input was not kept: it takes the next step only', async () => {
  const page = openPage();
  page.show(<p />);
  await page.settle();
  page.world.server.online = false;
  void page.client.run(signUp, { email: 'ann@shop.test', password: 'secret' });
  await page.advance(301_000);
  expect(page.client.handle(signUp).getView()).toMatchObject({ status: 'retry' });
  const later = page.reload();
  later.world.server.online = true;
  later.show(<Banner />);
  await later.settle();
  expect(later.client.handle(signUp).getView()).toMatchObject({ status: 'retry', needsInput: true });
  later.find('button').click();
  await later.advance(1000);
  expect(later.calls.filter(({ reached }) => reached)).toEqual([]);
});

function Bell() {
  return <SafeActionButton handle={useSafeAction(ring)}>Ring</SafeActionButton>;
}

it('an action that takes no input needs none at its button', async () => {
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

it('`input={undefined}` says that there is none, also where the input would not have been kept', async () => {
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
