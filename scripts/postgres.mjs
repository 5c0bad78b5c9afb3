// A real PostgreSQL for tests and benchmarks: DATABASE_URL where it is set, else a throw-away cluster from the
// machine's own binaries, which are installed first if there are none (on Debian, with apt-get).
// `node scripts/postgres.mjs --run <command…>` runs the command with DATABASE_URL set, and stops the cluster after it.
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{
 *   url: string,
 *   bin: string | undefined,
 *   crash(): void,
 *   start(): void,
 *   stop(): void,
 * }} Postgres `crash` ends it at once, as a power cut would; `start` brings it back with what was committed.
 */

/** @param {string} name */
const executable = (name) => (process.platform === 'win32' ? `${name}.exe` : name);

/** @param {string} folder */
const holdsBinaries = (folder) =>
  existsSync(join(folder, executable('initdb'))) && existsSync(join(folder, executable('pg_ctl')));

/** @returns {string | undefined} the newest folder with `initdb` and `pg_ctl` */
export function findPostgres() {
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    ...versions.map((version) => join(packaged, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    '/opt/homebrew/opt/postgresql/bin',
  ].find(holdsBinaries);
}

function installFromDebian() {
  if (
    !existsSync('/etc/os-release') ||
    !/^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  )
    return;
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const step of ['update', 'install -y --no-install-recommends postgresql']) {
    const [command = '', ...args] = [...prefix, 'apt-get', ...step.split(' ')];
    console.log(`$ ${command} ${args.join(' ')}`);
    spawnSync(command, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
}

/** It refuses to run as root: then it runs as the user that its package has made. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  const passwd = readFileSync('/etc/passwd', 'utf8');
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(passwd) ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * A cluster of its own on a free loopback port, in a temporary folder. It is gone when this process ends.
 * @param {Record<string, string>} [settings] of postgresql.conf
 * @returns {Promise<Postgres | undefined>} undefined where there are no binaries
 */
export async function startPostgres(settings = {}) {
  const bin = findPostgres();
  if (!bin) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'safe-action-postgres-'));
  const who = unprivileged();
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = join(folder, 'data');
  /** @param {string} name @param {string[]} args */
  const run = (name, args) => {
    const { status, stderr, error } = spawnSync(join(bin, executable(name)), args, {
      ...who,
      cwd: folder,
      encoding: 'utf8',
      // Its log goes to a file: a server that kept our pipe open would never let this call end.
      stdio: ['ignore', 'ignore', name === 'pg_ctl' ? 'ignore' : 'pipe'],
    });
    if (status !== 0) throw error ?? new Error(`${name} ended with ${status}: ${stderr ?? ''}`);
  };
  const port = await freePort();
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '120',
    fsync: 'off',
    log_min_messages: 'panic',
    ...settings,
  };
  try {
    run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
    const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`);
    writeFileSync(join(data, 'postgresql.conf'), lines.join(''), { flag: 'a' });
    const log = join(folder, 'log');
    const start = () => run('pg_ctl', ['start', '-w', '-s', '-D', data, '-l', log]);
    const crash = () => run('pg_ctl', ['stop', '-w', '-s', '-m', 'immediate', '-D', data]);
    start();
    let stopped = false;
    const stop = () => {
      if (stopped) return;
      stopped = true;
      process.removeListener('exit', stop);
      try {
        crash();
      } catch {
        // It was not running.
      }
      rmSync(folder, { recursive: true, force: true });
    };
    process.once('exit', stop);
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, bin, start, crash, stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {Record<string, string>} [settings] of a cluster that has to be started
 * @returns {Promise<Postgres | undefined>}
 */
export async function ensurePostgres(settings) {
  const url = process.env.DATABASE_URL;
  if (url) {
    const leave = () => {};
    return { url, bin: findPostgres(), crash: leave, start: leave, stop: leave };
  }
  if (!findPostgres()) installFromDebian();
  const started = await startPostgres(settings);
  if (!started)
    console.error(
      '\n!!! NO POSTGRESQL: its tests are SKIPPED, and nothing is proved about it. Install PostgreSQL, or set DATABASE_URL. !!!\n',
    );
  return started;
}

async function main() {
  const [flag, name, ...args] = process.argv.slice(2);
  if (flag !== '--run' || name === undefined)
    throw new Error('Usage: node scripts/postgres.mjs --run <command> [arguments…]');
  const postgres = await ensurePostgres();
  if (!postgres) throw new Error('There is no PostgreSQL here.');
  const child = spawn(name, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, DATABASE_URL: postgres.url },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => child.kill(signal));
  child.once('exit', (code) => {
    postgres.stop();
    process.exitCode = code ?? 1;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
