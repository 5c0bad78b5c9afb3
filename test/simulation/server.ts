import { requestIdTime } from '../../src/core/requestId.ts';
import type { VirtualClock } from '../../src/testing/virtualClock.ts';
import type { Wish } from './shop.ts';
import { isUnprotected } from './shop.ts';
import type { Call, Said } from './wire.ts';

/** The points between whose neighbours the server's process may die. */
export type ServerStep = 'reserve' | 'work' | 'commit' | 'answer';
export const serverSteps: readonly ServerStep[] = ['reserve', 'work', 'commit', 'answer'];
/** Where a process may stop for a while: before a step, or before one statement of a transaction. */
export type StallPoint = ServerStep | 'statement';
export const stallPoints: readonly StallPoint[] = [...serverSteps, 'statement'];

/** The other end of the wire. `effect` is told of what really happens, and nothing else is an effect. */
export interface Server {
  handle(call: Call): Promise<Said>;
  /** The process dies now, or when the next call comes to `step`; the database stays. A new one runs at once. */
  crash(step?: ServerStep): void;
  /**
   * Once the stalls said before it are over: the process that comes there next, after `passes` others, stops for `ms`,
   * and goes on then. Meanwhile another one answers.
   */
  stall(before: StallPoint, passes: number, ms: number): void;
  /** No planned crash is left, and nothing stands still. */
  heal(): void;
}

export interface ServerOptions {
  clock: VirtualClock;
  /** Unix ms of the server's own clock. */
  now: () => number;
  /** ms that one step takes. */
  pace: () => number;
  effect: (call: Call) => void;
  /** The shop's own books have one effect twice. */
  bookedTwice: (id: string) => void;
  /** Payments and orders are effects at a provider's, and what breaks down as a whole is the database. */
  outside?: boolean;
}

const DAY = 86_400_000;
const SKEW = 300_000;
const LEASE = 30_000;

interface Row {
  user: string | null;
  body: string | undefined;
  since: number;
  leased: number;
  answer?: Said;
}

/** A server as docs/server-contract.md asks for: key stored before the work, effect and answer in one transaction. */
export function createServer({ clock, now, pace, effect }: ServerOptions): Server {
  const rows = new Map<string, Row>();
  const visited = new Set<string>();
  /** Refused for their time: a copy of such a call may come when that has come. */
  const spent = new Set<string>();
  let life = 0;
  let doomed: ServerStep | undefined;

  const handle = async (call: Call): Promise<Said> => {
    const born = life;
    const step = async (name: ServerStep, ms = pace()): Promise<void> => {
      if (doomed === name) {
        doomed = undefined;
        life++;
      }
      if (ms > 0) await new Promise<void>((resolve) => void clock.after(ms, resolve));
      if (born !== life) throw new Error('The server died');
    };
    await step('reserve');
    const known = call.id === undefined ? undefined : rows.get(call.id);
    if (call.method === 'GET') return status(known);
    const wish = JSON.parse(call.body ?? '{}') as Wish;
    const receipt: Said = { status: 200, body: receiptOf(call.id, wish) };
    if (isUnprotected(call.what) || call.id === undefined) {
      await step('work');
      if (wish.mood === 'decline') return problem(422, 'invalid');
      effect(call);
      if (call.id !== undefined) rows.set(call.id, { ...rowOf(call), answer: receipt });
      await step('answer');
      return receipt;
    }
    const refusal = known ? repeat(known, call) : timely(call.id);
    if (refusal) return refusal;
    const row = rowOf(call);
    rows.set(call.id, row);
    await step('work', wish.mood === 'slow' ? pace() * 400 : pace());
    if (wish.mood === 'bank' && !visited.has(call.id)) {
      visited.add(call.id);
      rows.delete(call.id);
      return { status: 202, body: { next: 'https://bank.test/3ds' } };
    }
    await step('commit');
    // Fenced: another call may have taken over an expired lease.
    if (rows.get(call.id) !== row) return problem(409, 'in_progress');
    row.answer = wish.mood === 'decline' ? { status: 402, body: refusalOf(wish) } : receipt;
    if (row.answer === receipt) effect(call);
    await step('answer');
    return row.answer;
  };

  const rowOf = ({ user, body }: Call): Row => ({ user, body, since: now(), leased: now() + LEASE });
  const timely = (id: string): Said | undefined => {
    const made = requestIdTime(id) ?? now();
    const serverTime = new Date(now()).toISOString();
    if (now() - made > DAY) return { status: 409, body: { code: 'key_too_old', serverTime } };
    if (made - now() > SKEW) {
      spent.add(id);
      return { status: 409, body: { code: 'clock_skew', serverTime } };
    }
    return spent.has(id) ? { status: 409, body: { code: 'cancelled', safeNewKey: true } } : undefined;
  };
  const repeat = (row: Row, { user, body }: Call): Said | undefined => {
    if (row.user !== null && row.user !== user) return problem(403, 'scope_mismatch');
    if (row.body !== body) return problem(422, 'key_reused');
    if (row.answer) return { ...row.answer, headers: { 'Idempotent-Replayed': 'true' } };
    return now() < row.leased
      ? { ...problem(409, 'in_progress'), headers: { 'Retry-After': '1' } }
      : undefined;
  };
  const status = (row: Row | undefined): Said => {
    if (!row) return problem(404, 'absent');
    if (row.answer) return { ...row.answer, headers: { 'Idempotent-Replayed': 'true' } };
    // Whoever worked on it has died, and nothing of its transaction is left.
    return now() < row.leased ? { status: 202 } : problem(404, 'absent');
  };

  return {
    handle,
    crash: (step) => {
      if (step) doomed = step;
      else life++;
    },
    // It has no process that another one could stand beside.
    stall: () => {},
    heal: () => {
      doomed = undefined;
    },
  };
}

/** What a server says may hold the secret, too. */
export const receiptOf = (id: string | undefined, { amount, secret }: Wish): object => ({
  id: `r-${id}`,
  amount,
  ...(secret && { secret }),
});

export const refusalOf = ({ secret }: Wish): object => ({
  code: 'card_declined',
  ...(secret && { detail: secret, fields: { secret } }),
});

const problem = (status: number, code: string): Said => ({ status, body: { code } });
