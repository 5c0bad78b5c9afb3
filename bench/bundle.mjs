import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Never part of a size: the app has them anyway. */
const PEERS = ['react', 'react-dom', 'react-dom/client', 'react/jsx-runtime', '@tanstack/react-query'];

/**
 * Bundles a piece of code as an app would: for production, whitespace and names minified, dependencies included.
 * @param {string} code an ES module; its imports of 'safe-action' are the sources
 */
export function bundle(code) {
  const entry = `${root}bench/entry.ts`;
  return bundleFile(entry, {
    external: PEERS,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? code : null),
      },
    ],
  });
}

/**
 * The same of a file, and with the peers.
 * @param {string} file
 * @param {{ external?: string[], plugins?: import('vite').Plugin[] }} [options]
 */
export async function bundleFile(file, { external = [], plugins = [] } = {}) {
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
        { find: /^safe-action$/, replacement: `${root}src/index.ts` },
      ],
    },
    plugins,
    build: {
      write: false,
      sourcemap: true,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: file,
        external,
        preserveEntrySignatures: 'strict',
        output: { format: 'es' },
      },
    },
  });
  const [chunk] = 'output' in result ? result.output : [];
  if (!chunk?.map) throw new Error(`The bundle of ${file} is empty.`);
  // Vite adds the address of the source map, which no user downloads.
  return { code: chunk.code.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, ''), map: chunk.map };
}
