import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Never part of a size: the app has them anyway. */
const PEERS = ['react', 'react-dom', 'react-dom/client', 'react/jsx-runtime', '@tanstack/react-query'];

/**
 * Bundles a piece of code as an app would: for production, whitespace and names minified, dependencies included.
 * @param {string} code an ES module; its imports of 'safe-action' are the sources
 * @param {{ external?: string[] }} [options] `external`: default the peers
 */
export async function bundle(code, { external = PEERS } = {}) {
  const entry = `${root}bench/entry.ts`;
  const result = await build({
    root,
    configFile: false,
    mode: 'production',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Else a NODE_ENV of the caller's, such as a test runner's, brings React's development JSX.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    resolve: {
      alias: [
        { find: /^safe-action\/react$/, replacement: `${root}src/react/index.ts` },
        { find: /^safe-action\/testing$/, replacement: `${root}src/testing/index.ts` },
        { find: /^safe-action$/, replacement: `${root}src/index.ts` },
      ],
    },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? code : null),
      },
    ],
    build: {
      write: false,
      sourcemap: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        external,
        preserveEntrySignatures: 'strict',
        output: { format: 'es' },
      },
    },
  });
  console.error(result.output.map((o) => [o.type, o.fileName, !!o.map, o.code?.length]));
  const [chunk] = 'output' in result ? result.output : [];
  if (!chunk?.map) throw new Error('The bundle is missing, or its source map.');
  // Vite adds the address of the source map, which no user downloads.
  return { code: chunk.code.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, ''), map: chunk.map };
}
