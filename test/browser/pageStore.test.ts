import { describe, expect, it } from 'vitest';
import { createPageStore } from '../../src/browser/pageStore.ts';
import { describeStore } from '../testing/storeContract.ts';

describe('page store', () => {
  describeStore(() => [createPageStore(), createPageStore()], { shared: false, readOnly: false });

  it('says that it is in memory (law 11)', () => {
    expect(createPageStore().durability()).toBe('memory');
  });
});
