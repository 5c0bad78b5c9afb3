import { setTimeout as patience } from 'node:timers/promises';
import { By, Key, type WebDriver, type WebElement } from 'selenium-webdriver';
import { expect } from '../../e2e/shop.ts';
import type { Screen } from '../verdict.ts';

const pay = 'main button.primary[data-status]';

/** What a person sees of an action on its page. */
export interface Look {
  /** Path of the address. */
  at: string;
  status: string | undefined;
  reason: string | undefined;
  locked: boolean;
  /** The words beside the button. */
  words: string;
  /** All text of the page. */
  text: string;
}

function screenOf({ text, status, locked, words }: Look): Screen | undefined {
  if (/Thank you|This cart is paid\./.test(text)) return 'done';
  if (locked || status === undefined) return undefined;
  if (status === 'idle') return words ? 'problem' : 'idle';
  return status as Screen;
}

/** One tab of a WebKit. WebDriver speaks to one tab at a time, so nothing here may run side by side. */
export class WebKitTab {
  readonly #driver: WebDriver;
  readonly #handle: string;

  constructor(driver: WebDriver, handle: string) {
    this.#driver = driver;
    this.#handle = handle;
  }

  async #front(): Promise<WebDriver> {
    await this.#driver.switchTo().window(this.#handle);
    return this.#driver;
  }

  async goto(url: string): Promise<void> {
    await (await this.#front()).get(url);
  }

  /** Opens a page with an action, and waits until it is free for a tap. */
  async open(url: string): Promise<this> {
    await this.goto(url);
    await this.ready();
    return this;
  }

  async ready(): Promise<void> {
    await this.sees({ status: 'idle', locked: false });
  }

  async reload(): Promise<void> {
    await (await this.#front()).navigate().refresh();
  }

  async close(): Promise<void> {
    await (await this.#front()).close();
    const [next] = await this.#driver.getAllWindowHandles();
    if (next) await this.#driver.switchTo().window(next);
  }

  /** Runs a script in the page; a promise that it returns is waited for. */
  async run<Result>(script: string, ...args: unknown[]): Promise<Result> {
    return (await this.#front()).executeScript<Result>(script, ...args);
  }

  /** A tap at once, as a finger does it; `times` in one task. */
  async tap(times = 1): Promise<void> {
    await this.run(`for (let tap = 0; tap < ${times}; tap++) document.querySelector('${pay}').click();`);
  }

  /** A tap at a moment of the wall clock, ms: so that two tabs can be tapped together. */
  async tapAt(moment: number): Promise<void> {
    await this.run(
      `const button = document.querySelector('${pay}'); setTimeout(() => button.click(), ${moment} - Date.now());`,
    );
  }

  /** A tap that is an intent of its own: within 500 ms it would belong to the last one (law 1). */
  async tapAgain(): Promise<void> {
    await patience(600);
    await this.tap();
  }

  async #button(): Promise<WebElement> {
    return (await this.#front()).findElement(By.css(pay));
  }

  async doubleClick(): Promise<void> {
    const button = await this.#button();
    await this.#driver.actions().doubleClick(button).perform();
  }

  /** Presses Enter on the button. */
  async enter(times: number): Promise<void> {
    await this.run(`document.querySelector('${pay}').focus();`);
    const keys = this.#driver.actions();
    for (let press = 0; press < times; press++) keys.sendKeys(Key.ENTER);
    await keys.perform();
  }

  /** Fills the input with this label. */
  async fill(label: string, value: string): Promise<void> {
    const input = await (await this.#front()).findElement(
      By.xpath(
        `//label[contains(normalize-space(.), "${label}")]//input | //input[@id=//label[contains(normalize-space(.), "${label}")]/@for]`,
      ),
    );
    await input.clear();
    await input.sendKeys(value);
  }

  /** Clicks what has this accessible name or text. */
  async press(name: string): Promise<void> {
    await this.run(
      `const named = [...document.querySelectorAll('button, a, input')].find((element) =>
         [element.getAttribute('aria-label'), element.textContent.trim(), element.labels?.[0]?.textContent.trim()]
           .some((words) => words?.startsWith(arguments[0])));
       if (!named) throw new Error('There is no ' + arguments[0]);
       named.click();`,
      name,
    );
  }

  async choose(selector: string, value: string): Promise<void> {
    const select = await (await this.#front()).findElement(By.css(selector));
    await select.findElement(By.css(`option[value="${value}"]`)).click();
  }

  async look(): Promise<Look> {
    return this.run<Look>(
      `const button = document.querySelector('${pay}');
       const spoken = document.querySelectorAll('main [role=status], main [role=alert]');
       return {
         at: location.pathname,
         status: button?.dataset.status,
         reason: button?.dataset.reason,
         locked: button !== null && 'locked' in button.dataset,
         words: [...spoken].map((element) => element.textContent).filter(Boolean).join(' '),
         text: document.body.innerText,
       };`,
    ).then((look) => ({ ...look, status: look.status ?? undefined, reason: look.reason ?? undefined }));
  }

  async sees(expected: Partial<Look>): Promise<void> {
    await expect.poll(() => this.look()).toMatchObject(expected);
  }

  async seesText(text: string): Promise<void> {
    await expect.poll(async () => (await this.look()).text).toContain(text);
  }

  /** Waits until nothing is under way, and says how it stands. */
  async screen(): Promise<Screen> {
    let screen: Screen | undefined;
    await expect
      .poll(async () => {
        screen = screenOf(await this.look());
        return screen;
      })
      .toBeDefined();
    return screen as unknown as Screen;
  }

  async seesReceipt(): Promise<void> {
    await expect.poll(async () => (await this.look()).at).toMatch(/^\/receipt\//);
    await this.seesText('Thank you');
  }

  /** The receipt, or the page of a cart that is paid. */
  async seesPaid(): Promise<void> {
    await expect.poll(async () => (await this.look()).text).toMatch(/Thank you|This cart is paid\./);
  }

  /** All rows of the shop's database: keys and values. */
  async rows(): Promise<{ key: string[]; value: Record<string, unknown> }[]> {
    return this.run(
      `return (async () => {
         const promise = (request) => new Promise((resolve, reject) => {
           request.onsuccess = () => resolve(request.result);
           request.onerror = () => reject(request.error);
         });
         const db = await promise(indexedDB.open('safe-action:corner-shop'));
         if (!db.objectStoreNames.contains('records')) { db.close(); return []; }
         const store = db.transaction('records').objectStore('records');
         const [keys, values] = await Promise.all([promise(store.getAllKeys()), promise(store.getAll())]);
         db.close();
         return keys.map((key, at) => ({ key, value: JSON.parse(JSON.stringify(values[at])) }));
       })();`,
    );
  }
}
