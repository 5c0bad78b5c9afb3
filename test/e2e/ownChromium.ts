import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';
import { type Killable, loseLargeValues } from './killable.ts';

/**
 * A Chromium of the test's own, on a profile of its own: its process is known, so that it can be killed, and it keeps
 * its own idea of what is hidden, which Playwright else overrides.
 */
class OwnChromium {
  readonly #process: ChildProcess;
  readonly #browser: Browser;
  readonly context: BrowserContext;

  private constructor(process: ChildProcess, browser: Browser, context: BrowserContext) {
    this.#process = process;
    this.#browser = browser;
    this.context = context;
  }

  static async launch(profile: string, ...args: string[]): Promise<OwnChromium> {
    const binary = findChromium();
    if (!binary) throw new Error('There is no Chromium here.');
    const process = spawn(
      binary,
      [
        ...chromiumArgs,
        '--headless=new',
        '--remote-debugging-port=0',
        `--user-data-dir=${profile}`,
        ...args,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let address: string | undefined;
    for await (const line of createInterface(process.stderr)) {
      [address] = /ws:\S+/.exec(line) ?? [];
      if (address) break;
    }
    process.stderr.resume();
    if (!address) throw new Error('Chromium did not start.');
    const browser = await chromium.connectOverCDP(address, { noDefaults: true });
    const [context] = browser.contexts();
    if (!context) throw new Error('Chromium has no context.');
    return new OwnChromium(process, browser, context);
  }

  /** The whole browser, at once: nothing is flushed. */
  async kill(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  /** As a person does: what is to be kept is on the disk. */
  async quit(): Promise<void> {
    const gone = once(this.#process, 'exit');
    const session = await this.#browser.newBrowserCDPSession();
    await session.send('Browser.close').catch(() => {});
    await gone;
  }
}

/** Browsers on one profile, one after the other. */
export interface Profile extends Killable {
  launch(...args: string[]): Promise<OwnChromium>;
  /** Settings, as the browser itself keeps them; before the first launch. */
  prefer(preferences: object): Promise<void>;
}

const folder = () => mkdtemp(join(tmpdir(), 'safe-action-profile-'));

const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

/** A copy of the profile `template`; it and its browsers go with the test. */
export async function withProfile(template: string, use: (profile: Profile) => Promise<void>): Promise<void> {
  const own = await folder();
  const launched: OwnChromium[] = [];
  try {
    await cp(template, own, { recursive: true, verbatimSymlinks: true });
    await use({
      async prefer(preferences) {
        const file = join(own, 'Default', 'Preferences');
        const kept = JSON.parse(await readFile(file, 'utf8'));
        await writeFile(file, JSON.stringify({ ...kept, ...preferences }));
      },
      loseLargeValues: () => loseLargeValues(own),
      async launch(...args) {
        const browser = await OwnChromium.launch(own, ...args);
        launched.push(browser);
        return browser;
      },
    });
  } finally {
    for (const browser of launched) await browser.kill();
    await remove(own);
  }
}

const YEAR = 365 * 24 * 60 * 60;

/** The profile of somebody whom the shop, on whatever port, knows again after the browser was closed. */
export async function withRegularVisitor(use: (template: string) => Promise<void>): Promise<void> {
  const template = await folder();
  try {
    const browser = await OwnChromium.launch(template);
    const expires = Date.now() / 1000 + YEAR;
    await browser.context.addCookies([
      { name: 'visitor', value: 'regular', url: 'http://localhost', expires },
    ]);
    await browser.quit();
    await use(template);
  } finally {
    await remove(template);
  }
}
