// Finds a browser on this machine, or installs it the way the platform does. chromium.mjs, firefox.mjs and webkit.mjs say
// which one; each of them finds and names it when run by itself, and `--run <command…>` then runs a command that sees it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{
 *   name: string,
 *   variable: string,
 *   binaries: string[],
 *   places?: () => (string | undefined)[],
 *   debian: string[],
 *   elsewhere?: [command: string, ...arguments: string[]],
 *   help: string,
 * }} Wanted `variable`: the environment variable that names a binary; `binaries`: what it is called on the PATH; `places`:
 * paths that come before the PATH; `debian`: packages; `elsewhere`: what installs it on other systems.
 */

/** @param {string} name */
export function onPath(name) {
  if (process.platform === 'win32') return undefined;
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * The path of a browser that is already here, or undefined. Installs nothing.
 * @param {Wanted} wanted
 * @returns {string | undefined}
 */
export function findBrowser({ variable, binaries, places }) {
  const chosen = process.env[variable];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`${variable} points to ${chosen}, which does not exist.`);
    return chosen;
  }
  return [...(places?.() ?? []), ...binaries.map(onPath)].find((path) => path && existsSync(path));
}

/** @param {string} command @param {string[]} args */
function attempt(command, args) {
  console.log(`$ ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

/** @param {string[]} packages */
function installFromDebian(packages) {
  const root = process.getuid?.() === 0;
  if (!root && !onPath('sudo')) return;
  const [command, prefix] = root ? ['apt-get', []] : ['sudo', ['apt-get']];
  if (attempt(command, [...prefix, 'update'])) {
    attempt(command, [...prefix, 'install', '-y', '--no-install-recommends', ...packages]);
  }
}

/** Ubuntu has `apt-get` too, but its browser packages are only pointers to snaps. */
function isDebian() {
  if (!existsSync('/etc/os-release') || !onPath('apt-get')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * The path of the browser, installed first if there is none.
 * @param {Wanted} wanted
 * @returns {string}
 */
export function ensureBrowser(wanted) {
  const present = findBrowser(wanted);
  if (present) return present;
  console.log(`No ${wanted.name} found: installing one.`);
  if (isDebian()) installFromDebian(wanted.debian);
  else if (wanted.elsewhere) attempt(wanted.elsewhere[0], wanted.elsewhere.slice(1));
  const installed = findBrowser(wanted);
  if (installed) return installed;
  throw new Error(`There is no ${wanted.name} here and installing one failed. ${wanted.help}`);
}

/**
 * As a script: says which browser it is; with `--run <command…>` runs the command with `variable` set.
 * @param {string} script the `import.meta.url` of the script
 * @param {Wanted} wanted
 */
export function runAsScript(script, wanted) {
  if (script !== pathToFileURL(process.argv[1] ?? '').href) return;
  try {
    const path = ensureBrowser(wanted);
    console.log(`${wanted.name}: ${path}`);
    const [flag, name, ...args] = process.argv.slice(2);
    if (flag !== '--run') return;
    if (name === undefined) throw new Error('Usage: --run <command> [arguments…]');
    const { status, error } = spawnSync(name, args, {
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, [wanted.variable]: path },
    });
    if (error) throw error;
    process.exitCode = status ?? 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
