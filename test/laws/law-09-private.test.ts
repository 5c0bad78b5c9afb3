import { describe, expect, it } from 'vitest';
import { processing } from '../../src/core/answers.ts';
import { post } from '../../src/core/post.ts';
import { createShop, definePay, json, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

describe('law 9: private', () => {
  it('reads, sends and shows nothing of another user, and gives it back to its own', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'u1' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void a.handle.run(cart);
    await shop.world.clock.advance(30_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    const sent = shop.ids().length;
    const b = await visit(a.tab.reload(), [pay], pay, 'u2', 'c1', shop.world);
    await shop.world.clock.advance(60_000);
    expect(b.handle.getView()).toMatchObject({ status: 'idle' });
    expect(b.client.getOpen()).toEqual([]);
    expect(shop.ids()).toHaveLength(sent);
    const c = await visit(b.tab.reload(), [pay], pay, 'u1', 'c1', shop.world);
    await shop.world.clock.advance(1000);
    expect(c.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('keeps users whose ids look alike apart, and the guest from all of them', async () => {
    const shop = createShop([pay]);
    for (const scope of ['guest', 'user:1', '1', '', null]) {
      const { handle } = await shop.enter(pay, { name: `tab ${scope}`, scope });
      expect(handle.getView()).toMatchObject({ status: 'idle' });
      const view = handle.run(cart);
      await shop.world.clock.settle();
      expect(await view).toMatchObject({ status: 'done' });
    }
    expect(shop.charges).toHaveLength(5);
  });

  it('ends the rounds of a tab that is still in the other scope, which sends only after a tap', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'u1' });
    shop.world.server.failNext({ answer: 'drop' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    await shop.enter(pay, { name: 'b', scope: 'u2' });
    await shop.world.clock.advance(60_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.ids()).toHaveLength(1);
    const view = a.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'done' });
  });

  it('tells the other tabs again when the same user signs in once more', async () => {
    const shop = createShop([pay]);
    const b = await shop.enter(pay, { name: 'b', scope: 'u2' });
    const a = await shop.enter(pay, { name: 'a', scope: 'u1' });
    shop.world.server.failNext({ answer: 'drop' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    b.client.setScope('u2');
    await shop.world.clock.advance(60_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('reads the guest’s place anew when somebody signs in and out again at once', async () => {
    const shop = createShop([pay]);
    const { handle, client } = await shop.enter(pay, { name: 'a', scope: null });
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done' });
    client.setScope('u1');
    client.setScope(null);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    expect(handle.getView()).not.toHaveProperty('problem');
  });

  it('stops sending for a scope that was left, and records a late answer under its own name', async () => {
    const shop = createShop([pay]);
    const { handle, client } = await shop.enter(pay, { name: 'a', scope: 'u1' });
    shop.world.server.failNext({ answer: 2000 });
    void handle.run(cart);
    await shop.world.clock.settle();
    client.setScope('u2');
    await shop.world.clock.advance(5000);
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    client.setScope('u1');
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.ids()).toHaveLength(1);
  });

  describe('guest to user', () => {
    it('shows nothing of the guest any more from the moment of the switch', async () => {
      const shop = createShop([pay]);
      const { client, handle } = await shop.enter(pay, { name: 'a' });
      shop.answer(() => json(503, {}), 'before', 9);
      void handle.run(cart);
      await shop.world.clock.advance(400);
      const shown: string[] = [];
      handle.subscribe(() => shown.push(handle.getView().status));
      client.setScope('u1');
      expect(shown).toEqual(['wait']);
      expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'starting', locked: true });
      await shop.world.clock.settle();
    });

    it('takes along what this session started, and nothing of another', async () => {
      const shop = createShop([pay]);
      const other = await shop.enter(pay, { name: 'other', subject: 'c2' });
      const view = other.handle.run({ ...cart, cart: 'c2' });
      await shop.world.clock.settle();
      await view;
      const { handle, client } = await shop.enter(pay, { name: 'a' });
      shop.world.server.failNext({ answer: 2000 });
      const mine = handle.run(cart);
      await shop.world.clock.settle();
      client.setScope('u1');
      await shop.world.clock.advance(3000);
      expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r2' } });
      expect(await mine).toMatchObject({ status: 'done' });
      const scopes = shop.world.disk.snapshot().filter(([key]) => key[0] === 'settled');
      expect(scopes.map(([key]) => key[2]).sort()).toEqual(['guest', 'user:u1']);
    });

    it('leaves the record with the guest where the slot is taken', async () => {
      const shop = createShop([pay]);
      const user = await shop.enter(pay, { name: 'u', scope: 'u1' });
      shop.world.server.failNext({ answer: 'drop' }, 4);
      void user.handle.run(cart);
      await shop.world.clock.advance(30_000);
      user.tab.close();
      const guest = await shop.enter(pay, { name: 'g' });
      shop.world.server.failNext({ answer: 'drop' }, 4);
      void guest.handle.run({ ...cart, amount: 5 });
      await shop.world.clock.advance(30_000);
      const [first] = shop.ids();
      guest.client.setScope('u1');
      await shop.world.clock.advance(30_000);
      expect(guest.handle.getView()).toMatchObject({ requestId: first });
      expect(shop.world.disk.read(['open', 'shop', 'guest', 'pay', 'c1'])).toMatchObject({
        input: { amount: 5 },
      });
    });

    it('does not send a moved one again untapped that may have run', async () => {
      const shop = createShop([pay]);
      const { handle, client } = await shop.enter(pay, { name: 'a' });
      shop.world.server.failNext({ answer: 'drop' });
      void handle.run(cart);
      await shop.world.clock.settle();
      client.setScope('u1');
      await shop.world.clock.advance(60_000);
      expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', step: 'send' });
      expect(shop.ids()).toHaveLength(1);
    });

    it('asks what became of a moved one that may have run: that sends nothing twice', async () => {
      const asking = definePay({
        check: (requestId, { fetch }) => fetch(`https://shop.test/status/${requestId}`),
      });
      const shop = createShop([asking]);
      const { handle, client } = await shop.enter(asking, { name: 'a' });
      shop.world.server.failNext({ answer: 'drop' });
      void handle.run(cart);
      await shop.world.clock.settle();
      expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
      client.setScope('u1');
      await shop.world.clock.advance(1000);
      expect(handle.getView()).toMatchObject({ status: 'done' });
      expect(shop.ids()).toHaveLength(1);
    });

    it('puts a moved one back for its user where the site’s data was cleared before its outcome could be written', async () => {
      const shop = createShop([pay]);
      const { handle, client } = await shop.enter(pay, { name: 'a' });
      shop.world.server.failNext({ answer: 10_000 });
      void handle.run(cart);
      await shop.world.clock.advance(9999);
      shop.world.disk.failNext('commit');
      await shop.world.clock.advance(1);
      shop.world.disk.onCommit = () => {
        shop.world.disk.onCommit = undefined;
        expect(shop.openRow()).toMatchObject({ scope: 'user:u1', attempts: [{ number: 1 }] });
        queueMicrotask(shop.world.disk.clear);
      };
      client.setScope('u1');
      await shop.world.clock.advance(60_000);
      expect(shop.world.disk.read(['open', 'shop', 'user:u1', 'pay', 'c1'])).toMatchObject({
        scope: 'user:u1',
        status: 'check',
      });
      expect(handle.getView()).toMatchObject({ status: 'check', step: 'send' });
      expect(shop.ids()).toHaveLength(1);
    });
  });

  describe("keep: 'id'", () => {
    const secret = 'correct horse battery staple';
    const signUp = definePay({
      name: 'sign-up',
      kind: 'account',
      keep: 'id',
      describe: () => secret,
      check: (requestId, { fetch }) => fetch(`https://shop.test/pay/${requestId}`),
    });
    const input = { cart: secret, amount: 1 };

    it('writes neither input nor answer nor description anywhere, and still shows the answer here', async () => {
      const shop = createShop([signUp]);
      const { handle, client } = await shop.enter(signUp);
      const rows: string[] = [];
      shop.world.server.fault = () => {
        rows.push(JSON.stringify(shop.world.disk.snapshot()));
        return undefined;
      };
      const events: unknown[] = [];
      client.subscribe((event) => events.push(event));
      const view = handle.run(input);
      await shop.world.clock.settle();
      expect(await view).toMatchObject({ status: 'done', data: { id: 'r1' } });
      expect(await client.handle(signUp, 'c1').deliver()).toEqual({ resumed: false });
      expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
      rows.push(JSON.stringify(shop.world.disk.snapshot()), JSON.stringify(events));
      for (const row of rows) {
        expect(row).toContain('account_');
        expect(row).not.toContain(secret);
        expect(row).not.toContain('r1"');
      }
    });

    it('writes no words of a decline', async () => {
      const shop = createShop([signUp]);
      const { handle } = await shop.enter(signUp);
      shop.answer(() => json(422, { code: 'taken', detail: secret, fields: { email: secret } }));
      const view = handle.run(input);
      await shop.world.clock.settle();
      expect(await view).toMatchObject({
        status: 'declined',
        decline: { message: secret, fields: { email: secret } },
      });
      expect(JSON.stringify(shop.world.disk.snapshot())).not.toContain(secret);
    });

    it('asks after a reload in flight, and ends in one account under the same ID', async () => {
      const shop = createShop([signUp]);
      const { handle, tab } = await shop.enter(signUp, { name: 'a' });
      shop.world.server.failNext({ answer: 'hang' });
      void handle.run(input);
      await shop.world.clock.settle();
      const again = await visit(tab.reload(), [signUp], signUp, null, 'c1', shop.world);
      await shop.world.clock.advance(1000);
      expect(again.handle.getView()).toMatchObject({ status: 'done', requestId: shop.ids()[0] });
      expect(shop.ids()).toHaveLength(1);
      expect(shop.charges).toHaveLength(1);
    });

    /** The page was reloaded while the request was on its way, and it never arrived. */
    const reloadedInFlight = async () => {
      const shop = createShop([signUp]);
      const { handle, tab } = await shop.enter(signUp, { name: 'a' });
      shop.world.server.failNext({ request: 'hang' });
      void handle.run(input);
      await shop.world.clock.settle();
      const again = await visit(tab.reload(), [signUp], signUp, null, 'c1', shop.world);
      await shop.world.clock.advance(1000);
      expect(again.handle.getView()).toMatchObject({ status: 'check', step: 'send', needsInput: true });
      return { shop, again };
    };

    it('asks for the input again where the server knows nothing, and sends it under the same ID', async () => {
      const { shop, again } = await reloadedInFlight();
      const nothing = again.handle.proceed();
      await shop.world.clock.settle();
      expect(await nothing).toMatchObject({ status: 'check', step: 'send' });
      await shop.world.clock.advance(1000);
      const view = again.handle.run(input);
      await shop.world.clock.settle();
      expect(await view).toMatchObject({ status: 'done' });
      expect(new Set(shop.ids()).size).toBe(1);
      expect(shop.charges).toHaveLength(1);
    });

    it('does not send what is typed while another tab is at work on it (law 5)', async () => {
      const shop = createShop([signUp]);
      const a = await shop.enter(signUp, { name: 'a' });
      shop.world.server.failNext({ request: 'hang' });
      void a.handle.run(input);
      await shop.world.clock.settle();
      // A tap that comes before this tab has read what is under way.
      const { client } = shop.open('b');
      client.setScope(null);
      const joined = client.run(signUp, { ...input, amount: 2 }, { subject: 'c1' });
      await shop.world.clock.settle();
      a.tab.close();
      await shop.world.clock.advance(60_000);
      expect(await joined).toMatchObject({ status: 'check', needsInput: true });
      expect(shop.ids()).toHaveLength(1);
    });

    it('sends what is typed again also where the site’s data was cleared before (law 5)', async () => {
      const { shop, again } = await reloadedInFlight();
      shop.world.disk.clear();
      const view = again.handle.run(input);
      await shop.world.clock.settle();
      expect(await view).toMatchObject({ status: 'done' });
      expect(shop.charges).toEqual([{ requestId: shop.ids()[0], body: JSON.stringify(input) }]);
    });

    it('sends nobody where they were to go before, once another tab was told of another place (law 7)', async () => {
      const bank = definePay({
        keep: 'id',
        send: () => processing({ next: 'https://bank.test/first' }),
        check: () => processing({ next: 'https://bank.test/second' }),
      });
      const shop = createShop([bank]);
      const a = await shop.enter(bank, { name: 'a' });
      const b = await shop.enter(bank, { name: 'b' });
      void a.handle.run(cart);
      await shop.world.clock.advance(1000);
      expect(a.handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test/first' });
      b.tab.page.focus();
      await shop.world.clock.advance(1000);
      expect(b.handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test/second' });
      expect(a.handle.getView()).toMatchObject({ reason: 'person' });
      expect(a.handle.getView()).not.toHaveProperty('next');
    });

    describe('also of what a deploy before has stored with its input', () => {
      const kept = definePay({ name: 'sign-up', kind: 'account', retry: [], describe: () => secret });

      /** After it was tapped, the page is loaded again, by the deploy that keeps the ID alone. */
      const deployed = async (lose: (server: ReturnType<typeof createShop>['world']['server']) => void) => {
        const shop = createShop([kept]);
        const { handle, tab } = await shop.enter(kept, { name: 'a' });
        lose(shop.world.server);
        void handle.run(input);
        await shop.world.clock.advance(1000);
        expect(JSON.stringify(shop.world.disk.snapshot())).toContain(secret);
        const again = await visit(tab.reload(), [signUp], signUp, null, 'c1', shop.world);
        await shop.world.clock.advance(1000);
        return { shop, ...again };
      };

      it('sends it in the page load that has read it, and writes neither input nor answer', async () => {
        const { shop, handle } = await deployed((server) => server.failNext({ request: 'hang' }));
        expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
        expect(shop.charges).toEqual([{ requestId: shop.ids()[0], body: JSON.stringify(input) }]);
        const rows = JSON.stringify(shop.world.disk.snapshot());
        expect(rows).not.toContain(secret);
        expect(rows).not.toContain('"data"');
      });

      it('asks for the input again in the page load after that', async () => {
        const { shop, tab } = await deployed((server) => {
          server.fault = () => ({ request: 'hang' });
        });
        shop.world.server.fault = undefined;
        expect(JSON.stringify(shop.world.disk.snapshot())).not.toContain(secret);
        const { handle } = await visit(tab.reload(), [signUp], signUp, null, 'c1', shop.world);
        await shop.world.clock.advance(60_000);
        expect(handle.getView()).toMatchObject({ status: 'check', step: 'send', needsInput: true });
        void handle.run(input);
        await shop.world.clock.advance(1000);
        expect(handle.getView()).toMatchObject({ status: 'done' });
        expect(shop.charges).toHaveLength(1);
        expect(new Set(shop.ids()).size).toBe(1);
      });

      it('shows the answer that is stored already, and has it no more once it is delivered', async () => {
        const { shop, handle } = await deployed(() => {});
        expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
        expect(await handle.deliver()).toEqual({ resumed: true });
        expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
        expect(JSON.stringify(shop.world.disk.snapshot())).not.toContain('"data"');
      });
    });
  });

  it('says nothing of input or answer in events', async () => {
    const shop = createShop([pay]);
    const { handle, client } = await shop.enter(pay);
    const events: unknown[] = [];
    client.subscribe((event) => events.push(event));
    const view = handle.run({ cart: 'very-private', amount: 4711 });
    await shop.world.clock.settle();
    await view;
    expect(events.length).toBeGreaterThan(3);
    expect(JSON.stringify(events)).not.toMatch(/very-private|4711|r1/);
  });

  it('puts the ID where the definition says: another header form, or the body alone', async () => {
    const quoted = definePay({ name: 'q', send: post('https://shop.test/pay', { quoted: true }) });
    const body = definePay({ name: 'b', send: post('https://shop.test/pay', { idIn: 'body.key' }) });
    const shop = createShop([quoted, body]);
    const { client } = await shop.enter(quoted);
    void client.run(quoted, cart);
    void client.run(body, cart);
    await shop.world.clock.settle();
    const [first, second] = shop.world.server.calls;
    expect(first?.headers['idempotency-key']).toMatch(/^"payment_\w+"$/);
    expect(second?.headers).not.toHaveProperty('idempotency-key');
    expect(JSON.parse(second?.body ?? '')).toMatchObject({
      ...cart,
      key: expect.stringMatching(/^payment_/),
    });
  });
});
