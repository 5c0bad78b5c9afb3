import { type Walk, walk } from '../../src/testing/turn.ts';

/** What Node itself does after each task: all promises run. Not public, and so not relied on. */
const runPromises = (process as { _tickCallback?: () => void })._tickCallback;

/** Walks after which the event loop gets its turn: a turn takes as long as twenty steps of a tab. */
const AT_A_TIME = 1000;

const waiting: (() => void)[] = [];
let driving = false;

/** Takes one walk after the other, each with all that follows from its end: mostly that is the next one. */
const drive = (): void => {
  try {
    for (let count = 0; count < AT_A_TIME && waiting.length > 0; count++) {
      waiting.shift()?.();
      runPromises?.call(process);
    }
  } finally {
    driving = waiting.length > 0;
    if (driving) setImmediate(drive);
  }
};

/** As `walk`, without a turn of the event loop for each step: here nothing waits for more than promises. */
export const inOneTask: Walk = runPromises
  ? (step) =>
      new Promise((resolve, reject) => {
        waiting.push(() => {
          try {
            while (step()) runPromises.call(process);
            resolve();
          } catch (error) {
            reject(error);
          }
        });
        if (driving) return;
        driving = true;
        setImmediate(drive);
      })
  : walk;
