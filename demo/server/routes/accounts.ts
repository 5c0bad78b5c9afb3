import { Hono } from 'hono';
import { type Account, SignUpInput } from '../../contract.ts';
import { accountsIn } from '../accounts.ts';
import { problem } from '../answer.ts';
import { type Call, inputOf } from '../call.ts';
import { sessionCookie } from '../caller.ts';
import { endpoint } from '../endpoint.ts';
import { happened } from '../lab.ts';
import { adopt, type Shop, type Work } from '../shop.ts';

export function accountRoutes(shop: Shop): Hono {
  const signUp: Work = async (call, books) => {
    const accounts = accountsIn(books);
    const input = SignUpInput.safeParse(await inputOf(call.request()));
    if (!input.success) return problem(422, 'invalid_input', { change: 'input', safeNewKey: true });
    const { email } = input.data;
    if (await accounts.isTaken(email))
      return problem(422, 'email_taken', {
        detail: 'We could not create this account.',
        change: 'input',
        safeNewKey: true,
        fields: { email: 'This e-mail address has an account already.' },
      });

    const { visitor } = call.caller;
    const account = await accounts.create(email, visitor);
    await adopt(books, visitor, account.id);
    await happened(call, books, ['accounts', account.id], ['emails', `Welcome ${account.id}`]);
    return Response.json(account);
  };

  /**
   * A session is no part of the stored answer, since a repeat may come from anywhere: each answer opens one of its own,
   * for the browser that created the account and for no other.
   */
  const signIn = async ({ caller }: Call, answer: Response): Promise<Response> => {
    if (answer.status !== 200) return answer;
    const account: Account = await answer.clone().json();
    const token = await shop.open(async (books) => {
      const accounts = accountsIn(books);
      const isTheirs = await accounts.isCreatorOf(caller.visitor, account.id);
      return isTheirs ? accounts.openSession(account) : undefined;
    });
    if (token) answer.headers.append('Set-Cookie', sessionCookie(token));
    return answer;
  };

  const create = shop.keyed('accounts', signUp, { principal: 'public', secretFields: ['password'] });
  return new Hono()
    .post('/', endpoint(shop, { target: 'accounts', handler: create, finish: signIn }))
    .get(
      '/by-request/:requestId',
      endpoint(shop, { target: 'accounts-status', handler: shop.status, finish: signIn }),
    );
}
