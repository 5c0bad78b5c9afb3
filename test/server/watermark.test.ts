import { createMemoryServerStore } from 'safe-action/testing';
import { watermarkContract } from './watermarkContract.ts';

watermarkContract(
  'The watermarks of the store in memory',
  async () => ({ store: createMemoryServerStore(), close: async () => {} }),
  { concurrent: true },
);
