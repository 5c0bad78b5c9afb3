import type { Ports } from '../core/ports.ts';
import { unlessAbsent } from './absentStorage.ts';
import { createChannel } from './channel.ts';
import { createClock } from './clock.ts';
import { createIdbStore } from './idbStore.ts';
import { createNetwork } from './network.ts';
import { createPage } from './page.ts';
import { createRandom } from './random.ts';
import { createWebLock } from './webLock.ts';

/**
 * The ports of `app` on a real browser; call it once per page load, and never on a server. The same `app` on the same
 * origin shares one database, its locks and its channel.
 */
export function createBrowserPorts(app: string): Ports {
  const random = createRandom();
  const page = createPage(app, random);
  return {
    store: unlessAbsent(createIdbStore(app)),
    lock: createWebLock(app),
    channel: createChannel(app),
    network: createNetwork(page.send),
    clock: createClock(page.tab),
    page,
    random,
  };
}
