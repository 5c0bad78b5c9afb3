// `npm test`: every check, one after the other; a failing one does not stop the rest.
// `npm test -- unit e2e` runs only the named steps (and what they need). The last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './chromium.mjs';
import { ensureFirefox } from './firefox.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{
 *   name: string,
 *   commands: string[],
 *   needs?: string[],
 *   browser?: true,
 *   firefox?: true,
 *   report?: 'vitest' | 'playwright',
 * }} Step `report` names the runner whose JSON report holds the counts; a step without one counts as one.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'safe-action-test-'));
const stepTimeout = 20 * 60_000;

/** @param {string} step @param {string} options */
const vitest = (step, options = `--project ${step}`) =>
  `vitest run ${options} --reporter=default --reporter=json --outputFile.json="${reportOf(step)}"`;

/** @param {string} step */
const reportOf = (step) => join(reports, `${step}.json`);

/** @type {Step[]} */
const steps = [
  { name: 'types', commands: ['npm run types'] },
  { name: 'lint', commands: ['npm run lint'] },
  { name: 'build', commands: ['npm run build'] },
  { name: 'package', commands: ['node scripts/package.mjs'], needs: ['build'] },
  { name: 'unit', commands: [vitest('unit')], report: 'vitest' },
  // Seeds that break no law; more of them take longer, see docs/proof.md.
  {
    name: 'simulate',
    commands: [
      'node scripts/simulate.mjs --lives 75000 --seconds 85',
      'node scripts/simulate.mjs --lives 15000 --from 3000001 --seconds 30',
      'node scripts/simulate.mjs --lives 10000 --from 100000001 --seconds 30',
    ],
  },
  { name: 'server', commands: [vitest('server')], report: 'vitest' },
  { name: 'browser', commands: [vitest('browser')], report: 'vitest', browser: true },
  { name: 'react18', commands: [vitest('react18')], report: 'vitest', browser: true },
  {
    name: 'stories',
    commands: [vitest('stories', '--config .storybook/vitest.config.ts')],
    report: 'vitest',
    browser: true,
  },
  { name: 'storybook', commands: ['npm run build:storybook'] },
  { name: 'demo', commands: ['npm run build:demo'], needs: ['build'] },
  {
    name: 'e2e',
    commands: ['playwright test --project=chromium --project=firefox-taps --reporter=list,json'],
    needs: ['demo'],
    report: 'playwright',
    browser: true,
    firefox: true,
  },
];

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Stops a command and what it started: it leads a process group of its own (not on Windows). */
function stop(/** @type {import('node:child_process').ChildProcess} */ child) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It ended by itself in the meantime.
  }
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether it ended with exit code 0
 */
function run(command, env) {
  return new Promise((done) => {
    console.log(`$ ${command.replaceAll(reports, '<reports>')}`);
    const child = spawn(command, {
      cwd: root,
      env: {
        ...process.env,
        ...env,
        PATH: `${resolve(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
      },
      shell: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    const timer = setTimeout(() => {
      console.error(`Stopped after ${stepTimeout / 60_000} minutes.`);
      stop(child);
    }, stepTimeout);
    const end = (/** @type {boolean} */ ok) => {
      clearTimeout(timer);
      running.delete(child);
      done(ok);
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
  });
}

/**
 * @param {Step} step
 * @returns {Counts | undefined} undefined without a readable report: the runner did not get that far
 */
function readReport(step) {
  try {
    const report = JSON.parse(readFileSync(reportOf(step.name), 'utf8'));
    if (step.report === 'playwright') {
      const { expected, unexpected, flaky, skipped } = report.stats;
      return { passed: expected, failed: unexpected + flaky, skipped };
    }
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return undefined;
  }
}

/** @param {Step} step @returns {Promise<Counts>} */
async function runStep(step) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: reportOf(step.name) };
  if (step.browser) {
    env.SAFE_ACTION_CHROMIUM = ensureChromium();
    console.log(`Chromium: ${env.SAFE_ACTION_CHROMIUM}`);
  }
  if (step.firefox) {
    env.SAFE_ACTION_FIREFOX = ensureFirefox();
    console.log(`Firefox: ${env.SAFE_ACTION_FIREFOX}`);
  }
  let ok = true;
  for (const command of step.commands) ok = ok && (await run(command, env));
  if (!step.report) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };

  const counts = readReport(step) ?? { passed: 0, failed: 0, skipped: 0 };
  if (counts.passed + counts.failed === 0) {
    console.error(`${step.name} ran no tests: that counts as a failure.`);
    return { ...counts, failed: 1 };
  }
  // A file that does not load, or an error outside a test, fails the run but no test.
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {string[]} names @returns {Step[]} the named steps and all they need, in order */
function select(names) {
  if (names.length === 0) return steps;
  const wanted = new Set(names);
  for (const step of [...steps].reverse()) {
    if (wanted.has(step.name)) for (const need of step.needs ?? []) wanted.add(need);
  }
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `No such step: ${unknown.join(', ')}. Steps: ${steps.map((step) => step.name).join(', ')}.`,
    );
  }
  return steps.filter((step) => wanted.has(step.name));
}

async function main() {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failedSteps = new Set();
  const summary = [];
  for (const step of select(process.argv.slice(2))) {
    console.log(`\n── ${step.name} ${'─'.repeat(Math.max(0, 76 - step.name.length))}`);
    const start = performance.now();
    const blocker = step.needs?.find((need) => failedSteps.has(need));
    if (blocker) console.error(`Not run: it needs ${blocker}, which failed.`);
    /** @type {Counts} */
    const counts = blocker
      ? { passed: 0, failed: 1, skipped: 0 }
      : await runStep(step).catch((error) => {
          console.error(error instanceof Error ? error.message : error);
          return { passed: 0, failed: 1, skipped: 0 };
        });
    if (counts.failed > 0) failedSteps.add(step.name);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const line = `${counts.failed > 0 ? '✗' : '✓'} ${step.name.padEnd(8)} ${seconds.padStart(6)} s  ${wording(counts)}`;
    console.log(line);
    summary.push(line);
  }
  console.log(`\n${summary.join('\n')}\n`);
  console.log(wording(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/** @param {Counts} counts */
function wording({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

process.once('exit', () => {
  for (const child of running) stop(child);
  rmSync(reports, { recursive: true, force: true });
});
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])) {
  process.once(signal, () => process.exit(code));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
