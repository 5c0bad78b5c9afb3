// `npm run simulate`: lives whole actions in virtual browsers, and looks at every step whether a law is broken.
//   --lives N   as many request IDs, from the first seed on (default 20,000)
//   --from N    the first seed (default 1)
//   --seed N    lives one seed, leaves out what does not matter, and tells its story
//   --threads N (default: one per core)
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { build } from 'vite';

/**
 * @typedef {typeof import('../test/simulation/index.ts')} Simulation
 * @typedef {import('../test/simulation/explore.ts').Explored} Explored
 */

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} directory @returns {Promise<string>} the simulator as one file that Node can run */
async function bundle(directory) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      ssr: 'test/simulation/index.ts',
      outDir: directory,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'simulation.mjs' } },
    },
  });
  return pathToFileURL(join(directory, 'simulation.mjs')).href;
}

/** @param {string} file @returns {Promise<Simulation>} */
const load = (file) => import(file);

/** @param {string} file @param {number} seed */
async function tellStory(file, seed) {
  const { live, planOf, shrink } = await load(file);
  /** @type {string[]} */
  const story = [];
  const { violation } = await live(await shrink(planOf(seed)), story);
  console.log(story.join('\n'));
  console.log(violation ? `\nSeed ${seed} breaks ${violation.law}` : `\nSeed ${seed} breaks no law`);
  process.exitCode = violation ? 1 : 0;
}

/** @param {string} file @param {number} from @param {number} lives @param {number} threads */
async function run(file, from, lives, threads) {
  const start = performance.now();
  const results = await Promise.all(
    Array.from({ length: threads }, (_, index) => {
      const task = { file, from: from + index, stride: threads, lives: lives / threads };
      return new Promise((/** @type {(result: Explored) => void} */ resolve, reject) => {
        const worker = new Worker(fileURLToPath(import.meta.url), { workerData: task });
        worker.once('message', resolve);
        worker.once('error', reject);
      });
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  /** @param {(result: Explored) => number} of */
  const sum = (of) => results.reduce((total, result) => total + of(result), 0).toLocaleString('en');
  const broken = results.flatMap((result) => result.broken);
  for (const { seed, violation } of broken)
    console.log(`${violation.law}: ${violation.what}\n  npm run simulate -- --seed ${seed}`);
  console.log(
    `${sum(({ lives }) => lives)} lives in ${sum(({ worlds }) => worlds)} worlds, ${sum(({ counts }) => counts.steps)} steps of tabs: ` +
      `${sum(({ counts }) => counts.crashes)} crashes, ${sum(({ counts }) => counts.suspensions)} suspensions, ` +
      `${sum(({ counts }) => counts.calls)} calls, ${sum(({ counts }) => counts.effects)} effects, ` +
      `${broken.length} worlds that break a law; ${seconds.toFixed(1)} s on ${threads} threads.`,
  );
  process.exitCode = broken.length > 0 ? 1 : 0;
}

async function main() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      from: { type: 'string', default: '1' },
      lives: { type: 'string', default: '20000' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const directory = mkdtempSync(join(tmpdir(), 'safe-action-simulation-'));
  try {
    const file = await bundle(directory);
    if (values.seed !== undefined) await tellStory(file, Number(values.seed));
    else await run(file, Number(values.from), Number(values.lives), Number(values.threads));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (isMainThread) await main();
else {
  const { file, from, stride, lives } = workerData;
  const { explore } = await load(file);
  parentPort?.postMessage(await explore(from, stride, lives, 5));
}
