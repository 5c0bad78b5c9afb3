import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { rememberVisitor } from './caller.ts';

/** The built client. The same place, seen from `demo/server` and from `dist-demo/server`. */
const folder = fileURLToPath(new URL('../../dist-demo/client', import.meta.url));

/** Static files, and for every other address the app itself: its routes exist in the browser only. */
export function clientFiles(): Hono {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) throw new Error('The client is not built yet: run `npm run build:demo` first.');
  return new Hono()
    .use('/assets/*', async (c, next) => {
      await next();
      if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable');
    })
    .use('/assets/*', serveStatic({ root: folder, rewriteRequestPath: (path) => path }))
    .get('/assets/*', (c) => c.notFound())
    .get('/favicon.svg', serveStatic({ root: folder }))
    .get('/*', async (c) => {
      rememberVisitor(c);
      // Not `no-store`: that would keep the page out of the back/forward cache.
      c.header('Cache-Control', 'no-cache');
      return c.html(await readFile(page, 'utf8'));
    });
}
