// Checks the package as it would be published; run after `npm run build`.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const problems = [];

for (const command of [
  'publint --strict',
  'attw --pack . --profile esm-only --exclude-entrypoints styles.css',
]) {
  console.log(`$ ${command}`);
  const { status } = spawnSync(command, { cwd: root, shell: true, stdio: 'inherit' });
  if (status !== 0) problems.push(`${command} failed`);
}

/** @param {string} path */
const isClient = (path) => /^\s*(['"])use client\1/.test(readFileSync(path, 'utf8'));

// Bundlers drop the directive silently, and then a server component that imports the file breaks.
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
const modules = sources.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
for (const path of modules.filter((module) => isClient(join(root, 'src', module)))) {
  const built = join(root, 'dist', path.replace(/\.tsx?$/, '.js'));
  // A module with types only, or one that no entry reaches, is not in the build.
  if (existsSync(built) && !isClient(built)) problems.push(`'use client' is lost in dist: ${path}`);
}
if (!isClient(join(root, 'dist/react/index.js'))) problems.push("dist/react/index.js lacks 'use client'");
for (const entry of ['dist/index.js', 'dist/server/index.js', 'dist/testing/index.js']) {
  if (isClient(join(root, entry))) problems.push(`${entry} must not be marked 'use client'`);
}

/** The command and the server half as they come to somebody who installs the package. */
async function checkInstalled() {
  const folder = mkdtempSync(join(tmpdir(), 'safe-action-package-'));
  const quiet = '--no-audit --no-fund --ignore-scripts --loglevel=error';
  const shell = (/** @type {string} */ command, /** @type {string} */ cwd) => {
    console.log(`$ ${command}`);
    const { status, stdout, stderr } = spawnSync(command, { cwd, shell: true, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
    return stdout.trim();
  };
  /** @param {string[]} args @returns {Promise<{ code: number | string, out: string }>} */
  const safeAction = (...args) =>
    new Promise((done) => {
      const env = { ...process.env, DATABASE_URL: '' };
      execFile(join(folder, 'node_modules/.bin/safe-action'), args, { env }, (error, stdout, stderr) =>
        done({ code: error ? (error.code ?? 'killed') : 0, out: stdout + stderr }),
      );
    });
  try {
    const tarball = shell(`npm pack --silent --pack-destination "${folder}"`, root).split('\n').at(-1);
    shell(`npm install --prefix . --prefer-offline ${quiet} ./${tarball}`, folder);
    /** @param {string} entry */
    const load = (entry) =>
      import(pathToFileURL(join(folder, `node_modules/safe-action/dist/${entry}/index.js`)).href);
    const { createIdempotency, toNodeHandler } = await load('server');
    const { createMemoryServerStore } = await load('testing');
    const idempotency = createIdempotency({
      store: createMemoryServerStore(),
      principal: () => 'ada',
      secret: 'a secret of the tests',
    });
    const pay = idempotency.handle('pay', { mode: 'local' }, () => Response.json({ receipt: 1 }));
    const server = createServer(toNodeHandler(pay)).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    for (const { args, code, says } of [
      { args: ['--help'], code: 0, says: 'safe-action trace <request ID>' },
      { args: ['trace', 'an-id'], code: 2, says: 'DATABASE_URL' },
      {
        args: ['trace', 'an-id', '--database', 'postgres://127.0.0.1/none'],
        code: 2,
        says: 'npm install pg',
      },
      { args: ['check', `http://127.0.0.1:${port}/api/pay`], code: 0, says: ' passed, 0 failed' },
    ]) {
      const seen = await safeAction(...args);
      if (seen.code !== code || !seen.out.includes(says))
        problems.push(`safe-action ${args.join(' ')} ended with ${seen.code}: ${seen.out}`);
    }
    server.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await checkInstalled().catch((error) => problems.push(String(error)));

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
