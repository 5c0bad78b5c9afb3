import { SourceMap } from 'node:module';
import { gzipSync } from 'node:zlib';
import { bundle } from './bundle.mjs';

/** @param {string} text */
export const gzipped = (text) => gzipSync(text, { level: 9 }).length;

/**
 * What each module costs in a bundle, in bytes: minified, and how much smaller the gzip would be without its
 * characters. The biggest first. The second figure does not add up to the whole, since modules share words.
 * @param {string} code
 */
export async function modules(code) {
  const { code: script, map } = await bundle(code);
  const sources = new SourceMap({ ...map, file: '', sourceRoot: '', sourcesContent: [] });
  const owners = script.split('\n').flatMap((line, row) =>
    `${line}\n`.split('').map((character, column) => {
      const place = sources.findEntry(row, column);
      // What the bundler wrote itself, such as the imports and exports, has no source.
      const source = 'originalSource' in place ? (place.originalSource ?? '') : '';
      return { character, module: source.replace(/^(\.\.\/)+/, '') };
    }),
  );
  const whole = gzipped(script);
  return [...new Set(owners.map(({ module }) => module))]
    .map((name) => {
      const rest = owners.flatMap(({ module, character }) => (module === name ? [] : character)).join('');
      return { module: name, minified: owners.length - rest.length, gzip: whole - gzipped(rest) };
    })
    .sort((one, other) => other.gzip - one.gzip);
}
