import { spawn } from 'node:child_process';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type { Arrival, Ledger } from '../../demo/ledger.ts';

/** One demo server, and what it says really happened. */
export interface DemoServer {
  url: string;
  fault(fault: string, options?: { endpoint?: string; times?: number; ms?: number }): Promise<void>;
  disarm(): Promise<void>;
  ledger(): Promise<Ledger>;
  /** Calls of actions (no status questions), in order. */
  sent(): Promise<Arrival[]>;
  ids(): Promise<string[]>;
  stop(): void;
}

async function startServer(): Promise<DemoServer> {
  const child = spawn(process.execPath, ['dist-demo/server/main.js'], {
    env: { ...process.env, PORT: '0', DEMO_PARENT_STDIN: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The demo server did not start.')));
    child.stdout.on('data', (chunk) => {
      const found = /http:\/\/localhost:\d+/.exec(String(chunk));
      if (found) resolve(found[0]);
    });
  });
  const post = async (path: string, body: unknown) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  const get = async (path: string) => (await fetch(url + path)).json();
  const sent = async () =>
    ((await get('/lab/log')) as Arrival[]).filter(({ method, requestId }) => method !== 'GET' && requestId);
  return {
    url,
    fault: (fault, options = {}) => post('/lab/fault', { fault, ...options }),
    disarm: () => post('/lab/disarm', {}),
    ledger: () => get('/lab/ledger') as Promise<Ledger>,
    sent,
    ids: async () => [...new Set((await sent()).map(({ requestId }) => requestId))],
    stop: () => child.stdin.end(),
  };
}

export const test = base.extend<{ server: DemoServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture uses
  server: async ({}, use) => {
    const server = await startServer();
    await use(server);
    server.stop();
  },
});

export { expect };

/** The checkout with its Pay button ready. */
export async function openCheckout(context: BrowserContext, { url }: DemoServer): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await expect(button(page)).toHaveAttribute('data-status', 'idle');
  return page;
}

export const button = (page: Page, kind = 'payment') => page.locator(`main button[data-kind=${kind}]`);

/** A tap as the DOM sees it: Playwright's own click waits for a locked button. */
export const tap = (page: Page, kind = 'payment') =>
  button(page, kind).evaluate((element: HTMLElement) => element.click());

export const status = (page: Page, name: string, kind = 'payment') =>
  expect(button(page, kind)).toHaveAttribute('data-status', name, { timeout: 20_000 });

export const onReceipt = (page: Page) => expect(page).toHaveURL(/\/receipt\//, { timeout: 20_000 });

/** One action: one charge, one order, one e-mail, one ID. */
export async function expectOneCharge(server: DemoServer): Promise<void> {
  const { charges, orders, emails } = await server.ledger();
  expect([charges.length, orders.length, emails.length]).toEqual([1, 1, 1]);
  expect(await server.ids()).toHaveLength(1);
}
