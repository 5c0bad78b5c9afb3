import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { expect, it } from 'vitest';
import { defineAction } from '../../src/core/action.ts';
import { createEngine } from '../../src/core/engine.ts';
import { post } from '../../src/core/post.ts';
import { SafeActionProvider } from '../../src/react/index.ts';
import { json, openPage, slowServer, watchPages } from './page.tsx';

watchPages();

const order = defineAction<{ id: string }>({
  name: 'order.place',
  keep: 'input',
  endpoint: 'idempotent',
  send: post('/api/orders'),
  invalidates: [['orders']],
});

/** What the server has by now, in a part of the page that stays. */
function Orders({ of }: { of: () => number }) {
  return <b>{useQuery({ queryKey: ['orders'], queryFn: async () => of() }).data}</b>;
}

function Route({ code }: { code: Promise<void> | undefined }) {
  if (code) throw code;
  return null;
}

it('what is done while the page waits for the code of a route is news for its queries, and is mirrored', async () => {
  const { server, answer } = slowServer();
  const page = openPage({ server });
  const client = createEngine(page.world.tab().ports, 'shop', [order]);
  let orders = 0;
  const show = (code?: Promise<void>) =>
    page.showBare(
      <QueryClientProvider client={page.queryClient}>
        <Orders of={() => orders} />
        <Suspense fallback={<i>…</i>}>
          <SafeActionProvider client={client} scope="ann">
            <Route code={code} />
          </SafeActionProvider>
        </Suspense>
      </QueryClientProvider>,
    );
  show();
  await page.says('0', 'b');
  show(new Promise(() => {}));
  expect(page.text('i')).toBe('…');
  void client.run(order, { id: '1' });
  await page.until(() => expect(page.calls).toHaveLength(1));
  orders = 1;
  answer(json({}));
  await page.says('1', 'b');
  const mutations = page.queryClient.getMutationCache().getAll();
  expect(mutations.map(({ state }) => state.status)).toEqual(['success']);
});
