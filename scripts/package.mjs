// Checks the package as it would be published; run after `npm run build`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
