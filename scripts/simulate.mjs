// `npm run simulate`: lives whole actions in virtual browsers, and looks at every step whether a law is broken.
//   --lives N   as many request IDs, from the first seed on (default 20,000)
//   --from N    the first seed (default 1)
//   --seconds N begins no world after N seconds
//   --seed N    lives one seed, leaves out what does not matter, and tells its story
//   --processes N (default: one per core)
//   --bugs      plants the seeded bugs one after the other; each must be caught
//   --record    keeps the smallest plan that caught each in test/simulation/found.json; it is tried first next time
//   --only W    only the bugs whose names have these words
//   --failures N  ends a process after as many worlds that break a law (default 5)
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {typeof import('../test/simulation/index.ts')} Simulation
 * @typedef {import('../test/simulation/explore.ts').Explored} Explored
 * @typedef {import('../test/simulation/bugs.ts').SeededBug} SeededBug
 * @typedef {import('../test/simulation/plan.ts').Plan} Plan
 */

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} directory
 * @param {SeededBug} [bug] to be planted
 * @returns {Promise<string>} the simulator as one file that Node can run
 */
async function bundle(directory, bug) {
  // Here, and not in the processes that only live.
  const { build } = await import('vite');
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

/** The argument of a process that only lives what it is told to. */
const LIVE = 'live';

// Most of what a world makes dies with it: a large nursery spares an eighth of the time. And every core is busy living:
// a collector with threads of its own takes a sixth more of it.
const execArgv = ['--max-semi-space-size=32', '--single-threaded-gc'];

/**
 * @param {{ file: string, from: number, stride: number, lives: number, failures: number, known?: Plan, seconds?: number }} task
 * @param {(said: { lives?: number, broken?: string }) => void} [onProgress] is told now and then how many more there were
 */
const inProcess = (task, onProgress) =>
  new Promise((/** @type {(result: Explored & { seconds: number }) => void} */ resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [LIVE], { execArgv, serialization: 'advanced' });
    child.on('message', (/** @type {any} */ said) => {
      if ('result' in said) resolve(said.result);
      else onProgress?.(said);
    });
    child.on('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`The process that began with seed ${task.from} ended with ${code ?? signal}`)),
    );
    child.send(task);
  });

/** Milliseconds between two lines that say how far a long run is. */
const PROGRESS_EVERY = 60_000;

/** The smallest plans that caught the seeded bugs when they were last looked for, by the bug's name. */
const found = join(root, 'test/simulation/found.json');

/**
 * Plants the bugs, each in a simulator of its own: the plan that caught it before is lived first, then as many others
 * as it takes.
 *
 * @param {string} directory @param {readonly SeededBug[]} bugs @param {number} from @param {number} lives @param {number} processes
 * @param {boolean} record keeps the plans
 * @param {string} broken what a world says that broke no law, but threw
 */
async function plant(directory, bugs, from, lives, processes, record, broken) {
  /** @type {Record<string, Plan>} */
  const plans = JSON.parse(readFileSync(found, 'utf8'));
  const waiting = [...bugs.entries()];
  let missed = 0;
  console.log('| law | bug | caught as | seed | lives | smallest plan | steps of tabs |');
  console.log('|---|---|---|---|---|---|---|');
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, bug] = next;
      const file = await bundle(join(directory, String(index)), bug);
      const known = plans[bug.name];
      const result = await inProcess({
        file,
        from,
        stride: 1,
        lives,
        failures: 1,
        ...(known && { known }),
      });
      const [caught] = result.broken;
      // A bug that only makes something throw has shown nothing of the laws.
      if (!caught?.smallest || caught.violation.law === broken) missed++;
      const { violation, seed, smallest } = caught ?? {};
      console.log(
        `| ${bug.law || '–'} | ${bug.name} | ${
          smallest
            ? `${violation?.law} | ${seed} | ${result.lives} | ${smallest.plan.happenings.length} happenings | ${smallest.steps}`
            : `**not caught** | – | ${result.lives} | – | –`
        } |`,
      );
      if (!smallest || !record) continue;
      plans[bug.name] = smallest.plan;
      writeFileSync(found, `${JSON.stringify(plans, null, 2)}\n`);
    }
  };
  await Promise.all(Array.from({ length: processes }, lane));
  console.log(`\n${bugs.length - missed} of ${bugs.length} seeded bugs caught`);
  process.exitCode = missed > 0 ? 1 : 0;
}

/** @param {string} file @param {number} from @param {number} lives @param {number} processes @param {number} seconds @param {number} failures */
async function run(file, from, lives, processes, seconds, failures) {
  const start = performance.now();
  let lived = 0;
  const progress = setInterval(() => {
    const seconds = (performance.now() - start) / 1000;
    console.error(`${lived.toLocaleString('en')} lives after ${seconds.toFixed(0)} s`);
  }, PROGRESS_EVERY);
  const results = await Promise.all(
    Array.from({ length: processes }, (_, index) =>
      inProcess(
        { file, from: from + index, stride: processes, lives: lives / processes, failures, seconds },
        ({ lives: more = 0, broken }) => {
          lived += more;
          if (broken) console.log(broken);
        },
      ),
    ),
  );
  clearInterval(progress);
  const took = (performance.now() - start) / 1000;
  /** @param {'lives' | 'seconds'} what */
  const total = (what) => results.reduce((sum, result) => sum + result[what], 0);
  // What the machine does for others does not count.
  const rate = total('lives') / total('seconds');
  /** @param {(result: Explored) => number} of */
  const sum = (of) => results.reduce((total, result) => total + of(result), 0).toLocaleString('en');
  const broken = results.flatMap((result) => result.broken);
  console.log(
    `${sum(({ lives }) => lives)} lives in ${sum(({ worlds }) => worlds)} worlds, ${sum(({ counts }) => counts.steps)} steps of tabs: ` +
      `${sum(({ counts }) => counts.crashes)} crashes, ${sum(({ counts }) => counts.suspensions)} suspensions, ` +
      `${sum(({ counts }) => counts.calls)} calls, ${sum(({ counts }) => counts.effects)} effects, ` +
      `${broken.length} worlds that break a law; ${took.toFixed(1)} s on ${processes} processes, ${Math.round(rate)} lives per second of processor time.`,
  );
  const { count } = await load(file);
  /** @type {Explored['faults']} */
  const faults = {};
  for (const result of results)
    for (const [kind, times] of Object.entries(result.faults)) count(faults, kind, times);
  const kinds = Object.entries(faults).sort(([, one], [, other]) => other - one);
  const all = kinds.reduce((total, [, times]) => total + times, 0);
  console.log(
    `${all.toLocaleString('en')} faults: ${kinds.map(([kind, times]) => `${kind} ${times.toLocaleString('en')}`).join(', ')}.`,
  );
  /** @param {string} law */
  const worlds = (law) => broken.filter(({ violation }) => violation.law.startsWith(law)).length;
  console.log(
    `Happened twice: ${worlds('one tap')}. Lost: ${worlds('law 8')}. False words: ${worlds('law 7')}.`,
  );
  process.exitCode = broken.length > 0 ? 1 : 0;
}

async function main() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      from: { type: 'string', default: '1' },
      lives: { type: 'string', default: '20000' },
      seconds: { type: 'string', default: 'Infinity' },
      bugs: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      failures: { type: 'string', default: '5' },
      processes: { type: 'string', default: String(availableParallelism()) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    const lines = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\n');
    console.log(
      lines
        .filter((line) => line.startsWith('//'))
        .join('\n')
        .replaceAll('// ', ''),
    );
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'safe-action-simulation-'));
  try {
    const file = await bundle(directory);
    if (values.bugs) {
      const { BROKEN, seededBugs } = await load(file);
      const bugs = seededBugs.filter(({ name }) => name.includes(values.only));
      await plant(
        directory,
        bugs,
        Number(values.from),
        Number(values.lives),
        Number(values.processes),
        values.record,
        BROKEN,
      );
    } else if (values.seed !== undefined) await tellStory(file, Number(values.seed));
    else
      await run(
        file,
        Number(values.from),
        Number(values.lives),
        Number(values.processes),
        Number(values.seconds),
        Number(values.failures),
      );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * In a process of its own: lives one task, and tells how it goes.
 *
 * @param {Parameters<typeof inProcess>[0]} task
 */
async function liveAlone({ file, from, stride, lives, failures, known, seconds }) {
  const { explore } = await load(file);
  const before = process.cpuUsage();
  let unsaid = 0;
  const result = await explore(from, stride, lives, failures, known, seconds, (more, broken) => {
    unsaid += more;
    if (unsaid >= 1000) {
      process.send?.({ lives: unsaid });
      unsaid = 0;
    }
    if (!broken) return;
    const { law, what } = broken.violation;
    process.send?.({ broken: `${law}: ${what}\n  npm run simulate -- --seed ${broken.seed}` });
  });
  const { user, system } = process.cpuUsage(before);
  process.send?.({ result: { ...result, seconds: (user + system) / 1e6 } }, () => process.disconnect());
}

if (process.argv[2] === LIVE) {
  process.once('message', liveAlone);
  process.once('disconnect', () => process.exit());
} else await main();
