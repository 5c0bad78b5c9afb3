import {
  MutationCache,
  onlineManager,
  QueryClient,
  QueryClientProvider,
  useIsMutating,
} from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SafeActionProvider, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, slowServer, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();
afterEach(() => {
  onlineManager.setOnline(true);
});

const input = { cartId: '42', amount: 20 };
const receipt = () => json({ id: 'r1' });

function Pay() {
  const payment = useSafeAction(pay);
  return <button {...payment.getButtonProps({ input })}>{payment.status}</button>;
}

describe('SafeActionProvider', () => {
  it("believes TanStack's onlineManager, too", async () => {
    const page = openPage({ server: receipt });
    onlineManager.setOnline(false);
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.until(() => expect(page.find().dataset.reason).toBe('offline'));
    expect(page.calls).toHaveLength(0);
    onlineManager.setOnline(true);
    await page.says('done');
  });

  it('resumes on a page that shows nothing of it, and mirrors that as one Mutation', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server, strict: true });
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.says('pending');

    const again = page.reload();
    const Count = () => <b>{useIsMutating({ mutationKey: ['safe-action', 'checkout.pay', ''] })}</b>;
    again.show(<Count />);
    await again.advance(1000);
    await again.says('1', 'b');
    answer(receipt());
    await again.says('0', 'b');
    expect(again.queryClient.getMutationCache().getAll()).toHaveLength(1);
    expect(page.calls).toHaveLength(2);
  });

  it('within another, such as for another language, mirrors no second Mutation, and gives its own words', async () => {
    const page = openPage({ server: receipt });
    function Status() {
      return <SafeActionStatus handle={useSafeAction(pay)} />;
    }
    page.show(
      <SafeActionProvider client={page.client} scope="ann" messages={{ done: 'Fertig.' }}>
        <Pay />
        <Status />
      </SafeActionProvider>,
    );
    await page.settle();
    page.find().click();
    await page.says('Fertig.', '[role=status]');
    expect(page.queryClient.getMutationCache().getAll()).toHaveLength(1);
  });

  it('beside another, as of another root on the page, mirrors no second Mutation either', async () => {
    const onSuccess = vi.fn();
    const queryClient = new QueryClient({ mutationCache: new MutationCache({ onSuccess }) });
    const [page, beside] = [openPage({ server: receipt }), openPage()];
    const part = (
      <QueryClientProvider client={queryClient}>
        <SafeActionProvider client={page.client} scope="ann">
          <Pay />
        </SafeActionProvider>
      </QueryClientProvider>
    );
    page.showBare(part);
    beside.showBare(part);
    await page.settle();
    page.find().click();
    await beside.says('done');
    await page.settle();
    expect(onSuccess).toHaveBeenCalledOnce();
  });

  it('takes nothing back when it goes: a round outlives its screen', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.says('pending');
    page.showBare(null);
    expect(page.client.handle(pay).getView().status).toBe('pending');
    answer(receipt());
    await page.until(() => expect(page.client.handle(pay).getView().status).toBe('done'));
    page.show(<Pay />);
    expect(page.text()).toBe('done');
  });
});
