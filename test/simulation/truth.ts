import type { ActionRecord } from '../../src/core/record.ts';
import { parseRecord } from '../../src/core/record.ts';
import { encodeScope } from '../../src/core/slot.ts';
import type { Change } from '../../src/testing/memoryStore.ts';
import type { Tab } from './browser.ts';
import type { Call } from './wire.ts';

/** What really became of one request ID: what the client can only infer, and the simulator knows. */
export interface Life {
  readonly id: string;
  /** Where it is stored: the browser's disk, or the memory of the one tab that is named. */
  readonly place: string;
  readonly scopes: Set<string>;
  /** The scope of the first who signed in, in the tab of its guest. */
  user?: string;
  readonly name: string;
  readonly subject: string;
  /** True ms. */
  readonly minted: number;
  /** As it was last committed. */
  record: ActionRecord | undefined;
  /** True ms at which that was. */
  stored: number;
  /** A person was sent to their bank for it. */
  sentAway: boolean;
  /** The taps that its record has told of, by `tapIn`. */
  readonly taps: Set<string>;
  /** True ms at which the last accepted tap was committed. */
  tapped: number;
  /** True ms since which a clock that was set could hide its age: a tap may have waited for its scope before that. */
  made: number;
  /** True ms of the last change of its owner. */
  owned: number;
  /** Who has ever owned it. */
  readonly claimed: Set<string>;
  /** Attempts that were committed as started, by number. */
  readonly started: Map<number, string>;
  readonly calls: Call[];
  readonly effects: Call[];
  /** Somebody claimed that no attempt up to this one ran. */
  notRun?: { attempt: number; claim: string; at: number };
  /** The server has said that it is somebody else's. */
  isForeign?: boolean;
  /** The site's data was cleared under it, and nothing has put it back. */
  evicted: boolean;
  /** True ms at which that happened last, if ever: what is read anew may be older than what was sent. */
  cleared?: number;
  /** Page loads that have had the round of their own, in each scope that they entered. */
  readonly resumed: Set<string>;
  /** Times that `onDone` was called. */
  delivered: number;
  /** `POST`s, questions, and answers that asked for patience, since somebody last meant it: a tap, a page load, a look. */
  posts: number;
  questions: number;
  polls: number;
  meant: number;
  /** True ms that it has waited for the network since then, its deadline stopped. */
  paused: number;
  /** `offline()` as it was then. */
  offline: number;
  /** True ms at which a person last tapped it, or took its next step, in its own scope. */
  asked: number;
}

export interface Violation {
  law: string;
  what: string;
  /** True ms. */
  at: number;
}

/** What a person did in one page load, and to which slot, by `deedOf`. */
interface Tap {
  readonly deed: string;
}

export interface Truth {
  elapsed(): number;
  readonly lives: Map<string, Life>;
  /** True ms of each jump of the wall clock. */
  readonly jumps: { at: number; ms: number }[];
  /** Whose cookies the browser has, since when, and when a page told the others: never, where it crashed before that. */
  user: { name: string | null; since: number; told: number };
  /** ms offline so far. */
  offline(): number;
  /** True ms at which a person last wanted something of a slot, by `slotOf`. */
  readonly asked: Map<string, number>;
  /** Taps and next steps of a person that no record has told of yet; each ends with its `run()`. */
  readonly taps: Set<Tap>;
  /** What a person is giving up now, by `deedOf`, and how often at once. It ends with its tab: only that one commits it. */
  readonly givingUp: Map<string, number>;
  /** Tabs whose storage was absent. */
  readonly memoryTabs: Set<string>;
  /** Rows that were looked at, as records. No `WeakMap`: to collect one takes longer than the world lasts. */
  readonly records: Map<object, ActionRecord | null>;
  /** Rows that no engine here may touch, by the JSON of their keys. */
  readonly untouchable: Map<string, string>;
  readonly tabs: Map<string, Tab>;
  /** The scopes that each page load has entered, or has come from as its tab's guest. */
  readonly entered: Map<string, Set<string>>;
  /** The last guest of each tab, by its name, since when (true ms), and who they were: until what they began was looked for. */
  readonly guests: Map<string, { since: number; user?: string }>;
  violation: Violation | undefined;
  fail(law: string, what: string): void;
  /** Adds a line to the story, where one is told. */
  note: ((line: () => string | undefined) => void) | undefined;
}

/** Who writes rows of a version that no engine here knows. */
export const NEWER = 'a newer deploy';

export const slotOf = (name: string, subject: string): string => `${name}/${subject}`;

/** What somebody does to a slot in one page load. */
export const deedOf = (tab: string, name: string, subject: string): string =>
  `${tab} ${slotOf(name, subject)}`;

export function createTruth(elapsed: () => number, offline: () => number): Truth {
  const truth: Truth = {
    elapsed,
    offline,
    lives: new Map(),
    jumps: [],
    user: { name: null, since: 0, told: 0 },
    asked: new Map(),
    taps: new Set(),
    givingUp: new Map(),
    memoryTabs: new Set(),
    records: new Map(),
    untouchable: new Map(),
    tabs: new Map(),
    entered: new Map(),
    guests: new Map(),
    violation: undefined,
    fail: (law, what) => {
      truth.violation ??= { law, what, at: elapsed() };
      truth.note?.(() => `!! ${law}: ${what}`);
    },
    note: undefined,
  };
  return truth;
}

/** Where the tabs of a browser keep what they share. */
export const DISK = 'the disk';

export function lifeOf(
  truth: Truth,
  id: string,
  of: Pick<ActionRecord, 'name' | 'subject'>,
  place = DISK,
): Life {
  const known = truth.lives.get(id);
  if (known) return known;
  const now = truth.elapsed();
  const life: Life = {
    id,
    place,
    scopes: new Set(),
    name: of.name,
    subject: of.subject,
    minted: now,
    record: undefined,
    stored: now,
    sentAway: false,
    taps: new Set(),
    tapped: now,
    made: now,
    owned: now,
    claimed: new Set(),
    started: new Map(),
    calls: [],
    effects: [],
    resumed: new Set(),
    evicted: false,
    delivered: 0,
    posts: 0,
    questions: 0,
    polls: 0,
    meant: now,
    paused: 0,
    offline: truth.offline(),
    asked: truth.asked.get(slotOf(of.name, of.subject)) ?? now,
  };
  truth.lives.set(id, life);
  return life;
}

/** A stored row as a record. The store hands out the same object for the same row. */
export function recordIn({ records }: Truth, row: unknown): ActionRecord | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const known = records.get(row);
  if (known !== undefined) return known ?? undefined;
  const record = parseRecord(row) ?? null;
  records.set(row, record);
  return record ?? undefined;
}

/** The last tap that a record tells of. What a tab that slept puts back into cleared data may tell of an older one. */
export const tapIn = ({ tapped, touched }: ActionRecord): string => `${tapped.wall} ${touched?.wall}`;

/** The name of the tab that minted it, whatever session that was. */
export const tabOf = ({ session }: ActionRecord): string | undefined => session.split(/[#/]/)[0];

/** Who enters a user's scope says who the guest was. */
export function signIn({ lives }: Truth, tab: string, scope: string): void {
  for (const life of lives.values())
    if (life.record?.scope === encodeScope(null) && tabOf(life.record) === tab) life.user ??= scope;
}

/** Whoever enters a scope in a page load may look for what their tab began as a guest: as its first user, and no later one. */
export function comesFromGuest({ guests, elapsed }: Truth, tab: string, scope: string): boolean {
  const guest = guests.get(tab);
  if (scope === encodeScope(null)) guests.set(tab, { since: elapsed() });
  else if (guest) guest.user ??= scope;
  if (guest?.user === scope) return true;
  if (guest?.user !== undefined && scope !== encodeScope(null)) guests.delete(tab);
  return false;
}

/** Also in a page that has yet to follow its guest, who is a user by then. */
export function beganAsGuest({ guests, elapsed }: Truth, tab: string, here = encodeScope(null)): void {
  guests.set(tab, { since: elapsed(), ...(here !== encodeScope(null) && { user: here }) });
}

/** It has been looked for, and no page load has to do so again. @param began true ms */
export function lookedAlong({ guests }: Truth, tab: string, began: number): void {
  const guest = guests.get(tab);
  if (guest?.user !== undefined && began > guest.since) guests.delete(tab);
}

/** One committed row, read as a record. */
export interface Committed {
  life: Life;
  record: ActionRecord;
  /** The life as it was before. */
  earlier: ActionRecord | undefined;
  tab: string;
}

/** Learns from a transaction what became of the lives in it. `look` sees each before the truth moves on. */
export function learn(
  truth: Truth,
  changes: readonly Change[],
  tab: string,
  place: string,
  look: (one: Committed) => void,
): void {
  const now = truth.elapsed();
  for (const { key, value, before } of changes) {
    if (key[0] !== 'open' && key[0] !== 'settled') continue;
    const record = recordIn(truth, value);
    if (!record) {
      // What a clock that was set forward has purged too early is gone as cleared data is.
      const purged = key[0] === 'settled' && truth.lives.get(recordIn(truth, before)?.requestId ?? '');
      if (purged && purged.record?.scope === key[2] && jumped(truth, purged.minted)) forget(truth, purged);
      continue;
    }
    const life = lifeOf(truth, record.requestId, record, place);
    const earlier = life.record;
    look({ life, record, earlier, tab });
    if (earlier?.reason === 'offline') life.paused += now - Math.max(life.meant, life.stored);
    if (record.reason === 'person') life.sentAway = true;
    life.stored = now;
    life.record = record;
    life.scopes.add(record.scope);
    life.claimed.add(record.owner);
    if (earlier?.tapped.wall !== record.tapped.wall) life.made = now - waited(truth, record, tab);
    life.evicted = false;
    for (const { number } of record.attempts)
      if (!life.started.has(number)) life.started.set(number, record.owner);
    const tap = (of: ActionRecord | undefined) => (of?.touched ?? of?.tapped)?.wall;
    const isNewTap = !life.taps.has(tapIn(record));
    life.taps.add(tapIn(record));
    if (earlier && isNewTap && tap(earlier) !== tap(record)) {
      if (earlier.tapped.wall !== record.tapped.wall) life.tapped = now;
      mean(truth, life);
      life.asked = now;
    }
    // Its user takes it along, and the page goes on there.
    if (earlier && earlier.scope !== record.scope) mean(truth, life);
    if (earlier && earlier.owner !== record.owner) {
      life.owned = now;
      const { retries, polls, spent } = record.round;
      const load = `${record.owner} ${record.scope}`;
      if (retries + polls + spent === 0 && !life.resumed.has(load)) mean(truth, life);
      life.resumed.add(load);
    }
    truth.note?.(
      () =>
        `${tab} stores ${record.requestId}: ${record.status}${record.reason ? `/${record.reason}` : ''}${
          record.status === 'check' ? `/${record.doubt}` : ''
        }, fence ${record.fence}, attempts [${record.attempts.map((one) => one.outcome ?? '…').join(', ')}]`,
    );
  }
}

/** How long its last tap had waited in its page, ms; clocks that run slow or fast are given their most. */
function waited({ tabs }: Truth, { tapped }: ActionRecord, tab: string): number {
  const now = tabs.get(tab)?.ports.clock.now();
  return now?.origin === tapped.origin ? Math.max(0, now.mono - tapped.mono) * 1.06 : 0;
}

/** The site's data was cleared under it. */
export function forget({ elapsed }: Truth, life: Life): void {
  life.evicted = true;
  life.cleared = elapsed();
  // The count goes with the data: a tab that was stopped may put back an older one, and no more than that.
  uncount(life);
}

/** Nobody knows any more what its round has sent. */
function uncount(life: Life): void {
  life.posts = 0;
  life.questions = 0;
  life.polls = 0;
}

/** Somebody means it: a round may begin. */
export function mean({ elapsed, offline }: Truth, life: Life): void {
  uncount(life);
  life.meant = elapsed();
  life.paused = 0;
  life.offline = offline();
}

/** Claims that nothing up to its newest attempt ran; the truth judges it, now and whenever an effect comes. */
export function claimNotRun(truth: Truth, life: Life, record: ActionRecord | undefined, claim: string): void {
  const attempt = record?.attempts.at(-1)?.number ?? 0;
  if (life.effects.some((effect) => effect.attempt <= attempt))
    truth.fail('law 7: no false claim', `${claim} of ${life.id}, which has had its effect`);
  if (!life.notRun || life.notRun.attempt < attempt) life.notRun = { attempt, claim, at: truth.elapsed() };
}

/** The wall clock was set between then and now. */
export const jumped = (truth: Truth, since: number): boolean => truth.jumps.some(({ at }) => at >= since);
