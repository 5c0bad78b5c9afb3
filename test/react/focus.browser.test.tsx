import { expect, it } from 'vitest';
import { OpenActions, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, slowServer, watchPages } from './page.tsx';
import { save, signUp, transfer } from './shop.ts';

watchPages();

it('stays in the status when the link to the bank goes, as the page asks again', async () => {
  const page = openPage({ server: () => json({ next: 'https://bank.test/3ds' }) });
  function Transfer() {
    return <SafeActionStatus handle={useSafeAction(transfer)} />;
  }
  page.show(<Transfer />);
  await page.settle();
  void page.client.run(transfer, undefined);
  await page.until(() => expect(page.client.handle(transfer).getView()).toMatchObject({ reason: 'person' }));
  page.find('[data-part=next]').focus();
  page.world.server.handler = slowServer().server;
  await page.advance(1000);
  page.tab.page.focus();
  await page.until(() => expect(page.container.querySelector('[data-part=next]')).toBe(null));
  expect(document.activeElement).toBe(page.find('[role=status]'));
});

it('stays in the status when the reference goes, as the answer comes', async () => {
  const page = openPage({ server: () => new Response(null, { status: 503 }) });
  function Account() {
    return <SafeActionStatus handle={useSafeAction(signUp)} />;
  }
  page.show(<Account />);
  await page.settle();
  void page.client.run(signUp, { email: 'a@b.c', password: 'secret' });
  await page.advance(60_000);
  await page.until(() => expect(page.find('[data-part=reference] button')).toBeTruthy());
  page.find('[data-part=reference] button').focus();
  page.world.server.handler = () => json({ id: 'a1' });
  void page.client.handle(signUp).proceed();
  await page.says('The account is created.', '[role=status]');
  expect(document.activeElement).toBe(page.find('[role=status]'));
});

it('stays where it is when something else goes', async () => {
  const page = openPage({ server: () => json({ next: 'https://bank.test/3ds' }) });
  function Transfer() {
    const money = useSafeAction(transfer);
    return (
      <>
        <button {...money.getButtonProps({ input: undefined })}>Check</button>
        <SafeActionStatus handle={money} />
      </>
    );
  }
  page.show(<Transfer />);
  await page.settle();
  void page.client.run(transfer, undefined);
  await page.until(() => expect(page.container.querySelector('[data-part=next]')).not.toBe(null));
  page.find().focus();
  page.world.server.handler = () => json({ id: 't1' });
  await page.advance(1000);
  page.find().click();
  await page.until(() => expect(page.container.querySelector('[data-part=next]')).toBe(null));
  expect(document.activeElement).toBe(page.find());
});

it('stays in the list of open actions when its last row goes, and the list goes once the focus has', async () => {
  const page = openPage({ server: () => json({}) });
  page.show(<OpenActions />);
  await page.settle();
  const list = page.find('[data-part=open-actions]');
  expect(list.hidden).toBe(true);
  void page.client.run(save, { text: 'one' });
  await page.says('Your changes went through.', '[data-part=line]');
  expect(list.hidden).toBe(false);
  page.find('[data-part=step]').focus();
  page.find('[data-part=step]').click();
  await page.until(() => expect(page.container.querySelector('li')).toBe(null));
  // A browser takes the focus from what is hidden as it paints.
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  expect(document.activeElement).toBe(list);
  list.blur();
  await page.until(() => expect(list.hidden).toBe(true));
});
