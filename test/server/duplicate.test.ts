import { expect, it } from 'vitest';
import { call, newId, openShop, problemOf } from './shop.ts';

it('a public operation’s answer is for whoever has the ID, not for whoever names the same object', async () => {
  const { idempotency } = openShop();
  const signUp = idempotency.handle(
    'sign-up',
    {
      mode: 'local',
      principal: 'public',
      unique: async (request) => ((await request.json()) as { email: string }).email,
      duplicate: 'answer',
    },
    () => Response.json({ account: 7, session: 'secret' }),
  );
  const [hers, theirs] = [newId(), newId()];
  const named = (id: string, password: string): Request =>
    call(id, { user: '', body: JSON.stringify({ email: 'ada@example.com', password }) });
  expect((await signUp(named(hers, 'a'), undefined)).status).toBe(200);
  // A stranger knows the address, and neither the ID nor the password.
  const stolen = await problemOf(await signUp(named(theirs, 'b'), undefined));
  expect(stolen).toMatchObject({ http: 409, code: 'already_open', safeNewKey: true });
  expect(JSON.stringify(stolen)).not.toContain('secret');
  expect(await (await signUp(named(hers, 'a'), undefined)).json()).toEqual({ account: 7, session: 'secret' });
});
