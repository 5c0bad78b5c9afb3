// Taken now, before a test replaces the timers.
const immediate = (globalThis as { setImmediate?: (task: () => void) => void }).setImmediate;
const timeout = globalThis.setTimeout;

const READS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const;
/** Reads of bodies under way. */
let reading = 0;

/**
 * `message`, the reading of whose body is waited for by `turn`. In Node a body is read without leaving the task; a real
 * browser reads it in another process, and takes the time it likes.
 */
export function awaited<T extends Request | Response>(message: T): T {
  if (immediate) return message;
  const methods: Record<string, unknown> = {
    clone: () => awaited(message.constructor.prototype.clone.call(message)),
  };
  for (const name of READS) {
    methods[name] = async () => {
      reading++;
      try {
        return await message.constructor.prototype[name].call(message);
      } finally {
        reading--;
      }
    };
  }
  return Object.assign(message, methods);
}

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
        do await hop();
        while (reading > 0);
      };
    })();

/** Takes steps until `step` says that none is left; before each and after the last all promises run. */
export type Walk = (step: () => boolean) => Promise<void>;

/** One turn after the other. */
export const walk: Walk = async (step) => {
  do await turn();
  while (step());
};
