// @ts-nocheck: a script, measured by running it
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Never part of a bundle that is measured: the app has them anyway. */
export const PEERS = ['react', 'react-dom', 'react-dom/client', 'react/jsx-runtime', '@tanstack/react-query'];

/**
 * Bundles a piece of code as an app would: minified, for production, dependencies included.
 * @param {string} code an ES module; imports from 'safe-action' are the sources
 * @returns {Promise<{ code: string, modules: Record<string, number> }>} the bundle, and the characters of each module
 */
export async function bundle(code, { external = PEERS } = {}) {
  const modules = {};
  const result = await build({
    root,
    configFile: false,
    mode: 'production',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: {
      alias: [
        { find: /^safe-action\/react$/, replacement: `${root}src/react/index.ts` },
        { find: /^safe-action$/, replacement: `${root}src/index.ts` },
      ],
    },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'virtual:entry' ? `${root}bench/entry.tsx` : null),
        load: (id) => (id === `${root}bench/entry.tsx` ? code : null),
        generateBundle(_, chunks) {
          for (const chunk of Object.values(chunks))
            for (const [id, module] of Object.entries(chunk.modules ?? {}))
              modules[id.replace(root, '')] = module.renderedLength;
        },
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: 'virtual:entry',
        external,
        preserveEntrySignatures: 'strict',
        output: { format: 'es' },
      },
    },
  });
  return { code: result.output[0].code, modules };
}
