import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Component, type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { createEngine } from '../../src/core/engine.ts';
import type { SafeActions } from '../../src/core/handle.ts';
import { SafeActionProvider, type SafeActionProviderProps } from '../../src/react/index.ts';
import type { Call, Handler } from '../../src/testing/memoryNetwork.ts';
import { createWorld, type Tab, type World } from '../../src/testing/world.ts';
import { actions } from './shop.ts';

/** One page load: the real engine in a virtual browser, rendered by the real React into the real DOM. */
export interface Page {
  readonly world: World;
  readonly tab: Tab;
  readonly client: SafeActions;
  readonly queryClient: QueryClient;
  readonly container: HTMLElement;
  /** Every request of this world, in order. */
  readonly calls: readonly Call[];
  /** Renders inside the providers, at once. */
  show(ui: ReactNode, props?: Partial<SafeActionProviderProps>): void;
  showBare(ui: ReactNode): void;
  unmount(): void;
  /** Lets everything run that needs no time to pass. */
  settle(): Promise<void>;
  /** Moves time on, and lets everything run that follows from it. */
  advance(ms: number): Promise<void>;
  /** Lets everything run that needs no time to pass, until this holds. */
  until(check: () => void): Promise<void>;
  says(text: string, selector?: string): Promise<void>;
  /** The page goes, its JavaScript with it; the next load starts from what is on the disk. */
  reload(): Page;
  find<E extends HTMLElement = HTMLButtonElement>(selector?: string): E;
  /** The text of the element, without the spaces around it. */
  text(selector?: string): string;
}

export interface PageOptions {
  server?: Handler;
  strict?: boolean;
  world?: World;
  tab?: Tab;
}

const pages = new Set<Page>();

export function openPage(options: PageOptions = {}): Page {
  const { server, strict = false } = options;
  const { world = createWorld(server && { server }) } = options;
  const { tab = world.tab() } = options;
  const client = createEngine(tab.ports, 'shop', actions);
  const queryClient = new QueryClient();
  const container = document.body.appendChild(document.createElement('main'));
  const root = createRoot(container);
  const page: Page = {
    world,
    tab,
    client,
    queryClient,
    container,
    calls: world.server.calls,
    show(ui, props) {
      const tree = (
        <QueryClientProvider client={queryClient}>
          <SafeActionProvider client={client} scope="ann" {...props}>
            {ui}
          </SafeActionProvider>
        </QueryClientProvider>
      );
      page.showBare(strict ? <StrictMode>{tree}</StrictMode> : tree);
    },
    showBare: (ui) => flushSync(() => root.render(ui)),
    unmount() {
      if (!pages.delete(page)) return;
      root.unmount();
      container.remove();
      queryClient.clear();
    },
    settle: () => world.clock.settle(),
    advance: (ms) => world.clock.advance(ms),
    async until(check) {
      // A browser reads the body of an answer in its own time, which no virtual clock can move.
      const look = async () => {
        await world.clock.settle();
        check();
      };
      await vi.waitFor(look, { interval: 1 });
    },
    says: (text, selector) => page.until(() => expect(page.text(selector)).toBe(text)),
    reload() {
      const next = tab.reload();
      page.unmount();
      return openPage({ strict, world, tab: next });
    },
    find(selector = 'button') {
      const found = container.querySelector(selector);
      if (!found) throw new Error(`No ${selector} in ${container.innerHTML}`);
      return found as never;
    },
    text: (selector) => page.find(selector).textContent?.trim() ?? '',
  };
  pages.add(page);
  return page;
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

/** A server that keeps the person waiting until `answer` is called. */
export function slowServer(): { server: Handler; answer: (response: Response) => void } {
  let waiting: ((response: Response) => void) | undefined;
  return {
    server: () =>
      new Promise((resolve) => {
        waiting = resolve;
      }),
    answer: (response) => waiting?.(response),
  };
}

/** No page of a test outlives it, and none may make React or this package complain. */
export function watchPages(): void {
  beforeEach(() => {
    // Kept for the end of the test, where they fail it.
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => {
    for (const page of pages) page.unmount();
    const complaints = [...vi.mocked(console.error).mock.calls, ...vi.mocked(console.warn).mock.calls];
    vi.restoreAllMocks();
    expect(complaints).toEqual([]);
  });
}

/** For a test that provokes them: what React and this package have complained of since it began. */
export function takeComplaints(): { errors: unknown[][]; warnings: unknown[][] } {
  const [errors, warnings] = [vi.mocked(console.error).mock.calls, vi.mocked(console.warn).mock.calls];
  return { errors: errors.splice(0), warnings: warnings.splice(0) };
}

/** Hands what its children throw while rendering to `caught`. */
export class Catch extends Component<{ caught: (error: unknown) => void; children: ReactNode }> {
  override state = { failed: false };
  static getDerivedStateFromError = () => ({ failed: true });
  override componentDidCatch(error: unknown): void {
    this.props.caught(error);
  }
  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
