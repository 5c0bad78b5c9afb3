import { expect, it } from 'vitest';
import { fieldProps, SafeActionButton, SafeActionFieldNote, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { pay } from './shop.ts';

// What a form sends is seldom what stands in it: 20 euros are 2000 cents, and an address loses its spaces. That is no
// other input: "Kept from your first try: 2000" beside the 20 that is being paid is false (law 7).

watchPages();

const NOTE = '[data-part=field-note]';

function Checkout({ cart = 'c1' }: { cart?: string }) {
  const payment = useSafeAction(pay, { subject: cart });
  return (
    <form
      {...payment.getFormProps({
        input: (data) => ({ cartId: cart, amount: Number(data.get('amount')) * 100 }),
      })}
    >
      <input {...fieldProps(payment, 'amount')} />
      <SafeActionFieldNote handle={payment} name="amount" />
      <SafeActionButton handle={payment} type="submit">
        Pay
      </SafeActionButton>
    </form>
  );
}

const field = (page: Page) => page.find<HTMLInputElement>('[name=amount]');
const type = (page: Page, value: string) => {
  field(page).value = value;
  field(page).dispatchEvent(new Event('input', { bubbles: true }));
};

/** A page on which 20 was typed and sent. */
const sent20 = async () => {
  const { server, answer } = slowServer();
  const page = openPage({ server });
  page.show(<Checkout />);
  await page.settle();
  type(page, '20');
  page.find().click();
  return { answer, page };
};

it('says nothing beside what stands as it was sent', async () => {
  const { answer, page } = await sent20();
  await page.until(() => expect(page.client.handle(pay, 'c1').getView().status).toBe('pending'));
  expect(page.text(NOTE)).toBe('');
  type(page, '30');
  await page.says('Kept from your first try: 2000', NOTE);
  type(page, '20');
  await page.says('', NOTE);
  answer(json({ id: 'r1' }));
  await page.until(() => expect(page.client.handle(pay, 'c1').getView().status).toBe('done'));
});

it('says what goes on where it joins what was begun before, which was something else', async () => {
  const { server, answer } = slowServer();
  const page = openPage({ server });
  page.show(<Checkout />);
  // Before it is known that another page load has begun it.
  const other = page.world.tab('other');
  const begun = openPage({ world: page.world, tab: other });
  begun.show(null);
  await begun.settle();
  void begun.client.run(pay, { cartId: 'c1', amount: 3000 }, { subject: 'c1' });
  await begun.until(() => expect(begun.calls).toHaveLength(1));
  await page.settle();
  type(page, '20');
  page.find().click();
  await page.says('Kept from your first try: 3000', NOTE);
  answer(json({ id: 'r1' }));
});

it('says what another page has begun since, beside what was sent before and refused', async () => {
  const { answer, page } = await sent20();
  const status = () => page.client.handle(pay, 'c1').getView().status;
  await page.until(() => expect(status()).toBe('pending'));
  answer(json({ safeNewKey: true }, 402));
  await page.until(() => expect(status()).toBe('declined'));
  const begun = openPage({ world: page.world, tab: page.world.tab('other') });
  begun.show(null);
  await begun.settle();
  await page.world.clock.advance(1000);
  void begun.client.run(pay, { cartId: 'c1', amount: 3000 }, { subject: 'c1' });
  await page.until(() => expect(status()).toBe('wait'));
  await page.says('Kept from your first try: 3000', NOTE);
});

it('says it of another cart, too, that began with something else', async () => {
  const { server } = slowServer();
  const page = openPage({ server });
  page.show(<Checkout />);
  await page.settle();
  void page.client.run(pay, { cartId: 'c2', amount: 3000 }, { subject: 'c2' });
  type(page, '20');
  page.find().click();
  await page.until(() => expect(page.calls).toHaveLength(2));
  await page.says('', NOTE);
  page.show(<Checkout cart="c2" />);
  await page.says('Kept from your first try: 3000', NOTE);
});
