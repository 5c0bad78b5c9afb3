import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { findWebKit, findWebKitDriver } from '../../../scripts/webkit.mjs';
import { expect } from '../../e2e/shop.ts';
import { WebKitTab } from './webKitTab.ts';

/** A WebKit of the test's own. Its storage goes when it ends. */
export class WebKit {
  readonly #process: ChildProcess;
  readonly #driver: WebDriver;

  private constructor(process: ChildProcess, driver: WebDriver) {
    this.#process = process;
    this.#driver = driver;
  }

  static async launch(): Promise<WebKit> {
    const binary = findWebKit();
    const command = findWebKitDriver();
    if (!binary || !command) throw new Error('There is no WebKit here: run `npm run test:webkit`.');
    const port = await freePort();
    const process = spawn(command, [`--port=${port}`], { stdio: ['ignore', 'ignore', 'inherit'] });
    try {
      await expect(async () => {
        await fetch(`http://127.0.0.1:${port}/status`);
      }).toPass();
      const capabilities = new Capabilities();
      capabilities.set('browserName', 'MiniBrowser');
      capabilities.set('webkitgtk:browserOptions', { binary, args: ['--automation'] });
      const driver = await new Builder()
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities(capabilities)
        .build();
      return new WebKit(process, driver);
    } catch (error) {
      process.kill();
      throw error;
    }
  }

  /** The tab that is there from the start. */
  async firstTab(): Promise<WebKitTab> {
    return new WebKitTab(this.#driver, await this.#driver.getWindowHandle());
  }

  async newTab(): Promise<WebKitTab> {
    await this.#driver.switchTo().newWindow('tab');
    return this.firstTab();
  }

  async quit(): Promise<void> {
    await this.#driver.quit().catch(() => {});
    if (this.#process.exitCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill();
    await gone;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address === 'string' || !address) throw new Error('There is no free port.');
  return address.port;
}
