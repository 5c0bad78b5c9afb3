import { Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import { accountsIn } from '../accounts.ts';
import { callerOf, renewVisitor, sessionCookie } from '../caller.ts';
import { adopt, type Shop } from '../shop.ts';

/** Who is signed in. No passwords: the panel switches between two fixed accounts. */
export function sessionRoutes({ store, open }: Shop): Hono {
  return new Hono()
    .get('/', async (c) => c.json({ user: (await callerOf(c, store)).user ?? null }))
    .post('/', async (c) => {
      const { account: id } = await c.req.json<{ account: string }>();
      const { visitor } = await callerOf(c, store);
      const opened = await open(async (books) => {
        const accounts = accountsIn(books);
        const user = await accounts.find(id);
        if (!user) return undefined;
        await adopt(books, visitor, user.id);
        return { user, token: await accounts.openSession(user) };
      });
      if (!opened) return c.json({ code: 'no_such_account' }, 404);
      c.header('Set-Cookie', sessionCookie(opened.token), { append: true });
      return c.json({ user: opened.user });
    })
    .delete('/', async (c) => {
      await open((books) => accountsIn(books).closeSession(getCookie(c, 'session')));
      deleteCookie(c, 'session', { path: '/' });
      renewVisitor(c);
      return c.json({ user: null });
    });
}
