import { type Mutation, MutationCache, onlineManager, QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Action, defineAction } from '../../src/core/action.ts';
import { createEngine } from '../../src/core/engine.ts';
import { ActionDeclinedError } from '../../src/core/errors/actionDeclinedError.ts';
import { ActionOpenError } from '../../src/core/errors/actionOpenError.ts';
import { post } from '../../src/core/post.ts';
import { mirror } from '../../src/react/mirror.ts';
import type { Handler } from '../../src/testing/memoryNetwork.ts';
import { createWorld } from '../../src/testing/world.ts';
import { actions, pay, signUp } from './shop.ts';

const input = { cartId: '42', amount: 20 };
const person = { email: 'ann@example.org', password: 'secret' };
const receipt = () => Response.json({ id: 'r1' });
const declined = () =>
  Response.json({ code: 'taken', detail: 'This address is taken.', safeNewKey: true }, { status: 409 });

afterEach(() => {
  onlineManager.setOnline(true);
});

/** A page load of the real engine with a QueryClient beside it. */
function open(
  { server = receipt, world = createWorld({ server }), tab = world.tab(), ...more } = {} as Options,
) {
  const client = createEngine(tab.ports, 'shop', more.actions ?? actions);
  const queryClient = more.queryClient ?? new QueryClient();
  const stop = mirror(client, queryClient);
  client.setScope('ann');
  const mutations = () => queryClient.getMutationCache().getAll();
  return { world, tab, client, queryClient, stop, mutations };
}

interface Options {
  server?: Handler;
  world?: ReturnType<typeof createWorld>;
  tab?: ReturnType<ReturnType<typeof createWorld>['tab']>;
  actions?: readonly Action[];
  queryClient?: QueryClient;
}

const stateOf = (mutation: Mutation | undefined) => mutation?.state;

describe('a round', () => {
  it('is one Mutation, which knows the ID and nothing of the input (law 9)', async () => {
    const { world, client, mutations } = open();
    const ran = client.run(pay, input, { subject: '42' });
    await world.clock.advance(1000);
    const view = await ran;
    const requestId = 'requestId' in view && view.requestId;
    expect(mutations()).toHaveLength(1);
    expect(mutations()[0]?.options.mutationKey).toEqual(['safe-action', 'checkout.pay', '42']);
    expect(stateOf(mutations()[0])).toMatchObject({
      status: 'success',
      variables: { requestId },
      data: { id: 'r1' },
      failureCount: 0,
    });
  });

  it('is in flight for as long as the engine tries, offline too, and is never tried again by TanStack', async () => {
    const queryClient = new QueryClient({
      defaultOptions: { mutations: { retry: 5, networkMode: 'online' } },
    });
    const { world, client, mutations } = open({
      server: () => new Response(null, { status: 503 }),
      queryClient,
    });
    onlineManager.setOnline(false);
    client.run(pay, input);
    await world.clock.advance(1000);
    expect(stateOf(mutations()[0])).toMatchObject({ status: 'pending', isPaused: false });
    expect(queryClient.isMutating({ mutationKey: ['safe-action', 'checkout.pay'] })).toBe(1);

    await world.clock.advance(60_000);
    expect(mutations()).toHaveLength(1);
    const { status, error, failureCount } = stateOf(mutations()[0]) ?? {};
    expect({ status, failureCount }).toEqual({ status: 'error', failureCount: 1 });
    expect(error).toBeInstanceOf(ActionOpenError);
    expect(error).toMatchObject({ status: 'check', requestId: expect.any(String) });
    // One call per attempt of the engine, none by the mirror.
    expect(world.server.calls).toHaveLength(4);
  });

  it('that a page load resumes is mirrored, too: with the same ID', async () => {
    const { world, tab, client, mutations } = open({ server: () => new Promise(() => {}) });
    client.run(pay, input);
    await world.clock.advance(1000);
    world.server.handler = receipt;
    const again = open({ world, tab: tab.reload() });
    await world.clock.advance(1000);
    expect(stateOf(again.mutations()[0])).toMatchObject({
      status: 'success',
      variables: stateOf(mutations()[0])?.variables,
      data: { id: 'r1' },
    });
  });

  it('rejects where it ended with proof that nothing happened, and leaves the next step to the person', async () => {
    const { world, client, mutations } = open();
    world.server.online = false;
    client.run(pay, input);
    await world.clock.advance(400_000);
    expect(stateOf(mutations()[0])?.error).toMatchObject({ name: 'ActionOpenError', status: 'retry' });
  });

  it('rejects with the decline where the server refused', async () => {
    const { world, client, mutations } = open({ server: declined });
    client.run(pay, input);
    await world.clock.advance(1000);
    const { error } = stateOf(mutations()[0]) ?? {};
    expect(error).toBeInstanceOf(ActionDeclinedError);
    expect(error).toMatchObject({ decline: { code: 'taken', message: 'This address is taken.' } });
  });

  it('disturbs nobody by its rejection', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const { world, client } = open({ server: declined });
    client.run(pay, input);
    await world.clock.advance(1000);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe("keep: 'id'", () => {
  it('leaves nothing in the cache but the ID: no password, no answer', async () => {
    const { world, client, mutations } = open();
    client.run(signUp, person);
    await world.clock.advance(1000);
    const { variables, data } = stateOf(mutations()[0]) ?? {};
    expect(data).toEqual({ requestId: expect.any(String) });
    expect(variables).toEqual(data);
  });

  it("leaves nothing of a decline but its code: none of the server's words", async () => {
    const { world, client, mutations } = open({ server: declined });
    client.run(signUp, person);
    await world.clock.advance(1000);
    expect(stateOf(mutations()[0])?.error).toHaveProperty('decline', {
      code: 'taken',
      change: expect.any(String),
    });
    expect(JSON.stringify(stateOf(mutations()[0]))).not.toMatch(/taken\.|secret|ann@/);
  });
});

describe('TanStack Query', () => {
  it('hears of it in its global callbacks', async () => {
    const onSuccess = vi.fn();
    const { world, client } = open({
      queryClient: new QueryClient({ mutationCache: new MutationCache({ onSuccess }) }),
    });
    client.run(pay, input);
    await world.clock.advance(1000);
    expect(onSuccess.mock.calls[0]?.slice(0, 2)).toEqual([{ id: 'r1' }, { requestId: expect.any(String) }]);
  });

  it('drives nothing: clear() in flight loses no action', async () => {
    const { world, client, queryClient, mutations } = open({
      server: () => new Promise((resolve) => world.clock.after(5000, () => resolve(receipt()))),
    });
    const ran = client.run(pay, input);
    await world.clock.advance(1000);
    queryClient.clear();
    expect(mutations()).toHaveLength(0);
    await world.clock.advance(5000);
    expect(await ran).toMatchObject({ status: 'done', data: { id: 'r1' } });
  });

  it('hears nothing more once the mirror is taken away', async () => {
    const { world, client, stop, mutations } = open();
    stop();
    client.run(pay, input);
    await world.clock.advance(1000);
    expect(mutations()).toHaveLength(0);
  });
});

describe('invalidates', () => {
  const buy = (invalidates: Action['invalidates']): Action =>
    defineAction({
      name: 'buy',
      keep: 'input',
      endpoint: 'idempotent',
      send: post('/buy'),
      ...(invalidates && { invalidates }),
    });

  /** Two cached queries, of which one depends on the action. */
  function cache(): QueryClient {
    const queryClient = new QueryClient();
    queryClient.setQueryData(['orders', '42'], []);
    queryClient.setQueryData(['weather'], 'fine');
    return queryClient;
  }
  const stale = (queryClient: QueryClient) =>
    queryClient
      .getQueryCache()
      .getAll()
      .filter(({ state }) => state.isInvalidated)
      .map(({ queryKey }) => queryKey);

  it.each<[string, Action['invalidates']]>([
    ['keys', [['orders']]],
    ['a function of answer and input', (data, asked) => [['orders', asked.cartId], [data.id]]],
  ])('makes the queries stale that depend on it, by %s', async (_, invalidates) => {
    const action = buy(invalidates);
    const { world, client, queryClient } = open({ actions: [action], queryClient: cache() });
    client.run(action, input);
    await world.clock.advance(1000);
    expect(stale(queryClient)).toEqual([['orders', '42']]);
  });

  it('works after a reload, and in every tab', async () => {
    const action = buy([['orders']]);
    const actions = [action];
    const { world, tab, client } = open({ actions, server: () => new Promise(() => {}) });
    client.run(action, input);
    await world.clock.advance(1000);
    world.server.handler = receipt;
    const again = open({ world, tab: tab.reload(), actions, queryClient: cache() });
    const other = open({ world, actions, queryClient: cache() });
    await world.clock.advance(1000);
    expect(stale(again.queryClient)).toEqual([['orders', '42']]);
    expect(stale(other.queryClient)).toEqual([['orders', '42']]);
  });

  it('leaves the cache alone where nothing was done', async () => {
    const action = buy([['orders']]);
    const { world, client, queryClient } = open({
      actions: [action],
      queryClient: cache(),
      server: declined,
    });
    client.run(action, input);
    await world.clock.advance(1000);
    expect(stale(queryClient)).toEqual([]);
  });
});
