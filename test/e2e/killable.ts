import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';

/** A browser of the test's own, to kill. */
export interface OwnBrowser {
  context: BrowserContext;
  kill(): Promise<void>;
}

/** Such browsers on one profile, one after the other. */
export interface Killable {
  launch(): Promise<OwnBrowser>;
  /** Deletes what IndexedDB keeps in files of their own, as a program that makes room does. Returns how many. */
  loseLargeValues(): Promise<number>;
}

/** `<origin>.indexeddb.blob/…` in Chromium, `<database>.files/<number>` in Firefox. */
const LARGE = /\.indexeddb\.blob\/.*\/[0-9a-f]+$|\.files\/\d+$/;

export async function loseLargeValues(profile: string): Promise<number> {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const large = files.filter((file) => LARGE.test(file.replaceAll('\\', '/')));
  for (const file of large) await rm(file);
  return large.length;
}
