// Which Chromium the browser tests drive. `node scripts/chromium.mjs` finds one (or installs it) and says which;
// `node scripts/chromium.mjs --run <command…>` then runs the command with SAFE_ACTION_CHROMIUM set.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';

/**
 * Needed where the browser runs as root or behind a locked-down network; harmless elsewhere: without the
 * `background` flags Chromium's own start-up traffic can get a page's first connections refused.
 */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const usualPlaces = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((root) => root !== undefined)
    .map((root) => join(root, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/** @param {string} name */
function onPath(name) {
  if (process.platform === 'win32') return undefined;
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

function playwrightsOwn() {
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

/**
 * The path of a Chromium that is already here, or undefined. Installs nothing.
 * @returns {string | undefined}
 */
export function findChromium() {
  const chosen = process.env.SAFE_ACTION_CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen))
      throw new Error(`SAFE_ACTION_CHROMIUM points to ${chosen}, which does not exist.`);
    return chosen;
  }
  const own = playwrightsOwn();
  if (own) return own;
  for (const name of names) {
    const path = onPath(name);
    if (path) return path;
  }
  if (process.platform === 'darwin' || process.platform === 'win32') {
    return usualPlaces[process.platform].find((path) => existsSync(path));
  }
  return undefined;
}

/** @param {string} command @param {string[]} args */
function attempt(command, args) {
  console.log(`$ ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

function installFromDebian() {
  const root = process.getuid?.() === 0;
  if (!root && !onPath('sudo')) return;
  const [command, prefix] = root ? ['apt-get', []] : ['sudo', ['apt-get']];
  if (attempt(command, [...prefix, 'update'])) {
    attempt(command, [...prefix, 'install', '-y', '--no-install-recommends', 'chromium']);
  }
}

/** Ubuntu has `apt-get` too, but its `chromium` package is only a pointer to a snap. */
function isDebian() {
  if (!existsSync('/etc/os-release') || !onPath('apt-get')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * The path of a Chromium, installed first if there is none.
 * @returns {string}
 */
export function ensureChromium() {
  const present = findChromium();
  if (present) return present;
  console.log('No Chromium found: installing one.');
  if (isDebian()) installFromDebian();
  else attempt('npx', ['playwright', 'install', 'chromium']);
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    'There is no Chromium here and installing one failed. Install Chromium or Google Chrome, run ' +
      '`npx playwright install chromium`, or set SAFE_ACTION_CHROMIUM to the path of a binary.',
  );
}

function main() {
  const path = ensureChromium();
  console.log(`Chromium: ${path}`);
  const [flag, ...command] = process.argv.slice(2);
  if (flag !== '--run') return;
  const [name, ...args] = command;
  if (name === undefined) throw new Error('Usage: node scripts/chromium.mjs [--run <command> [arguments…]]');
  const { status, error } = spawnSync(name, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, SAFE_ACTION_CHROMIUM: path },
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
