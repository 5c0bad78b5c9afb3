// `npm run test:kills`, `test:reloads`, `test:tabs`: a real browser in which something goes wrong at a random moment after
// the tap, judged by the books of the demo's server. Needs the built demo.
//   --runs N     how many (default 200; 100 for tabs)
//   --seed S     decides everything that is random (default: a new one, which is said)
//   --run N      only this run of the seed
//   --restarts   the server is killed and started again, too
//   --browser firefox
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium } from './chromium.mjs';
import { ensureFirefox } from './firefox.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    run: { type: 'string' },
    restarts: { type: 'boolean', default: false },
    browser: { type: 'string', default: 'chromium' },
  },
});
const [happening = ''] = positionals;
if (!['kill', 'reload', 'tabs'].includes(happening))
  throw new Error('Say what happens: kill, reload or tabs.');
const seed = values.seed ?? String(1 + Math.floor(Math.random() * 1e6));
const count = values.run ? '1' : (values.runs ?? (happening === 'tabs' ? '100' : '200'));
const binary =
  values.browser === 'firefox'
    ? { SAFE_ACTION_FIREFOX: ensureFirefox() }
    : { SAFE_ACTION_CHROMIUM: ensureChromium() };
console.log(`${happening}: ${count} runs, --seed ${seed}, ${Object.values(binary)[0]}`);

const { status } = spawnSync(
  process.execPath,
  [
    fileURLToPath(new URL('../node_modules/@playwright/test/cli.js', import.meta.url)),
    'test',
    '--config=test/browsers/runs.config.ts',
    `--project=${values.browser}`,
  ],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: {
      ...process.env,
      ...binary,
      RUNS_OF: happening,
      RUNS_BROWSER: values.browser,
      RUNS_SEED: seed,
      RUNS_FIRST: values.run ?? '1',
      RUNS_COUNT: count,
      RUNS_RESTARTS: values.restarts ? '1' : '0',
    },
  },
);
process.exitCode = status ?? 1;
