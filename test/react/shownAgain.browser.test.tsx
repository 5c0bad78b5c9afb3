import { QueryClientProvider } from '@tanstack/react-query';
import * as React from 'react';
import { type ReactNode, Suspense } from 'react';
import { describe, expect, it } from 'vitest';
import { SafeActionProvider, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

function Pay() {
  const payment = useSafeAction(pay);
  return (
    <button {...payment.getButtonProps({ input: { cartId: '42', amount: 20 } })}>{payment.status}</button>
  );
}

type Show = (page: Page, scope: string | null, part?: ReactNode) => void;

/** The whole app, its provider too, within what may hide it. */
const showWithin =
  (around: (app: ReactNode) => ReactNode): Show =>
  (page, scope, part) =>
    page.showBare(
      around(
        <QueryClientProvider client={page.queryClient}>
          <SafeActionProvider client={page.client} scope={scope}>
            <Pay />
            {part}
          </SafeActionProvider>
        </QueryClientProvider>,
      ),
    );

/** A route whose code is on its way. */
function Route({ code }: { code: { comes: Promise<void>; here?: true } }) {
  if (!code.here) throw code.comes;
  return null;
}

const plain = showWithin((app) => app);
const suspended = showWithin((app) => <Suspense fallback={<i>…</i>}>{app}</Suspense>);

const ways: [how: string, show: Show, again: Show | ((...page: Parameters<Show>) => Promise<void>)][] = [
  [
    'after a route whose code had to come',
    suspended,
    async (page, scope) => {
      let arrive = () => {};
      const code: { comes: Promise<void>; here?: true } = {
        comes: new Promise((resolve) => {
          arrive = resolve;
        }),
      };
      suspended(page, scope, <Route code={code} />);
      expect(page.text('i')).toBe('…');
      code.here = true;
      arrive();
      await page.until(() => expect(page.container.querySelector('i')).toBe(null));
    },
  ],
  [
    'with a part in another language',
    plain,
    (page, scope) =>
      plain(
        page,
        scope,
        <SafeActionProvider client={page.client} scope={scope} messages={{ done: 'Fertig.' }} />,
      ),
  ],
  [
    'with a part that says of everybody that they are a guest',
    plain,
    (page, scope) => plain(page, scope, <SafeActionProvider client={page.client} scope={null} />),
  ],
];
// React 18 has none.
if ('Activity' in React) {
  const { Activity } = React;
  const shown = showWithin((app) => <Activity>{app}</Activity>);
  const hidden = showWithin((app) => <Activity mode="hidden">{app}</Activity>);
  ways.push([
    'after it was behind <Activity>',
    shown,
    async (page, scope) => {
      hidden(page, scope);
      await page.settle();
      shown(page, scope);
    },
  ]);
}

/** A guest pays, signs in in a window that they open, and taps once more on the page that they have left. */
async function paysAsGuest(show: Show, again: (typeof ways)[number][2]) {
  const guest = openPage({ server: () => json({ id: 'r1' }) });
  show(guest, null);
  await guest.settle();
  guest.find().click();
  await guest.says('done');
  const user = openPage({
    world: guest.world,
    tab: guest.world.tab('window', { session: guest.tab.page.recall() ?? '' }),
  });
  plain(user, 'ann');
  await user.advance(1000);
  await guest.says('wait');
  await again(guest, null);
  await guest.advance(1000);
  guest.find().click();
  await guest.advance(1000);
  expect(guest.text()).toBe('wait');
  expect(guest.calls).toHaveLength(1);
}

describe.each(ways)('a page that is shown again, %s', (_, show, again) => {
  it('does not charge twice a guest who has signed in in a window of theirs (law 1)', async () => {
    await paysAsGuest(show, again);
  });

  it('does not end what the user does who has signed in in another tab (law 9)', async () => {
    const before = openPage({ server: () => new Response(null, { status: 503 }) });
    show(before, 'ann');
    await before.settle();
    const page = openPage({ world: before.world });
    plain(page, 'bob');
    await page.settle();
    page.find().click();
    await page.until(() => expect(page.find().dataset.reason).toBe('backoff'));
    await again(before, 'ann');
    before.world.server.handler = () => json({ id: 'r1' });
    await page.advance(10_000);
    await page.says('done');
  });
});

it('nor is a guest charged twice where the page is mounted anew, as for another language (law 1)', async () => {
  await paysAsGuest(plain, (page, scope) => {
    page.showBare(null);
    plain(page, scope);
  });
});
