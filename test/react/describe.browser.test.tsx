import { expect, it, vi } from 'vitest';
import { OpenActions } from '../../src/react/index.ts';
import { json, openPage, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

it('news of what is done needs no description: one that throws is left out, as of an input of an older deploy', async () => {
  const page = openPage({ server: () => json({ id: 'r1' }) });
  page.show(<OpenActions />);
  await page.settle();
  const errors = vi.fn((event: ErrorEvent) => event.preventDefault());
  addEventListener('error', errors);
  const spoiled = vi.spyOn(pay, 'describe').mockImplementation(() => {
    throw new TypeError('total is undefined');
  });
  void page.client.run(pay, { cartId: '42', amount: 20 }, { subject: '42' });
  await page.advance(1000);
  await page.until(() => expect(page.text('[data-part=line]')).toContain('went through.'));
  expect(errors).not.toHaveBeenCalled();
  removeEventListener('error', errors);
  spoiled.mockRestore();
});
