import type { StoreFault } from '../../src/testing/memoryTransaction.ts';
import type { Blow } from './browser.ts';
import type { ServerStep, StallPoint } from './server.ts';
import type { Mood, What } from './shop.ts';
import type { Weather } from './wire.ts';

export type TabName = 'A' | 'B' | 'C';
/** The button of one action, for one subject. */
export interface Button {
  what: What;
  subject: string;
}

/** One thing that a person, the browser, the network or the server does. A plan is a list of them. */
export type Happening = { at: number } & (
  | ({
      do: 'tap';
      tab: TabName;
      amount: number;
      mood: Mood;
      times: 1 | 2;
      also?: { tab: TabName; ms: number };
    } & Button)
  | ({ do: 'proceed' | 'abandon' | 'dismiss'; tab: TabName } & Button)
  | { do: 'open' | 'close' | 'reload' | 'focus'; tab: TabName }
  | { do: 'cache' | 'loading'; tab: TabName; ms: number }
  | { do: 'strike'; tab: TabName; steps: number; blow: Blow; ms: number }
  | { do: 'user'; tab: TabName; user: string | null }
  | { do: 'offline'; ms: number }
  | { do: 'weather'; weather: Weather; times: number }
  | { do: 'server'; step?: ServerStep }
  | { do: 'stall'; before: StallPoint; passes: number; ms: number }
  | { do: 'store'; fault: StoreFault; times: number }
  | { do: 'hang'; ms: number }
  | { do: 'absent'; ms: number }
  | { do: 'evict' }
  | { do: 'clock'; ms: number }
  | { do: 'deploy'; without?: What }
  | { do: 'upgrade' }
);

const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** A happening in words. */
export function tell(one: Happening): string {
  switch (one.do) {
    case 'tap': {
      const how = one.times === 2 ? 'double-taps' : 'taps';
      const also = one.also ? `, and in tab ${one.also.tab} ${seconds(one.also.ms)} later` : '';
      return `a person ${how} ${one.what} ${one.subject} in tab ${one.tab}${also}: €${one.amount}, which the server will find ${one.mood}`;
    }
    case 'proceed':
      return `a person takes the next step of ${one.what} ${one.subject} in tab ${one.tab}`;
    case 'abandon':
      return `a person gives ${one.what} ${one.subject} up in tab ${one.tab}, knowing what that means`;
    case 'dismiss':
      return `a person dismisses ${one.what} ${one.subject} in tab ${one.tab}`;
    case 'open':
      return `tab ${one.tab} is opened`;
    case 'close':
      return `tab ${one.tab} is closed`;
    case 'reload':
      return `tab ${one.tab} is reloaded`;
    case 'focus':
      return `a person looks at tab ${one.tab}`;
    case 'cache':
      return `tab ${one.tab} goes into the back/forward cache for ${seconds(one.ms)}, and loses its locks`;
    case 'loading':
      return `tab ${one.tab} does not know for ${seconds(one.ms)} who is signed in`;
    case 'strike':
      return one.blow === 'crash'
        ? `tab ${one.tab} will crash at its ${one.steps}th step from now, and be there again after ${seconds(one.ms)}`
        : `tab ${one.tab} will be ${one.blow === 'cache' ? 'put into the back/forward cache' : 'suspended'} at its ${one.steps}th step from now, for ${seconds(one.ms)}`;
    case 'user':
      return `in tab ${one.tab} ${one.user === null ? 'somebody signs out' : `${one.user} signs in`}`;
    case 'offline':
      return `the network is gone for ${seconds(one.ms)}`;
    case 'weather':
      return `the next ${one.times === 1 ? 'request meets' : `${one.times} requests meet`} ${JSON.stringify(one.weather)}`;
    case 'server':
      return one.step ? `the server will die before its step "${one.step}"` : 'the server dies';
    case 'stall':
      return `the server's process will be stopped for ${seconds(one.ms)} at its next "${one.before}" but ${one.passes}, and another one goes on`;
    case 'store':
      return `the next ${one.times === 1 ? 'transaction' : `${one.times} transactions`} will fail at "${one.fault}"`;
    case 'hang':
      return `the database hangs for ${seconds(one.ms)}`;
    case 'absent':
      return `pages that begin in the next ${seconds(one.ms)} find no storage`;
    case 'evict':
      return "the site's data is cleared";
    case 'clock':
      return `the wall clock is set ${one.ms < 0 ? 'back' : 'forward'} by ${seconds(Math.abs(one.ms))}`;
    case 'deploy':
      return one.without ? `a deploy no longer knows "${one.without}"` : 'a deploy knows every action';
    case 'upgrade':
      return 'a newer deploy has written a record in a version of its own';
  }
}
