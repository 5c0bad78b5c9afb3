import type { Happening } from './happening.ts';
import type { Weather } from './wire.ts';

/** How often each kind of fault came. A transaction that is to fail, or a server that is to die or to be suspended, counts once it is said. */
export type Faults = Record<string, number>;

export function count(faults: Faults, kind: string | undefined, times = 1): void {
  if (kind !== undefined) faults[kind] = (faults[kind] ?? 0) + times;
}

/** What kind of fault a happening is; crashes and suspensions of tabs count when they strike, the weather when a call meets it. */
export function faultOf(one: Happening): string | undefined {
  switch (one.do) {
    case 'tap':
    case 'proceed':
    case 'abandon':
    case 'dismiss':
    case 'focus':
    case 'strike':
    case 'weather':
      return undefined;
    case 'store':
      return `store fails at ${one.fault}`;
    case 'server':
      return one.step ? 'server dies before a step' : 'server dies';
    case 'clock':
      return one.ms < 0 ? 'clock set back' : 'clock set forward';
    default:
      return KINDS[one.do];
  }
}

const KINDS = {
  open: 'another tab opens',
  close: 'tab closes',
  reload: 'tab reloads',
  cache: 'tab goes into the back/forward cache',
  loading: 'scope unknown',
  user: 'user changes',
  offline: 'offline',
  hang: 'store hangs',
  absent: 'store absent',
  evict: 'data cleared',
  stall: 'server is suspended',
  deploy: 'deploy',
  upgrade: 'row of a newer version',
} as const;

/** What a call meets. */
export function* faultsIn({ request, twice, gateway, instead, answer }: Weather): Generator<string> {
  if (request === 'refuse') yield 'request refused';
  if (request === 'hang') yield 'request lost';
  if (typeof request === 'number') yield 'request late';
  if (twice !== undefined) yield 'request doubled';
  if (gateway) yield `${gateway.status} from a gateway`;
  if (instead) yield `${instead.status} in place of the answer`;
  if (answer === 'drop') yield 'answer lost';
  if (answer === 'hang') yield 'answer never comes';
  if (typeof answer === 'number') yield 'answer late';
}
