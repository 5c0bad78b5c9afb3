import { createEmitter } from '../core/emitter.ts';
import type { Page, Random } from '../core/ports.ts';

/** How long a `beforeunload` counts, in ms: the person may stay, or the link was a download. */
const LEAVING = 5000;
/** How long a request counts as in flight once its headers are here, in ms: its body is still being read. */
const READING = 10_000;

export interface BrowserPage extends Page {
  /** Call it before a request, and what it returns when the request has ended. */
  send(): () => void;
}

/** This page load: its names, and when it comes and goes. */
export function createPage(app: string, random: Random): BrowserPage {
  const tab = random.token();
  const { listen, emit } = createEmitter<'show' | 'focus'>();
  const store = `safe-action:${app}:guests`;
  /** A version before this one wrote a session there, and would read whatever it finds as one. */
  const former = `safe-action:${app}:session`;
  /** What cannot be written where `sessionStorage` is refused. */
  let kept: string | undefined;
  let hidden = false;
  let leavingUntil = 0;
  addEventListener('pagehide', () => {
    hidden = true;
  });
  addEventListener('pageshow', (event) => {
    hidden = false;
    leavingUntil = 0;
    if (event.persisted) emit('show');
  });
  document.addEventListener('resume', () => emit('show'));
  addEventListener('focus', () => emit('focus'));
  document.addEventListener('visibilitychange', () => document.hidden || emit('focus'));
  const warn = (event: BeforeUnloadEvent): void => {
    event.preventDefault();
    // Chrome before 119 asks only for this.
    event.returnValue = true;
  };

  return {
    tab,
    listen,
    // Read at each call: another page load of this tab may have written since, and this one come back from the
    // back/forward cache. A duplicated tab starts with its original's.
    recall: () => {
      try {
        return kept ?? sessionStorage.getItem(store) ?? sessionStorage.getItem(former) ?? undefined;
      } catch {
        return kept;
      }
    },
    remember: (text) => {
      try {
        // One that cannot be written must not leave an older one behind.
        sessionStorage.removeItem(store);
        sessionStorage.removeItem(former);
        sessionStorage.setItem(store, text);
        kept = undefined;
      } catch {
        kept = text;
      }
    },
    leaving: () => hidden || performance.now() < leavingUntil,
    // Firefox rejects requests on navigation before `pagehide`, so `beforeunload` counts too (law 7). Its listener
    // keeps a page out of Firefox's back/forward cache: it is there only while a request is.
    send: () => {
      const leave = (): void => {
        leavingUntil = performance.now() + LEAVING;
      };
      addEventListener('beforeunload', leave);
      return () => setTimeout(() => removeEventListener('beforeunload', leave), READING);
    },
    warnBeforeLeaving: (on) => (on ? addEventListener : removeEventListener)('beforeunload', warn),
  };
}
