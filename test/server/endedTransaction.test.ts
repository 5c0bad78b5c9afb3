import { EventEmitter } from 'node:events';
import { createIdempotency, postgresStore, TransactionEndedError } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, problemOf, START } from './shop.ts';

/** A `pg` client without a database: it notes the first two words of what is sent, and to it every ID is new. */
class FakeClient extends EventEmitter {
  readonly sent: string[] = [];
  name = 'fake';

  async query({ text }: { text: string }, heard?: (error: Error | null) => void): Promise<unknown> {
    const words = text.split(/[ (]/).slice(0, 2).join(' ');
    this.sent.push(words);
    await null;
    if (words === 'update stock') throw new Error('sold out');
    heard?.(null);
    if (words !== 'begin isolation') return { rows: [], command: 'COMMIT' };
    return [{ command: 'BEGIN' }, { rows: [{ held: 'free', now: START }], command: 'SELECT' }];
  }

  release(destroyed?: boolean): void {
    this.sent.push(destroyed ? '(destroyed)' : '(in the pool)');
  }

  end(): void {
    this.sent.push('(ended)');
  }

  hello(): string {
    return `I am ${this.name}`;
  }
}

/** A shop whose pool has one client. */
function openShop(handler: (tx: FakeClient) => Promise<Response>) {
  const client = new FakeClient();
  const errors: unknown[] = [];
  const pool = { connect: async () => client, query: async () => ({ rows: [] }) };
  const idempotency = createIdempotency({
    store: postgresStore(pool as never),
    secret: 'a secret of the tests',
    principal: () => 'ada',
    onError: (error) => errors.push(error),
    now: () => START,
  });
  const local = { mode: 'local' } as const;
  const pay = idempotency.handle('pay', local, (_call, tx) => handler(tx as unknown as FakeClient));
  return { client, errors, answering: () => pay(call(newId()), undefined) };
}

const insert = { text: 'insert into charges' };

/** A handler's transaction that has been rolled back, in the handler's hands. */
async function ended(): Promise<{ tx: FakeClient; client: FakeClient }> {
  let kept: FakeClient | undefined;
  const { client, answering } = openShop(async (tx) => {
    kept = tx;
    throw new Error('sold out');
  });
  await answering();
  return { tx: kept as FakeClient, client };
}

describe('What a handler sends when its transaction is over', () => {
  it('is not sent where the others failed and it goes on beside that', async () => {
    const counted = gate<void>();
    let charging: Promise<unknown> | undefined;
    const { client, answering } = openShop(async (tx) => {
      const charge = async () => {
        await tx.query({ text: 'select balance' });
        await counted.opened;
        await tx.query(insert);
      };
      charging = charge();
      await Promise.all([charging, tx.query({ text: 'update stock' })]);
      return Response.json({});
    });
    expect((await answering()).status).toBe(500);
    counted.open();
    await expect(charging).rejects.toBeInstanceOf(TransactionEndedError);
    expect(client.sent).toEqual([
      'begin isolation',
      'select balance',
      'update stock',
      'rollback',
      '(in the pool)',
    ]);
  });

  it('is not sent beside the commit either: nobody waits for it', async () => {
    const answered = gate<void>();
    let charging: Promise<unknown> | undefined;
    const { client, answering } = openShop(async (tx) => {
      charging = answered.opened.then(() => tx.query(insert));
      return Response.json({});
    });
    const { query } = client;
    client.query = (statement, ...more) => {
      if (statement.text.endsWith('commit')) answered.open();
      return query.call(client, statement, ...more);
    };
    expect((await answering()).status).toBe(200);
    await expect(charging).rejects.toMatchObject({ code: 'transaction_ended' });
    expect(client.sent).toEqual(['begin isolation', 'select safe_action_add', '(in the pool)']);
  });

  it('hears so by its callback, where it has one', async () => {
    const { tx, client } = await ended();
    const before = client.sent.length;
    const heard = gate<unknown>();
    tx.query(insert, heard.open);
    expect(await heard.opened).toBeInstanceOf(TransactionEndedError);
    const inside = gate<unknown>();
    tx.query({ ...insert, callback: inside.open } as never);
    expect(await inside.opened).toBeInstanceOf(TransactionEndedError);
    // As a cursor, which has no other way to hear of it.
    expect(() => tx.query({ ...insert, submit: () => {} } as never)).toThrow(TransactionEndedError);
    expect(client.sent).toHaveLength(before);
  });

  it('gives back or ends no connection, which is another’s by then', async () => {
    const { tx, client } = await ended();
    const before = client.sent.length;
    tx.release();
    expect(() => tx.end()).toThrow(TransactionEndedError);
    expect(client.sent).toHaveLength(before);
  });
});

it('A handler’s transaction is the client of its pool, to whoever looks at it', async () => {
  let looked: unknown[] = [];
  const { client, answering } = openShop(async (tx) => {
    const heard: unknown[] = [];
    const hear = (notice: unknown) => heard.push(notice);
    expect(tx.on('notice', hear)).toBe(tx);
    client.emit('notice', 'one');
    tx.off('notice', hear);
    client.emit('notice', 'two');
    tx.name = 'ours';
    looked = [tx instanceof FakeClient, tx.constructor === FakeClient, 'hello' in tx, tx.hello(), heard];
    const called = gate<unknown>();
    await tx.query({ text: 'select balance' }, called.open);
    looked.push(await called.opened);
    return Response.json({});
  });
  expect((await answering()).status).toBe(200);
  expect(looked).toEqual([true, true, true, 'I am ours', ['one'], null]);
  expect(client.name).toBe('ours');
});

describe('What a handler puts in place of its client’s own', () => {
  it.each(['leaves it there', 'puts back what was there'])(
    'is its own: it commits, where it %s',
    async (how) => {
      const logged: unknown[] = [];
      const { client, errors, answering } = openShop(async (tx) => {
        const { query, release } = tx;
        tx.query = (...given) => {
          logged.push(given[0].text);
          return query.apply(tx, given);
        };
        // As for a library that gives back what it is given.
        tx.release = () => {};
        await tx.query(insert);
        tx.release();
        if (how === 'puts back what was there') Object.assign(tx, { query, release });
        return Response.json({});
      });
      expect((await answering()).status).toBe(200);
      expect(errors).toEqual([]);
      expect(client.sent.at(-1)).toBe('(in the pool)');
      expect(logged).toEqual([insert.text]);
      expect((await answering()).status).toBe(200);
    },
  );
});

describe('A handler that hangs', () => {
  it('gives its connection back once the database has ended it, and its caller an answer', async () => {
    const [begun, hanging] = [gate<void>(), gate<void>()];
    const late = gate<unknown>();
    const { client, errors, answering } = openShop(async (tx) => {
      begun.open();
      await hanging.opened;
      await tx.query(insert).catch(late.open);
      return Response.json({});
    });
    const answer = answering();
    await begun.opened;
    const failure = new Error('terminating connection due to idle-in-transaction timeout');
    client.emit('error', failure);
    expect(await problemOf(await answer)).toMatchObject({ http: 503, code: 'effect_interrupted' });
    expect(errors).toEqual([failure]);
    expect(client.sent.at(-1)).toBe('(destroyed)');
    const before = client.sent.length;
    hanging.open();
    expect(await late.opened).toBeInstanceOf(TransactionEndedError);
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.sent).toHaveLength(before);
    expect(client.listenerCount('error')).toBe(0);
  });
});
