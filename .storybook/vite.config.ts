// The stories' own Vite config: the library's root config builds a package, not a page.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { componentTime } from './componentTime.ts';

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

export default defineConfig({
  plugins: [componentTime(), react()],
  // Found up front, so that Vite does not reload the page in the middle of a test when it meets them.
  optimizeDeps: {
    include: ['axe-core', '@tanstack/react-query', 'react', 'react/jsx-dev-runtime', 'react-dom'],
  },
  resolve: {
    alias: [
      { find: /^safe-action$/, replacement: source('index.ts') },
      { find: /^safe-action\/react$/, replacement: source('react/index.ts') },
      { find: /^safe-action\/testing$/, replacement: source('testing/index.ts') },
      { find: /^safe-action\/styles\.css$/, replacement: source('styles.css') },
    ],
  },
});
