import { describe, expect, it } from 'vitest';
import { SafeActionButton, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay, transfer } from './shop.ts';

watchPages();

const type = (page: Page, name: string, value: string) => {
  page.find<HTMLInputElement>(`[name=${name}]`).value = value;
};

/** Offline past freshness: it was certainly not sent. Then the network is back. */
async function failed(page: Page) {
  page.world.server.online = false;
  page.find().click();
  await page.advance(400_000);
  expect(page.text()).toBe('retry');
  page.world.server.online = true;
  page.world.server.handler = () => json({ id: 'r1' });
}

describe('a form that the browser does not refuse, whatever it lacks', () => {
  function Pay({ noValidate = false, formNoValidate = false }) {
    const payment = useSafeAction(pay);
    return (
      <form
        {...payment.getFormProps({
          noValidate,
          input: (data) => ({ cartId: String(data.get('coupon')), amount: Number(data.get('amount')) }),
        })}
      >
        <input name="coupon" required />
        <input name="amount" required defaultValue="20" />
        <button {...payment.getButtonProps({ type: 'submit', formNoValidate })}>{payment.status}</button>
      </form>
    );
  }

  it.each([{ noValidate: true }, { formNoValidate: true }])(
    'sends in `retry` what it says now, not the old input behind its back (%o)',
    async (props) => {
      const page = openPage();
      page.show(<Pay {...props} />);
      await page.settle();
      type(page, 'coupon', 'TEN');
      await failed(page);
      // The person takes the coupon out, and edits the amount.
      type(page, 'coupon', '');
      type(page, 'amount', '5');
      page.find().click();
      await page.says('done');
      const sent = page.calls.filter(({ reached }) => reached);
      expect(sent.map(({ body }) => JSON.parse(body ?? ''))).toEqual([{ cartId: '', amount: 5 }]);
    },
  );
});

it('a tap is not lost where the field that is empty stands outside of the form, and belongs to it by its `form`', async () => {
  function Pay() {
    const payment = useSafeAction(pay);
    return (
      <>
        <form id="pay" {...payment.getFormProps({ input: () => ({ cartId: '1', amount: 20 }) })}>
          <fieldset>
            <button {...payment.getButtonProps({ type: 'submit' })}>{payment.status}</button>
          </fieldset>
        </form>
        <input form="pay" name="coupon" required />
      </>
    );
  }
  const page = openPage();
  page.show(<Pay />);
  await page.settle();
  type(page, 'coupon', 'TEN');
  await failed(page);
  type(page, 'coupon', '');
  page.find().click();
  await page.says('done');
});

it('a person at the bank can ask for the status, whatever is wrong in the form by then', async () => {
  const page = openPage({ server: () => json({ next: 'https://bank.test/3ds' }) });
  function Transfer() {
    const money = useSafeAction(transfer);
    return (
      <form {...money.getFormProps({ input: undefined })}>
        <input name="iban" pattern="[A-Z]+" defaultValue="ABC" />
        <SafeActionButton handle={money} type="submit">
          Pay
        </SafeActionButton>
      </form>
    );
  }
  page.show(<Transfer />);
  await page.settle();
  page.find().click();
  await page.until(() => expect(page.find().dataset.reason).toBe('person'));
  type(page, 'iban', 'abc');
  page.world.server.handler = () => json({ id: 't1' });
  await page.advance(1000);
  expect(page.text('[data-part=label] > span')).toBe('Check status');
  page.find().click();
  await page.until(() => expect(page.find().dataset.status).toBe('done'));
  expect(page.calls).toHaveLength(2);
});
