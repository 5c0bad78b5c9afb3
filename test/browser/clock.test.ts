import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../src/browser/clock.ts';

describe('clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('reads the wall clock, and the monotonic one of its page load', () => {
    const clock = createClock('tab');
    const { mono } = clock.now();
    vi.advanceTimersByTime(500);
    expect(clock.now()).toEqual({ wall: 1_000_500, mono: mono + 500, origin: 'tab' });
  });

  it('runs a task after its time, unless it is cancelled', () => {
    const clock = createClock('tab');
    const [task, cancelled] = [vi.fn(), vi.fn()];
    clock.after(100, task);
    clock.after(100, cancelled)();
    vi.advanceTimersByTime(99);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(cancelled).not.toHaveBeenCalled();
  });

  it('counts past what `setTimeout` can, which would fire at once', () => {
    const clock = createClock('tab');
    const month = 31 * 24 * 3_600_000;
    const [task, cancelled, never] = [vi.fn(), vi.fn(), vi.fn()];
    clock.after(month, task);
    const cancel = clock.after(month, cancelled);
    clock.after(Infinity, never);
    vi.advanceTimersByTime(month - 1);
    expect(task).not.toHaveBeenCalled();
    cancel();
    vi.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10 * month);
    expect(cancelled).not.toHaveBeenCalled();
    expect(never).not.toHaveBeenCalled();
  });
});
