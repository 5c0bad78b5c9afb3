import { afterEach, describe, expect, it, vi } from 'vitest';
import { createNetwork } from '../../src/browser/network.ts';

const open = () => createNetwork(() => () => {});
const browserSays = (online: boolean): void => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(online);
  dispatchEvent(new Event(online ? 'online' : 'offline'));
};

describe('network', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('uses the `fetch` that the page has when it is called', async () => {
    const network = open();
    const fetch = vi.fn(async () => new Response('replaced'));
    vi.stubGlobal('fetch', fetch);
    expect(await (await network.fetch('/x', { method: 'POST' })).text()).toBe('replaced');
    expect(fetch).toHaveBeenCalledWith('/x', { method: 'POST' });
  });

  it('calls it in the same task, so that what was checked still holds (law 3)', () => {
    const fetch = vi.fn(async () => new Response());
    vi.stubGlobal('fetch', fetch);
    open().fetch('/x');
    expect(fetch).toHaveBeenCalled();
  });

  for (const fails of [false, true]) {
    it(`says when a request begins and ends, ${fails ? 'failing' : 'answered'}`, async () => {
      const said: string[] = [];
      const network = createNetwork(() => {
        said.push('begin');
        return () => said.push('end');
      });
      let end = (): void => {};
      vi.stubGlobal('fetch', () => {
        said.push('fetch');
        return new Promise((resolve, reject) => {
          end = () => (fails ? reject(new TypeError()) : resolve(new Response()));
        });
      });
      const call = network.fetch('/x').catch(() => {});
      expect(said).toEqual(['begin', 'fetch']);
      end();
      await call;
      expect(said).toEqual(['begin', 'fetch', 'end']);
    });
  }

  it('follows the browser, until one stops listening', () => {
    const network = open();
    const heard: boolean[] = [];
    const stop = network.listen(() => heard.push(network.online()));
    browserSays(false);
    browserSays(true);
    stop();
    browserSays(false);
    expect(heard).toEqual([false, true]);
    expect(network.online()).toBe(false);
  });
});
