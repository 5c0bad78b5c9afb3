import { useState } from 'react';
import { expect, it } from 'vitest';
import { useSafeAction } from '../../src/react/index.ts';
import { json, openPage, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

it('`onDone` of one subject is not that of the next, which the page goes on to as soon as the first is done', async () => {
  const told: string[] = [];
  function Queue() {
    const [cart, setCart] = useState('41');
    const payment = useSafeAction(pay, {
      subject: cart,
      onDone: ({ id }) => told.push(`${cart}: ${id}`),
    });
    if (cart === '41' && payment.status === 'done') setTimeout(setCart, 0, '42');
    return <p>{cart}</p>;
  }
  const page = openPage({ server: () => json({ id: 'r1' }) });
  page.show(<Queue />);
  await page.settle();
  // The disk is slow to note that it was delivered.
  const { transact } = page.tab.ports.store;
  page.tab.ports.store.transact = async (mode, work) => {
    if (mode === 'relaxed') await new Promise((resolve) => setTimeout(resolve, 50));
    return transact(mode, work);
  };
  void page.client.run(pay, { cartId: '41', amount: 20 }, { subject: '41' });
  await page.until(() => expect(page.text('p')).toBe('42'));
  await page.until(() => expect(told).toEqual(['41: r1']));
});
