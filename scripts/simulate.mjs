// `npm run simulate`: lives whole actions in virtual browsers, and looks at every step whether a law is broken.
//   --lives N   as many request IDs, from the first seed on (default 20,000)
//   --from N    the first seed (default 1)
//   --seed N    lives one seed, leaves out what does not matter, and tells its story
//   --threads N (default: one per core)
//   --bugs      plants the seeded bugs one after the other; each must be caught
//   --record F  writes the smallest plan that caught each bug into the file F
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { build } from 'vite';

/**
 * @typedef {typeof import('../test/simulation/index.ts')} Simulation
 * @typedef {import('../test/simulation/explore.ts').Explored} Explored
 * @typedef {import('../test/simulation/bugs.ts').SeededBug} SeededBug
 */

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} directory
 * @param {SeededBug} [bug] to be planted
 * @returns {Promise<string>} the simulator as one file that Node can run
 */
async function bundle(directory, bug) {
  let planted = 0;
  await build({
    plugins: [
      {
        name: 'seeded-bug',
        enforce: 'pre',
        transform(code, id) {
          if (!bug || !id.endsWith(`/src/${bug.file}`)) return undefined;
          planted = code.split(bug.line).length - 1;
          return code.replace(bug.line, () => bug.becomes);
        },
      },
    ],
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      ssr: 'test/simulation/index.ts',
      outDir: directory,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'simulation.mjs' } },
    },
  });
  if (bug && planted !== 1)
    throw new Error(`"${bug.name}" was to change one line of ${bug.file}, and found ${planted}`);
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

/** @param {{ file: string, from: number, stride: number, lives: number, failures: number }} task */
const inWorker = (task) =>
  new Promise((/** @type {(result: Explored) => void} */ resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/** @param {string} directory @param {readonly SeededBug[]} bugs @param {number} lives @param {number} threads */
async function plant(directory, bugs, lives, threads) {
  const waiting = [...bugs.entries()];
  let missed = 0;
  /** @type {{ bug: string, plan: import('../test/simulation/plan.ts').Plan }[]} */
  const plans = [];
  console.log('| law | bug | caught as | seed | lives before | what it takes | steps of tabs |');
  console.log('|---|---|---|---|---|---|---|');
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, bug] = next;
      const file = await bundle(join(directory, String(index)), bug);
      const result = await inWorker({ file, from: 1, stride: 1, lives, failures: 1 });
      const [caught] = result.broken;
      if (!caught) missed++;
      const happenings = caught?.smallest?.plan.happenings.length ?? 0;
      const steps = caught?.smallest?.steps ?? 0;
      if (caught?.smallest) plans.push({ bug: bug.name, plan: caught.smallest.plan });
      console.log(
        `| ${bug.law || '–'} | ${bug.name} | ${
          caught
            ? `${caught.violation.law} | ${caught.seed} | ${result.lives} | ${happenings} happenings | ${steps}`
            : `**not caught** | – | ${result.lives} | – | –`
        } |`,
      );
    }
  };
  await Promise.all(Array.from({ length: threads }, lane));
  console.log(`\n${bugs.length - missed} of ${bugs.length} seeded bugs caught`);
  process.exitCode = missed > 0 ? 1 : 0;
  return plans.sort((a, b) => (a.bug < b.bug ? -1 : 1));
}

/** @param {string} file @param {number} from @param {number} lives @param {number} threads */
async function run(file, from, lives, threads) {
  const start = performance.now();
  const results = await Promise.all(
    Array.from({ length: threads }, (_, index) =>
      inWorker({ file, from: from + index, stride: threads, lives: lives / threads, failures: 5 }),
    ),
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
      bugs: { type: 'boolean', default: false },
      record: { type: 'string' },
      only: { type: 'string', default: '' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const directory = mkdtempSync(join(tmpdir(), 'safe-action-simulation-'));
  try {
    const file = await bundle(directory);
    if (values.bugs) {
      const { seededBugs } = await load(file);
      const bugs = seededBugs.filter(({ name }) => name.includes(values.only));
      const plans = await plant(directory, bugs, Number(values.lives), Number(values.threads));
      if (values.record) writeFileSync(values.record, `${JSON.stringify(plans)}\n`);
    } else if (values.seed !== undefined) await tellStory(file, Number(values.seed));
    else await run(file, Number(values.from), Number(values.lives), Number(values.threads));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (isMainThread) await main();
else {
  const { file, from, stride, lives, failures } = workerData;
  const { explore } = await load(file);
  parentPort?.postMessage(await explore(from, stride, lives, failures));
}
