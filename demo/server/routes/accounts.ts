import { Hono } from 'hono';
import { SignUpInput } from '../../contract.ts';
import { type Answer, json, problem } from '../answer.ts';
import { type Call, inputOf } from '../call.ts';
import { sessionCookie } from '../caller.ts';
import { endpoint } from '../endpoint.ts';
import type { Shop } from '../shop.ts';

export function accountRoutes(shop: Shop): Hono {
  const signUp = (call: Call): Answer => {
    const input = SignUpInput.safeParse(inputOf(call));
    if (!input.success) return problem(422, 'invalid_input', { change: 'input', safeNewKey: true });
    const { email } = input.data;
    if (shop.accounts.isTaken(email))
      return problem(422, 'email_taken', {
        detail: 'We could not create this account.',
        change: 'input',
        safeNewKey: true,
        fields: { email: 'This e-mail address has an account already.' },
      });

    const account = shop.accounts.create(email);
    shop.adopt(call.caller.visitor, account.id);
    shop.lab.happened(call, ['accounts', account.id], ['emails', `Welcome ${account.id}`]);
    return json(200, account, { 'Set-Cookie': sessionCookie(shop.accounts.openSession(account)) });
  };

  return new Hono().post('/', endpoint(shop, { target: 'accounts', kind: 'keyed', work: signUp })).get(
    '/by-request/:requestId',
    endpoint(shop, {
      target: 'accounts-status',
      kind: 'status',
      work: (call) => shop.answers.status(call),
    }),
  );
}
