// Taken now, before a test replaces the timers.
const { setImmediate: immediate, setTimeout: timeout } = globalThis;

/** In a page a macrotask is not enough: reading a Response's body takes one, and code reads in chains. */
const HOPS = 8;

function createHop(): () => Promise<void> {
  if (typeof MessageChannel === 'undefined') return () => new Promise((resolve) => timeout(resolve, 0));
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(0);
    });
}

/** Waits, in real time, until everything has run that needs no timer: all promises, and reads of bodies. */
export const turn: () => Promise<void> = immediate
  ? () => new Promise((resolve) => immediate(resolve))
  : (() => {
      const hop = createHop();
      return async () => {
        for (let hops = 0; hops < HOPS; hops++) await hop();
      };
    })();
