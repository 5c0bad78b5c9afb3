import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Seconds of random cases: only for the mutants that nothing else has killed. */
const slow = /(protocol|anyEnding|record|any-row|found|simulation)\.test\.ts$/;

class SlowLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(slow.test(a.moduleId)) - Number(slow.test(b.moduleId)));
  }
}

/** For `npm run mutate`: the tests that reach `src/core`. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^safe-action$/, replacement: source('index.ts') },
      { find: /^safe-action\/testing$/, replacement: source('testing/index.ts') },
    ],
  },
  test: {
    environment: 'node',
    // Modules are loaded once for a mutant, not once for each test file: four times as quick.
    isolate: false,
    include: [
      'test/core/**/*.test.ts',
      'test/laws/**/*.test.ts',
      // Races between tabs, which no short test shows.
      'test/simulation/{found,simulation}.test.ts',
    ],
    sequence: { sequencer: SlowLast },
  },
});
