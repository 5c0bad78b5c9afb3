import { expect, it } from 'vitest';
import { createBrowserPorts } from '../../src/browser/browserPorts.ts';

it('gives two page loads of an app one disk, one lock and one channel', async () => {
  const [here, there] = [createBrowserPorts('shop'), createBrowserPorts('shop')];
  await here.store.transact('strict', async (tx) => tx.put(['row'], here.page.tab));
  expect(await there.store.transact('read', (tx) => tx.get(['row']))).toBe(here.page.tab);
  expect(here.store.durability()).toBe('disk');
  expect(here.clock.now().origin).toBe(here.page.tab);
  const hold = await here.lock.acquire('x', 'wait');
  expect(await there.lock.acquire('x', 'try')).toBeNull();
  hold?.release();
  const heard = new Promise((resolve) => there.channel.listen(resolve));
  here.channel.post({ type: 'scope', scope: 'guest' });
  expect(await heard).toEqual({ type: 'scope', scope: 'guest' });
});
