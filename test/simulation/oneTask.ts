import { type Walk, walk } from '../../src/testing/turn.ts';

/** What Node itself does after each task: all promises run. Not public, and so not relied on. */
const runPromises = (process as { _tickCallback?: () => void })._tickCallback;

/** As `walk`, without a turn of the event loop for each step: here nothing waits for more than promises. */
export const inOneTask: Walk = runPromises
  ? (step) =>
      new Promise((resolve, reject) => {
        setImmediate(() => {
          try {
            while (step()) runPromises.call(process);
            resolve();
          } catch (error) {
            reject(error);
          }
        });
      })
  : walk;
