import { Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import { callerOf, renewVisitor, sessionCookie } from '../caller.ts';
import type { Shop } from '../shop.ts';

/** Who is signed in. No passwords: the panel switches between two fixed accounts. */
export function sessionRoutes(shop: Shop): Hono {
  return new Hono()
    .get('/', (c) => c.json({ user: callerOf(c, shop.accounts).user ?? null }))
    .post('/', async (c) => {
      const { account: id } = await c.req.json<{ account: string }>();
      const account = shop.accounts.find(id);
      if (!account) return c.json({ code: 'no_such_account' }, 404);
      shop.adopt(callerOf(c, shop.accounts).visitor, account.id);
      c.header('Set-Cookie', sessionCookie(shop.accounts.openSession(account)), { append: true });
      shop.commit();
      return c.json({ user: account });
    })
    .delete('/', (c) => {
      shop.accounts.closeSession(getCookie(c, 'session'));
      deleteCookie(c, 'session', { path: '/' });
      renewVisitor(c);
      shop.commit();
      return c.json({ user: null });
    });
}
