import { describe, expect, it } from 'vitest';
import { useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay, signUp } from './shop.ts';

watchPages();

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const cart = { cartId: '42', amount: 20 };

/** The disk takes its time from here on, to note what was delivered or for everything. */
function slowDisk(page: Page, ms: number, what: 'relaxed' | 'all') {
  const { transact } = page.tab.ports.store;
  page.tab.ports.store.transact = async (mode, work) => {
    if (what === 'all' || mode === what) await pause(ms);
    return transact(mode, work);
  };
}

describe('where another user comes (law 9)', () => {
  /** One `onDone` for each user, as a page has it that is told who is there. */
  function told() {
    const lines: string[] = [];
    function Pay({ user }: { user: string }) {
      const payment = useSafeAction(pay, { onDone: ({ id }) => lines.push(`${user} is told of ${id}`) });
      return <p>{payment.status}</p>;
    }
    return { lines, Pay };
  }

  it('`onDone` is not called in their page, but when its own user is back, once', async () => {
    const { lines, Pay } = told();
    const page = openPage({ server: () => json({ id: "ann's receipt" }) });
    const show = (user: string) => page.show(<Pay user={user} />, { scope: user });
    show('ann');
    await page.settle();
    slowDisk(page, 50, 'relaxed');
    void page.client.run(pay, cart);
    await page.until(() => expect(page.client.handle(pay).getView().status).toBe('done'));
    show('bob');
    await pause(200);
    await page.settle();
    expect(lines).toEqual([]);
    show('ann');
    await page.until(() => expect(lines).toEqual(["ann is told of ann's receipt"]));
    show('bob');
    await page.settle();
    show('ann');
    await pause(100);
    await page.settle();
    expect(lines).toHaveLength(1);
  });

  it('`onDone` of a page that is mounted for them gets their receipt, not the one before', async () => {
    const { lines, Pay } = told();
    const waiting: ((response: Response) => void)[] = [];
    const page = openPage({ server: () => new Promise((resolve) => void waiting.push(resolve)) });
    const show = (user: string) => page.show(<Pay key={user} user={user} />, { scope: user });
    show('bob');
    await page.settle();
    void page.client.run(pay, { cartId: 'b', amount: 1 });
    await page.settle();
    show('ann');
    await page.settle();
    void page.client.run(pay, { cartId: 'a', amount: 2 });
    await page.settle();
    expect(waiting).toHaveLength(2);
    // Bob's is answered while Ann is here; then Ann's.
    waiting[0]?.(json({ id: "bob's receipt" }));
    await page.advance(100);
    waiting[1]?.(json({ id: "ann's receipt" }));
    await page.says('done', 'p');
    await page.until(() => expect(lines).toEqual(["ann is told of ann's receipt"]));
    show('bob');
    await page.says('done', 'p');
    await page.until(() => expect(lines.slice(1)).toEqual(["bob is told of bob's receipt"]));
  });
});

describe('where a guest becomes a user at once', () => {
  const cases = [false, true].flatMap((remount) =>
    [['u1'], [undefined, 'u1']].flatMap((scopes) => [0, 1, 20].map((slow) => ({ remount, scopes, slow }))),
  );

  it.each(cases)('`onDone` is called once: remount $remount, scopes $scopes, disk $slow ms', async (how) => {
    const told: string[] = [];
    function SignUp() {
      const account = useSafeAction(signUp, { onDone: (data) => told.push(String(data?.id)) });
      return <p>{account.status}</p>;
    }
    const page = openPage({ server: () => json({ id: 'a1' }) });
    page.show(<SignUp key="0" />, { scope: null });
    await page.settle();
    if (how.slow) slowDisk(page, how.slow, 'all');
    page.client.onDone(() =>
      queueMicrotask(() => {
        for (const [index, scope] of how.scopes.entries())
          page.show(<SignUp key={how.remount ? String(index + 1) : '0'} />, { scope });
      }),
    );
    void page.client.run(signUp, { email: 'a@b.c', password: 'secret' });
    for (let turn = 0; turn < 20; turn++) {
      await page.settle();
      await pause(15);
    }
    expect(page.text('p')).toBe('done');
    expect(told).toEqual(['a1']);
  });
});

describe('a hook without `onDone`', () => {
  function Badge() {
    return <i>{useSafeAction(pay).status}</i>;
  }
  function checkout() {
    const told: { id: string; resumed: boolean }[] = [];
    function Pay({ mute = false }) {
      const onDone = ({ id }: { id: string }, { resumed }: { resumed: boolean }) =>
        told.push({ id, resumed });
      const payment = useSafeAction(pay, mute ? {} : { onDone });
      return <button {...payment.getButtonProps({ input: cart })}>{payment.status}</button>;
    }
    return { told, Pay };
  }
  const resumed = [{ id: 'r1', resumed: true }];

  /** Paid for, but reloaded before the answer; then there is only the badge in the header, which sees it done. */
  async function shown(): Promise<Page> {
    const { Pay } = checkout();
    const page = openPage({ server: () => new Promise(() => {}) });
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.settle();
    page.world.server.handler = () => json({ id: 'r1' });
    const again = page.reload();
    again.show(<Badge />);
    await again.advance(1000);
    await again.says('done', 'i');
    await again.settle();
    return again;
  }

  it('does not use it up: the next mount that has one is told', async () => {
    const page = await shown();
    const { told, Pay } = checkout();
    page.show(
      <>
        <Badge />
        <Pay />
      </>,
    );
    await page.until(() => expect(told).toEqual(resumed));
  });

  it('nor where it gets one only later', async () => {
    const page = await shown();
    const { told, Pay } = checkout();
    page.show(<Pay mute />);
    await page.settle();
    page.show(<Pay />);
    await page.until(() => expect(told).toEqual(resumed));
  });

  it('makes it no news of the next page load, which tells it to who is there to be told, and shows it once more', async () => {
    const page = (await shown()).reload();
    page.show(<Badge />);
    await page.says('idle', 'i');
    const { told, Pay } = checkout();
    page.show(
      <>
        <Badge />
        <Pay />
      </>,
    );
    await page.until(() => expect(told).toEqual(resumed));
    expect([page.text('i'), page.text('button')]).toEqual(['done', 'done']);

    const last = page.reload();
    last.show(
      <>
        <Badge />
        <Pay />
      </>,
    );
    await last.settle();
    expect([last.text('i'), last.text('button')]).toEqual(['idle', 'idle']);
    expect(told).toHaveLength(1);
  });

  it('of one tab leaves it to the one of another that waits for it', async () => {
    const { told, Pay } = checkout();
    const page = openPage({ server: () => json({ id: 'r1' }) });
    const other = openPage({ world: page.world });
    page.show(<Badge />);
    other.show(<Pay />);
    await page.settle();
    void page.client.run(pay, cart);
    await other.until(() => expect(told).toEqual(resumed));
    await page.settle();
    expect(told).toHaveLength(1);
  });
});
