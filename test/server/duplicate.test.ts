import { describe, expect, it } from 'vitest';
import { call, charging, newId, openShop, problemOf, type ServerShop } from './shop.ts';

const DAY = 86_400_000;

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

describe('an ID that heard another one’s answer', () => {
  const sharing = (shop: ServerShop) =>
    charging(shop, {
      unique: async (request) => ((await request.json()) as { cartId: string }).cartId,
      duplicate: 'answer',
    });

  it('never runs, also when the other one is forgotten', async () => {
    const shop = openShop();
    const { pay, charges } = sharing(shop);
    await pay(call(newId()), undefined);
    shop.advance(DAY / 2);
    const second = newId(-DAY / 2);
    const shared = await pay(call(second), undefined);
    expect([shared.status, await shared.text()]).toEqual([200, '{"receipt":"c1"}']);
    expect(shared.headers.get('Idempotent-Replayed')).toBe('true');
    // The first key is forgotten, and the second is not yet too old.
    shop.advance(29.75 * DAY);
    await shop.idempotency.purge();
    expect(await problemOf(await pay(call(second), undefined))).toMatchObject({
      http: 409,
      code: 'result_expired',
      settled: 200,
    });
    expect(charges()).toEqual(['c1']);
  });

  it('has it as its own: for repeats, for status and cancel, for nobody else, and in its trace', async () => {
    const shop = openShop();
    const { pay, charges } = sharing(shop);
    const [first, second] = [newId(), newId()];
    await pay(call(first), undefined);
    await pay(call(second), undefined);
    const answers = [
      await pay(call(second), undefined),
      await shop.idempotency.status(second, call(second), undefined),
      await shop.idempotency.cancel(second, call(second), undefined),
    ];
    for (const answer of answers) expect(await answer.text()).toBe('{"receipt":"c1"}');
    const theirs = await problemOf(await pay(call(second, { user: 'bob' }), undefined));
    expect(theirs).toMatchObject({ code: 'scope_mismatch' });
    const kinds = (await shop.idempotency.trace(second)).map(({ kind }) => kind);
    expect(kinds).toEqual(['replayed', 'replayed', 'replayed', 'refused']);
    // The object is still the first one's.
    expect(shop.store.row(first)?.uniqueKey).not.toBeNull();
    expect(shop.store.row(second)).toMatchObject({ state: 'answered', uniqueKey: null });
    expect(charges()).toEqual(['c1']);
  });
});
