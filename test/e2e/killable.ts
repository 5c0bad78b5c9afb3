import type { BrowserContext } from '@playwright/test';

/** A browser of the test's own, to kill. */
export interface OwnBrowser {
  context: BrowserContext;
  kill(): Promise<void>;
}

/** Such browsers on one profile, one after the other. */
export interface Killable {
  launch(): Promise<OwnBrowser>;
}
