import { describe, expect, it } from 'vitest';
import { createEventLoop } from '../../src/testing/eventLoop.ts';
import { createVirtualClock } from '../../src/testing/virtualClock.ts';

describe('virtual clock', () => {
  it('runs what falls due in order of time, then of asking', async () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    clock.after(20, () => ran.push('20'));
    clock.after(10, () => ran.push('10 a'));
    clock.after(10, () => ran.push('10 b'));
    clock.after(31, () => ran.push('31'));
    await clock.advance(30);
    expect(ran).toEqual(['10 a', '10 b', '20']);
    await clock.advance(1);
    expect(ran).toEqual(['10 a', '10 b', '20', '31']);
  });

  it('runs all that follows from one timer before the next', async () => {
    const clock = createVirtualClock();
    const ran: string[] = [];
    clock.after(10, async () => {
      for (let step = 0; step < 50; step++) await Promise.resolve();
      await new Response('{}').json();
      ran.push(`follows at ${clock.now()}`);
      clock.after(5, () => ran.push(`timer at ${clock.now()}`));
    });
    clock.after(12, () => ran.push(`next at ${clock.now()}`));
    const start = clock.now();
    await clock.advance(100);
    expect(ran).toEqual([`follows at ${start + 10}`, `next at ${start + 12}`, `timer at ${start + 15}`]);
    expect(clock.now()).toBe(start + 100);
  });

  it('gives each page load its own monotonic time, and all the same wall clock', async () => {
    const clock = createVirtualClock({ start: 1_000_000 });
    const first = clock.clockFor('a');
    await clock.advance(500);
    const second = clock.clockFor('b');
    await clock.advance(20);
    expect(first.now()).toEqual({ wall: 1_000_520, mono: 520, origin: 'a' });
    expect(second.now()).toEqual({ wall: 1_000_520, mono: 20, origin: 'b' });
  });

  it('jumps the wall clock without moving timers or monotonic time (law 10)', async () => {
    const clock = createVirtualClock({ start: 1_000_000 });
    const tab = clock.clockFor('a');
    let ran = false;
    tab.after(10, () => {
      ran = true;
    });
    clock.jump(-3_600_000);
    await clock.settle();
    expect(ran).toBe(false);
    expect(tab.now()).toEqual({ wall: 1_000_000 - 3_600_000, mono: 0, origin: 'a' });
  });

  it('cancels', async () => {
    const clock = createVirtualClock();
    let ran = false;
    const cancel = clock.clockFor('a').after(10, () => {
      ran = true;
    });
    cancel();
    await clock.advance(100);
    expect(ran).toBe(false);
  });

  it('settles what needs no time, `after(0)` too', async () => {
    const clock = createVirtualClock();
    const start = clock.now();
    let ran = 0;
    clock.after(0, () => clock.after(-5, () => ran++));
    await clock.settle();
    expect([ran, clock.now()]).toEqual([1, start]);
  });

  it('refuses a timer that starts itself again without end (law 6)', async () => {
    const clock = createVirtualClock();
    const again = (): void => void clock.after(0, again);
    again();
    await expect(clock.settle()).rejects.toThrow('without end');
  });

  it('holds back the timers of a suspended tab, runs them late, and only those not cancelled meanwhile', async () => {
    const clock = createVirtualClock();
    const loop = createEventLoop();
    const tab = clock.clockFor('a', loop);
    const ran: string[] = [];
    tab.after(10, () => {
      ran.push(`10 at ${tab.now().mono}`);
      cancel();
    });
    const cancel = tab.after(20, () => ran.push('20'));
    tab.after(30, () => ran.push(`30 at ${tab.now().mono}`));
    loop.suspend();
    await clock.advance(1000);
    expect(ran).toEqual([]);
    await loop.resume(() => ran.push('show'));
    expect(ran).toEqual(['show', '10 at 1000', '30 at 1000']);
  });

  it('never runs the timers of a closed tab', async () => {
    const clock = createVirtualClock();
    const loop = createEventLoop();
    let ran = false;
    clock.clockFor('a', loop).after(10, () => {
      ran = true;
    });
    loop.close();
    await clock.advance(100);
    expect(ran).toBe(false);
  });
});
