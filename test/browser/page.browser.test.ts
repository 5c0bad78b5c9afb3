import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPage } from '../../src/browser/page.ts';
import { createSeededRandom } from '../../src/testing/seededRandom.ts';

let count = 0;
const random = createSeededRandom(1);
const open = (app = `shop-${count++}`) => createPage(app, random);
const transition = (type: 'pagehide' | 'pageshow', persisted: boolean): void => {
  dispatchEvent(new PageTransitionEvent(type, { persisted }));
};
/** Whether the browser would ask. */
const beforeUnload = (): boolean => !dispatchEvent(new Event('beforeunload', { cancelable: true }));

describe('page', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], now: performance.now() });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('names each page load anew, and remembers through a reload', () => {
    const first = open('shop');
    first.remember('guests');
    const second = open('shop');
    expect(first.tab).not.toBe(second.tab);
    expect(second.recall()).toBe('guests');
    expect(open('another shop').recall()).toBeUndefined();
    expect(sessionStorage.getItem('safe-action:shop:guests')).toBe('guests');
  });

  it('remembers the session that a version before has written, and leaves it none of its own to misread', () => {
    sessionStorage.setItem('safe-action:former:session', 'token');
    const page = open('former');
    expect(page.recall()).toBe('token');
    page.remember('guests');
    expect(page.recall()).toBe('guests');
    expect(sessionStorage.getItem('safe-action:former:session')).toBeNull();
  });

  it('remembers what another page load has written since, as one from the back/forward cache must (law 9)', () => {
    const page = open('cached');
    page.remember('guests');
    open('cached').remember('others');
    expect(page.recall()).toBe('others');
  });

  it('remembers for one page load where sessionStorage is refused', () => {
    vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
      throw new DOMException('', 'SecurityError');
    });
    const page = open();
    expect(page.recall()).toBeUndefined();
    page.remember('guests');
    expect(page.recall()).toBe('guests');
    expect(open().recall()).toBeUndefined();
  });

  it('remembers for one page load what sessionStorage has no room for, and not what was there before', () => {
    const page = open('full');
    page.remember('old');
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    page.remember('new');
    expect(page.recall()).toBe('new');
    expect(open('full').recall()).toBeUndefined();
    full.mockRestore();
    page.remember('newest');
    expect(open('full').recall()).toBe('newest');
  });

  it('is leaving from `pagehide` until it is shown again (law 7)', () => {
    const page = open();
    expect(page.leaving()).toBe(false);
    transition('pagehide', true);
    expect(page.leaving()).toBe(true);
    vi.advanceTimersByTime(3_600_000);
    expect(page.leaving()).toBe(true);
    transition('pageshow', true);
    expect(page.leaving()).toBe(false);
  });

  it('is leaving for 5 s from `beforeunload` while a request is in flight: the person may stay (law 7)', () => {
    const page = open();
    const end = page.send();
    expect(beforeUnload()).toBe(false);
    end();
    expect(page.leaving()).toBe(true);
    vi.advanceTimersByTime(4999);
    expect(page.leaving()).toBe(true);
    vi.advanceTimersByTime(1);
    expect(page.leaving()).toBe(false);
  });

  it('counts `beforeunload` for 10 s after the headers, while the body may still be read, and then no longer', () => {
    const page = open();
    page.send()();
    vi.advanceTimersByTime(9999);
    beforeUnload();
    expect(page.leaving()).toBe(true);
    vi.advanceTimersByTime(5000);
    beforeUnload();
    expect(page.leaving()).toBe(false);
  });

  it('counts `beforeunload` as long as one of several requests is in flight', () => {
    const page = open();
    page.send();
    page.send()();
    vi.advanceTimersByTime(60_000);
    beforeUnload();
    expect(page.leaving()).toBe(true);
  });

  it('has no `beforeunload` listener while nothing is in flight: it would cost the back/forward cache', () => {
    const listeners = new Set<unknown>();
    vi.spyOn(window, 'addEventListener').mockImplementation((type, listener) => {
      if (type === 'beforeunload') listeners.add(listener);
    });
    vi.spyOn(window, 'removeEventListener').mockImplementation((_type, listener) => {
      listeners.delete(listener);
    });
    const page = open();
    expect(listeners.size).toBe(0);
    const end = page.send();
    expect(listeners.size).toBe(1);
    end();
    vi.advanceTimersByTime(10_000);
    expect(listeners.size).toBe(0);
  });

  it('asks before it is left only while told to (law 11)', () => {
    const page = open();
    expect(beforeUnload()).toBe(false);
    page.warnBeforeLeaving(true);
    page.warnBeforeLeaving(true);
    expect(beforeUnload()).toBe(true);
    page.warnBeforeLeaving(false);
    expect(beforeUnload()).toBe(false);
  });

  it('tells when it is shown again or looked at, until one stops listening', () => {
    const page = open();
    const heard: string[] = [];
    const stop = page.listen((event) => heard.push(event));
    transition('pageshow', false);
    expect(heard).toEqual([]);
    transition('pageshow', true);
    document.dispatchEvent(new Event('resume'));
    expect(heard).toEqual(['show', 'show']);
    dispatchEvent(new Event('focus'));
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(heard).toEqual(['show', 'show', 'focus']);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(heard).toEqual(['show', 'show', 'focus', 'focus']);
    stop();
    dispatchEvent(new Event('focus'));
    expect(heard).toHaveLength(4);
  });

  it('is no longer leaving when a listener hears `show`', () => {
    const page = open();
    const seen: boolean[] = [];
    page.listen(() => seen.push(page.leaving()));
    transition('pagehide', true);
    transition('pageshow', true);
    expect(seen).toEqual([false]);
  });
});
