// @ts-nocheck: a script, measured by running it
import { readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { bundle, root } from './bundle.mjs';

const core = "export { createSafeActions, defineAction, post } from 'safe-action';";
const hook = `${core} export { SafeActionProvider, useSafeAction } from 'safe-action/react';`;
const components = `${hook} export { SafeActionButton, SafeActionStatus } from 'safe-action/react';`;
const zod = "import { parseRecord } from './src/core/record.ts'; export { parseRecord };";

/** kB, minified and gzipped, peers external, dependencies included. Figures are decimal: 1 kB is 1,000 bytes. */
export async function sizes() {
  const [a, b, c, d] = await Promise.all([core, hook, components, zod.replace('./', root)].map(measured));
  return {
    'core+browser': { size: a, limit: undefined },
    'core+browser+hook': { size: b, limit: 11 },
    components: { size: c - b, limit: 4 },
    'of which the record schema (zod/mini)': { size: d, limit: undefined },
  };
}

async function measured(code) {
  return gzipSync((await bundle(code)).code, { level: 9 }).length / 1000;
}

/** The README's figure for a name, as it stands there and as it should. */
export function marked(readme, name, size) {
  const marker = new RegExp(`(<!-- size:${name.replaceAll('+', '\\+')} -->)(.*?)(<!-- /size -->)`, 'g');
  const figure = `${size.toFixed(1)} kB`;
  return {
    stands: [...readme.matchAll(marker)].map((match) => match[2]),
    figure,
    written: readme.replace(marker, `$1${figure}$3`),
  };
}

export async function report() {
  const rows = Object.entries(await sizes()).map(([name, { size, limit }]) => ({
    figure: `size of ${name}`,
    measured: `${size.toFixed(2)} kB`,
    limit: limit ? `${limit} kB` : '',
    ratio: limit ? (size / limit).toFixed(2) : '',
  }));
  return rows;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  if (process.argv.includes('--json')) console.log(JSON.stringify(await sizes()));
  else console.table(await report());
  if (process.argv.includes('--modules')) {
    const { modules } = await bundle(components);
    const rows = Object.entries(modules).sort(([, a], [, b]) => b - a);
    console.table(
      rows
        .slice(0, 40)
        .map(([module, characters]) => ({ module, 'characters before minifying': characters })),
    );
  }
  if (process.argv.includes('--write')) {
    const path = `${root}README.md`;
    let readme = await readFile(path, 'utf8');
    for (const [name, { size }] of Object.entries(await sizes())) readme = marked(readme, name, size).written;
    await writeFile(path, readme);
  }
}
