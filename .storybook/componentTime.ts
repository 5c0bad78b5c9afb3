import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const clock = fileURLToPath(new URL('../stories/stage/componentClock.ts', import.meta.url));
const NAMES = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'];

/**
 * Gives the components the stage's clock: in each module of `src/react` the timers' names mean those of
 * `stories/stage/componentClock.ts`. Only there, so that React, Storybook and the test runner keep real time.
 */
export function componentTime(): Plugin {
  return {
    name: 'component-time',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/react\/[^?]*\.tsx?$/.test(id)) return null;
      const used = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
      // At the end: imports are hoisted, and no line of the module moves.
      return used.length > 0
        ? `${code}\nimport { ${used.join(', ')} } from ${JSON.stringify(clock)};\n`
        : null;
    },
  };
}
