import { expect, it } from 'vitest';
import { messagesPage } from './messagesPage.ts';

it('docs/messages.md is what the code says: else run npm run docs:messages', async () => {
  await expect(messagesPage()).toMatchFileSnapshot('../../docs/messages.md');
});
