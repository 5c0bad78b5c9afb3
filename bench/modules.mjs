// @ts-nocheck: a script, measured by running it
import { SourceMap } from 'node:module';
import { gzipSync } from 'node:zlib';
import { bundle } from './bundle.mjs';

const gzipped = (/** @type {string} */ text) => gzipSync(text, { level: 9 }).length;

/**
 * What each module costs in a bundle, in bytes: minified, and how much smaller the gzip would be without its characters.
 * The second column adds up to less than the whole, since modules share words.
 * @param {string} code
 * @returns {Promise<{ module: string, minified: number, gzip: number }[]>} the biggest first
 */
export async function modules(code) {
  const { code: script, map } = await bundle(code, { sourcemap: true });
  const sources = new SourceMap(map);
  // The bundle has neither line breaks of its own nor characters beyond one unit, so a column is a character.
  const owners = script.split('\n').flatMap((line, row) =>
    [...`${line}\n`].map((character, column) => {
      const { originalSource = '' } = sources.findEntry(row, column);
      return { character, module: originalSource.replace(/^(\.\.\/)+/, '') };
    }),
  );
  const whole = gzipped(script);
  const without = (/** @type {string} */ name) =>
    owners
      .filter(({ module }) => module !== name)
      .map(({ character }) => character)
      .join('');
  return [...new Set(owners.map(({ module }) => module))]
    .map((module) => {
      const rest = without(module);
      return { module, minified: script.length - rest.length, gzip: whole - gzipped(rest) };
    })
    .sort((one, other) => other.gzip - one.gzip);
}
