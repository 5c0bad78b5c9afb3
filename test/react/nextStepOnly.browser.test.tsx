import { expect, it } from 'vitest';
import {
  SafeActionButton,
  type SafeActionHandle,
  SafeActionStatus,
  useOpenActions,
  useSafeAction,
} from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay, ring, signUp } from './shop.ts';

watchPages();

/** A button for whatever it is given: the input is not known here. */
function Row({ handle }: { handle: SafeActionHandle }) {
  return <SafeActionButton handle={handle}>Continue</SafeActionButton>;
}

/** The banner of docs/react.md. */
function Banner() {
  return useOpenActions().map((handle) => (
    <section key={`${handle.action.name}/${handle.subject}/${handle.status === 'done' && handle.requestId}`}>
      {handle.status !== 'done' && <Row handle={handle} />}
      <SafeActionStatus handle={handle} />
    </section>
  ));
}

const sent = (page: Page) => page.calls.filter(({ reached }) => reached);
const unavailable = () => new Response(null, { status: 503 });

/** The disk takes its time from here on. */
function slowDisk(page: Page) {
  const { transact } = page.tab.ports.store;
  page.tab.ports.store.transact = async (mode, work) => {
    await new Promise<void>((resolve) => page.world.clock.after(50, resolve));
    return transact(mode, work);
  };
}

/** Taps the banner while the slot is read again, as its user is back. */
async function tapAsReadAgain(page: Page) {
  slowDisk(page);
  page.show(<Banner />, { scope: 'ann' });
  await page.until(() => expect(page.find().dataset.reason).toBe('starting'));
  page.find().click();
  await page.advance(2000);
}

/** A sign-up that could not be sent, and whose input went with the page. */
async function withoutInput(): Promise<Page> {
  const page = openPage();
  page.show(<p />);
  await page.settle();
  page.world.server.online = false;
  void page.client.run(signUp, { email: 'ann@shop.test', password: 'secret' });
  await page.advance(301_000);
  const later = page.reload();
  later.world.server.online = true;
  later.world.server.handler = () => json({ id: 'a1' });
  later.show(<Banner />);
  await later.settle();
  expect(later.client.handle(signUp).getView()).toMatchObject({ status: 'retry', needsInput: true });
  return later;
}

it('a button without `input` sends no empty one where what was typed was not kept', async () => {
  const page = await withoutInput();
  page.find().click();
  await page.advance(1000);
  expect(sent(page)).toEqual([]);
});

it.each(['bob', undefined])(
  'nor while the slot is read again, as its user is back from scope %s',
  async (away) => {
    const page = await withoutInput();
    page.show(<Banner />, { scope: away });
    await page.settle();
    await tapAsReadAgain(page);
    expect(sent(page)).toEqual([]);
  },
);

it.each(['bob', undefined])(
  'nor where another tab settled what it showed, while scope %s was here',
  async (away) => {
    const page = openPage({ server: unavailable });
    page.show(<Banner />);
    await page.settle();
    void page.client.run(pay, { cartId: '42', amount: 20 });
    await page.advance(60_000);
    expect(page.client.handle(pay).getView()).toMatchObject({ status: 'check' });
    page.show(<Banner />, { scope: away });
    await page.settle();

    const other = openPage({ world: page.world });
    other.show(<p />);
    await other.settle();
    page.world.server.handler = () => json({ code: 'card', detail: 'No' }, 402);
    void other.client.handle(pay).proceed();
    await other.advance(60_000);
    expect(other.client.handle(pay).getView()).toMatchObject({ status: 'declined' });

    const before = page.calls.length;
    await tapAsReadAgain(page);
    expect(page.calls.slice(before)).toEqual([]);
  },
);

it.each([
  ['an action', pay],
  ['one that takes no input', ring],
])('it starts nothing where nothing is open, of %s', async (_, action) => {
  const page = openPage({ server: () => json({ id: 'r1' }) });
  function Here() {
    return <Row handle={useSafeAction(action as never)} />;
  }
  page.show(<Here />);
  await page.settle();
  page.find().click();
  await page.advance(1000);
  expect(page.calls).toEqual([]);
});

it('it starts nothing anew where what it showed is over', async () => {
  const page = openPage({ server: () => json({ code: 'card', detail: 'No' }, 402) });
  function Here() {
    return <Row handle={useSafeAction(pay)} />;
  }
  page.show(<Here />);
  await page.settle();
  void page.client.run(pay, { cartId: '42', amount: 20 });
  await page.until(() => expect(page.find().dataset.status).toBe('declined'));
  await page.advance(1000);
  page.find().click();
  await page.advance(1000);
  expect(page.calls).toHaveLength(1);
});
