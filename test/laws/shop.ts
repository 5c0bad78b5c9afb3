import { createWorld, type Tab, type World } from 'safe-action/testing';
import type { Action } from '../../src/core/action.ts';
import { type ActionOptions, defineAction } from '../../src/core/action.ts';
import { processing } from '../../src/core/answers.ts';
import { createEngine } from '../../src/core/engine.ts';
import type { Handle, SafeActions } from '../../src/core/handle.ts';
import { post, type Send } from '../../src/core/post.ts';
import type { ActionRecord } from '../../src/core/record.ts';
import type { View } from '../../src/core/view.ts';

export interface Receipt {
  id: string;
  amount: number;
}

/** A server that honours the ID as the contract asks, with a ledger that tells what really happened. */
export interface Shop {
  readonly world: World;
  /** One entry an effect. */
  readonly charges: { requestId: string; body: string }[];
  /** Answers instead of the server's own, one a call, in order. `after`: the effect has happened first. */
  answer(response: () => Response, when?: 'before' | 'after', times?: number): void;
  /** The IDs of all calls that left, in order. */
  ids(): string[];
  open(name?: string, options?: { session?: string }): { tab: Tab; client: SafeActions };
  /** A tab that is in a scope, with one watched handle. */
  enter(
    action: Action,
    options?: { name?: string; session?: string | undefined; scope?: string | null; subject?: string },
  ): Promise<Visit>;
  /** The stored row of the open action, if there is one. */
  openRow(): ActionRecord | undefined;
}

export interface Visit {
  tab: Tab;
  client: SafeActions;
  handle: Handle;
  /** Every view that was shown, in order. */
  seen: View[];
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  });

type PayInput = { cart: string; amount: number };

export const definePay = (
  options: Partial<ActionOptions<PayInput, PayInput, Receipt>> = {},
): Action<PayInput, PayInput, Receipt> =>
  defineAction<PayInput, PayInput, Receipt>({
    name: 'pay',
    kind: 'payment',
    keep: 'input',
    endpoint: 'idempotent',
    send: post('https://shop.test/pay'),
    ...options,
  });

export const createShop = (actions: readonly Action[], seed = 1): Shop => {
  const charges: { requestId: string; body: string }[] = [];
  const answers = new Map<string, string>();
  const scripted: { response: () => Response; when: 'before' | 'after' }[] = [];
  const world = createWorld({
    seed,
    async server(request) {
      const requestId = request.headers.get('Idempotency-Key') ?? '';
      const script = request.method === 'POST' ? scripted.shift() : undefined;
      if (script?.when === 'before') return script.response();
      if (request.method === 'GET') {
        const known = answers.get(new URL(request.url).pathname.split('/').at(-1) ?? '');
        return known ? json(200, JSON.parse(known)) : json(404, { code: 'absent' });
      }
      const stored = answers.get(requestId);
      const body = await request.text();
      if (stored === undefined) {
        charges.push({ requestId, body });
        answers.set(requestId, JSON.stringify({ id: `r${charges.length}`, amount: JSON.parse(body).amount }));
      }
      if (script) return script.response();
      return json(
        200,
        JSON.parse(answers.get(requestId) ?? ''),
        stored === undefined ? {} : { 'Idempotent-Replayed': 'true' },
      );
    },
  });
  return {
    world,
    charges,
    answer(response, when = 'before', times = 1) {
      for (let count = 0; count < times; count++) scripted.push({ response, when });
    },
    ids: () =>
      world.server.calls
        .filter(({ method }) => method === 'POST')
        .map(({ headers }) => headers['idempotency-key'] ?? ''),
    open(name, options) {
      const tab = world.tab(name, options);
      return { tab, client: createEngine(tab.ports, 'shop', actions) };
    },
    async enter(action, { name, session, scope = null, subject = 'c1' } = {}) {
      const tab = world.tab(name, session === undefined ? {} : { session });
      return visit(tab, actions, action, scope, subject, world);
    },
    openRow: () => world.disk.snapshot().find(([key]) => key[0] === 'open')?.[1] as ActionRecord | undefined,
  };
};

/** Loads the app in a tab: client, scope, one mounted handle. */
export async function visit(
  tab: Tab,
  actions: readonly Action[],
  action: Action,
  scope: string | null | undefined,
  subject: string,
  world: World,
): Promise<Visit> {
  const client = createEngine(tab.ports, 'shop', actions);
  client.setScope(scope);
  const handle = client.handle(action, subject);
  const seen: View[] = [];
  handle.subscribe(() => seen.push(handle.getView()));
  await world.clock.settle();
  return { tab, client, handle, seen };
}

/** A `send` whose first attempt pays, and sends the person to their bank all the same. */
export const byBank: Send<PayInput> = async (input, { fetch, attempt }) => {
  const response = await fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
  return attempt === 1 ? processing({ next: 'https://bank.test' }) : response;
};

/** A schema that takes any input, once what `wait` gives is there. */
export const checkedAfter = <Input>(wait: (input: Input) => unknown) => ({
  '~standard': {
    version: 1 as const,
    vendor: 'test',
    validate: async (value: unknown) => {
      await wait(value as Input);
      return { value: value as Input };
    },
  },
});

/** A schema that takes any input, and as long as it likes: `go` lets the first check that waits go on. */
export const slowly = <Input>() => {
  const waiting: (() => void)[] = [];
  return {
    go: () => waiting.shift()?.(),
    schema: checkedAfter<Input>(() => new Promise<void>((resolve) => waiting.push(resolve))),
  };
};

/** A payment that is answered when the test says so. */
export function answeredByHand() {
  let answer = (_: unknown) => {};
  let sent = 0;
  const pay = definePay({
    send: () => {
      sent++;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    retry: [],
  });
  return { pay, sent: () => sent, answer: (said: unknown) => answer(said) };
}

/** A payment whose `cancel` answers when the test says so. */
export function cancelledByHand() {
  let answer = (_: unknown) => {};
  const pay = definePay({
    retry: [],
    cancel: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  return { pay, answer: (said: unknown) => answer(said) };
}

/** A payment that can be asked about. */
export const askedAbout = definePay({
  check: (requestId, { fetch }) => fetch(`https://shop.test/status/${requestId}`),
});

/** What may have happened, `ms` after its tap. What is in `answers` is said first where it is asked about. */
export async function inDoubtFor(ms: number) {
  const shop = createShop([askedAbout]);
  const { world } = shop;
  const answers: (() => Response)[] = [];
  const server = world.server.handler;
  const a = await shop.enter(askedAbout, { name: 'a' });
  world.server.failNext({ answer: 'drop' }, 4);
  void a.handle.run({ cart: 'c1', amount: 20 });
  await world.clock.advance(ms);
  world.server.handler = (request, call) =>
    (request.method === 'GET' && answers.shift()?.()) || server(request, call);
  return { ...a, shop, world, answers, sent: shop.ids().length };
}
