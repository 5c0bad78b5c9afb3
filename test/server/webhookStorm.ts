import { createIdempotency, type ServerStore, stripeWebhooks } from 'safe-action/server';
import { expect } from 'vitest';
import { eventRow } from '../../src/server/webhookEvent.ts';
import { createSeededRandom } from '../../src/testing/seededRandom.ts';
import { type PaymentEvent, SECRET, signed } from './webhookShop.ts';

/** The business's own tables, without any protection of their own. */
export interface Shelf<Native> {
  store: ServerStore<Native>;
  /** Adds a line: an event that is applied twice is there twice. */
  note(native: Native, eventId: string): Promise<void>;
  /** Overwrites an object's state. */
  set(native: Native, object: string, state: string): Promise<void>;
  notes(): Promise<string[]>;
  states(): Promise<Map<string, string>>;
}

export interface Storm {
  /** Objects with eight events each, the last two of every tenth at the same time; and two events of no object. */
  objects: number;
  /** How often each event is delivered. */
  copies: number;
  seed: number;
}

const EVENTS = 8;
const BURST = 50;

/** Every delivery of every event, shuffled: half of them one by one, half in bursts. A refused one comes again. */
export async function weather<Native>(
  { store, note, set, notes, states }: Shelf<Native>,
  { objects, copies, seed }: Storm,
): Promise<{ deliveries: number; again: number }> {
  const start = Date.now() - 3_600_000;
  const { number } = createSeededRandom(seed);
  const events: PaymentEvent[] = [];
  const newest = new Map<string, string>();
  for (let object = 0; object < objects; object += 1) {
    for (let place = 0; place < EVENTS; place += 1) {
      const tied = object % 10 === 0 && place === EVENTS - 1;
      const id = `evt_${seed}_${object}_${place}`;
      const created = start + (tied ? place - 1 : place) * 1000;
      events.push({ id, created, object: `pay_${seed}_${object}`, state: `state ${place}` });
    }
    newest.set(`pay_${seed}_${object}`, `state ${EVENTS - 1}`);
    for (const alone of ['a', 'b'])
      events.push({ id: `evt_${seed}_${object}_${alone}`, created: start, object: null, state: '' });
  }
  const errors: unknown[] = [];
  const idempotency = createIdempotency<Native>({
    store,
    secret: 'a secret of the tests',
    onError: (error) => errors.push(error),
  });
  const receive = idempotency.webhook<PaymentEvent>(
    'bank',
    {
      verify: stripeWebhooks(SECRET),
      id: ({ id }) => id,
      object: ({ object }) => object,
      createdAt: ({ created }) => created,
      refetch: (event) => ({ ...event, state: newest.get(event.object ?? '') ?? '' }),
    },
    async (event, native) => {
      await note(native, event.id);
      if (event.object !== null) await set(native, event.object, event.state);
    },
  );

  const queue = Array.from({ length: copies }, () => events).flat();
  for (let at = queue.length - 1; at > 0; at -= 1) {
    const other = Math.floor(number() * (at + 1));
    [queue[at], queue[other]] = [queue[other] as PaymentEvent, queue[at] as PaymentEvent];
  }
  let again = 0;
  const codes = new Set<number>();
  const deliver = async (event: PaymentEvent): Promise<void> => {
    const { status } = await receive(signed(JSON.stringify(event), { at: Date.now() }));
    codes.add(status);
    if (status < 300) return;
    again += 1;
    queue.push(event);
  };
  for (let bursts = true; queue.length; bursts = !bursts) {
    const next = queue.splice(0, BURST);
    if (bursts) await Promise.all(next.map(deliver));
    else for (const event of next) await deliver(event);
  }
  await idempotency.flush();

  expect(errors).toEqual([]);
  // 409: the first delivery of the same event was at work.
  expect([...codes].filter((status) => ![200, 204, 409].includes(status))).toEqual([]);
  expect(await states()).toEqual(newest);
  const applied = await notes();
  expect(new Set(applied).size).toBe(applied.length);
  const told = await Promise.all(
    events.map(async ({ id }) => {
      const story = await store.trace(eventRow({ provider: 'bank', eventId: id }));
      return story.map(({ detail = '' }) => detail.split(' ')[2]).filter((what) => what !== 'in_progress');
    }),
  );
  const firsts = told.map((each) => each.filter((what) => what !== 'replayed'));
  // Each event was applied or held off, once, and every other delivery of it got that answer.
  expect(firsts.filter((each) => each.length !== 1)).toEqual([]);
  expect(told.filter((each) => each.length !== copies)).toEqual([]);
  const isApplied = (what: string | undefined) => what === 'applied' || what === 'refetched';
  expect(firsts.flat().filter(isApplied)).toHaveLength(applied.length);
  expect(events.filter(({ object }, at) => object === null && firsts[at]?.[0] !== 'applied')).toEqual([]);
  return { deliveries: events.length * copies, again };
}
