import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, firefox } from '@playwright/test';
import { findFirefox, firefoxChannel } from '../../scripts/firefox.mjs';
import { type Killable, loseLargeValues, type OwnBrowser } from './killable.ts';

/** A stock Firefox on a profile of its own, whose process is known, so that it can be killed. */
async function launch(profile: string): Promise<OwnBrowser> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('There is no Firefox here.');
  const context = await firefox.launchPersistentContext(profile, {
    channel: firefoxChannel,
    executablePath,
    timeout: 60_000,
  });
  // Somebody whom the shop knows again: Firefox writes cookies later than a kill may come.
  await context.addCookies([{ name: 'visitor', value: 'regular', url: 'http://localhost' }]);
  return { context, kill: () => kill(context, profile) };
}

/** The whole browser, at once: nothing is flushed. */
async function kill(context: BrowserContext, profile: string): Promise<void> {
  const pid = processOf(profile);
  if (pid === undefined) return;
  const gone = new Promise<unknown>((resolve) => context.once('close', resolve));
  process.kill(pid, 'SIGKILL');
  await gone;
}

/** Playwright does not tell which process it started; its command line names the profile. */
function processOf(profile: string): number | undefined {
  const found = readdirSync('/proc').find((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').includes(profile);
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}

/** Firefoxes on one new profile, one after the other; they and it go with the test. */
export async function withFirefoxProfile(use: (profile: Killable) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'safe-action-firefox-'));
  const launched: OwnBrowser[] = [];
  try {
    await use({
      loseLargeValues: () => loseLargeValues(profile),
      async launch() {
        const browser = await launch(profile);
        launched.push(browser);
        return browser;
      },
    });
  } finally {
    await launched.at(-1)?.kill();
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
