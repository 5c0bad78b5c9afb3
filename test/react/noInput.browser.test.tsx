import { expect, it } from 'vitest';
import { SafeActionButton, useOpenActions } from '../../src/react/index.ts';
import { openPage, watchPages } from './page.tsx';
import { signUp } from './shop.ts';

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
