// `node bench/size.mjs` prints the sizes; `--modules` adds what each module costs; `--write` corrects the README.
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';
import { gzipped, modules } from './modules.mjs';
import { table } from './table.mjs';

const CORE = "export { createSafeActions, defineAction, post } from 'safe-action';";
const HOOK = `${CORE} export { SafeActionProvider, useSafeAction } from 'safe-action/react';`;
const COMPONENTS = `${HOOK} export { SafeActionButton, SafeActionStatus } from 'safe-action/react';`;

const ALL = `${COMPONENTS} export { OpenActions, SafeActionFieldNote, fieldProps } from 'safe-action/react';`;
const GERMAN = `${ALL} export { german } from 'safe-action/react';`;

/** The most that they may be, kB (1,000 bytes). */
const LIMITS = { 'core+browser+hook': 11, components: 4, styles: 2.5 };

/**
 * What an app downloads, in kB: minified, gzipped, dependencies included, peers not. `components` is what the button and
 * the status add with their words, `forms+open` what the field notes and the list of open actions add to that, `german`
 * what a second language adds. `styles` is the file as it is shipped.
 */
export async function sizes() {
  const [core = 0, hook = 0, two = 0, all = 0, both = 0] = await Promise.all(
    [CORE, HOOK, COMPONENTS, ALL, GERMAN].map(async (code) => gzipped((await bundle(code)).code) / 1000),
  );
  return {
    'core+browser': core,
    'core+browser+hook': hook,
    components: two - hook,
    'forms+open': all - two,
    german: both - all,
    styles: gzipped(await readFile(`${root}src/styles.css`, 'utf8')) / 1000,
  };
}

/**
 * A text's figures of one name, between `<!-- size:name -->` and `<!-- /size -->`: what stands there, what should, and
 * the text with that.
 * @param {string} text
 * @param {string} name
 * @param {number} size kB
 */
export function marked(text, name, size) {
  const marker = new RegExp(`(<!-- size:${name.replaceAll('+', '\\+')} -->)(.*?)(<!-- /size -->)`, 'g');
  const figure = `${size.toFixed(1)} kB`;
  return {
    stands: [...text.matchAll(marker)].map(([, , said = '']) => said),
    figure,
    corrected: text.replace(marker, `$1${figure}$3`),
  };
}

/** @returns {Promise<import('./table.mjs').Row[]>} */
export async function report() {
  return Object.entries(await sizes()).map(([name, size]) => {
    const limit = Object.entries(LIMITS).find(([limited]) => limited === name)?.[1];
    return {
      figure: `size: ${name}`,
      measured: `${size.toFixed(2)} kB`,
      ...(limit && { ratio: size / limit, to: `${limit} kB`, limit: 1 }),
    };
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(table(await report()));
  if (process.argv.includes('--modules')) console.table(await modules(COMPONENTS));
  if (process.argv.includes('--write')) {
    const path = `${root}README.md`;
    const readme = await readFile(path, 'utf8');
    const corrected = Object.entries(await sizes()).reduce(
      (text, [name, size]) => marked(text, name, size).corrected,
      readme,
    );
    await writeFile(path, corrected);
  }
}
