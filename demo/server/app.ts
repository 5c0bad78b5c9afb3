import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { page, problem } from './answer.ts';
import { clientFiles } from './clientFiles.ts';
import type { Database } from './database.ts';
import { accountRoutes } from './routes/accounts.ts';
import { cartRoutes } from './routes/cart.ts';
import { giftRoutes } from './routes/gift.ts';
import { labRoutes } from './routes/lab.ts';
import { orderRoutes } from './routes/orders.ts';
import { payRoutes } from './routes/pay.ts';
import { profileRoutes } from './routes/profile.ts';
import { receiptRoutes } from './routes/receipts.ts';
import { sessionRoutes } from './routes/session.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { createShop, type Shop } from './shop.ts';

export interface DemoServer {
  /** `http://localhost:<port>` */
  readonly url: string;
  /** Ends every connection, also those that hang. */
  close(): Promise<void>;
}

/**
 * Starts the shop on a loopback port; 0 takes a free one.
 * @throws what `listen` throws, such as EADDRINUSE
 */
export async function createDemoServer({
  port = 0,
  database,
}: {
  port?: number;
  database: Database;
}): Promise<DemoServer> {
  const shop = createShop(database);
  const server = createAdaptorServer({
    fetch: app(shop).fetch,
    serverOptions: { keepAlive: false },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const address = server.address() as AddressInfo;
  shop.bank.subscribe(`http://127.0.0.1:${address.port}/api/webhooks/bank`);
  return {
    url: `http://localhost:${address.port}`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await database.close();
    },
  };
}

function app(shop: Shop) {
  const hono = new Hono<{ Bindings: HttpBindings }>();
  hono.use(async (c, next) => {
    await next();
    c.header(
      'Content-Security-Policy',
      "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'same-origin');
    // Browsers silently send a POST again when a kept-alive connection dies. Here each arrival shall be one attempt.
    c.header('Connection', 'close');
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  });
  hono.onError((error) => {
    console.error(error);
    return problem(500, 'internal');
  });
  return hono
    .route('/api/pay', payRoutes(shop))
    .route('/api/accounts', accountRoutes(shop))
    .route('/api/profile', profileRoutes(shop))
    .route('/api/orders', orderRoutes(shop))
    .route('/api/gift', giftRoutes(shop))
    .route('/api/cart', cartRoutes(shop))
    .route('/api/receipts', receiptRoutes(shop))
    .route('/api/session', sessionRoutes(shop))
    .route('/api/webhooks', webhookRoutes(shop))
    .route('/lab', labRoutes(shop))
    .get('/login', () => page(200, 'Please sign in'))
    .all('/api/*', (c) => c.json({ code: 'no_such_endpoint' }, 404))
    .route('/', clientFiles());
}
