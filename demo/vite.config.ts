import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const shipped = (entry: string) => `${here}../dist/${entry}`;

/** Two builds: the client, and with `--ssr server/main.ts` the server. Both run the package as it ships, from `dist`. */
export default defineConfig(({ isSsrBuild }) => ({
  root: here,
  publicDir: isSsrBuild ? false : 'public',
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^safe-action$/, replacement: shipped('index.js') },
      { find: /^safe-action\/styles\.css$/, replacement: shipped('styles.css') },
      { find: /^safe-action\/react$/, replacement: shipped('react/index.js') },
      { find: /^safe-action\/server$/, replacement: shipped('server/index.js') },
      { find: /^safe-action\/testing$/, replacement: shipped('testing/index.js') },
    ],
  },
  // One file starts in half the time of what it is made of. What the server may do without stays where it is.
  ssr: { noExternal: true, external: ['pg', '@electric-sql/pglite'] },
  build: {
    target: isSsrBuild ? 'node20' : 'es2022',
    outDir: `${here}../dist-demo/${isSsrBuild ? 'server' : 'client'}`,
    emptyOutDir: true,
    sourcemap: true,
    // The Content-Security-Policy forbids data: addresses.
    assetsInlineLimit: 0,
  },
}));
