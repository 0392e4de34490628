import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const entry = (path: string) => resolve(import.meta.dirname, 'src', path);

/** For the dev server: React's refresh code comes as a file, since our policy lets no inline script run. */
const refreshCodeAsFile: Plugin = {
  name: 'quadrille:refresh-code-as-file',
  apply: 'serve',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replace(
        /<script type="module">import \{ injectIntoGlobalHook \}[\s\S]*?<\/script>/,
        '<script type="module" src="/@id/@vitejs/plugin-react/preamble"></script>',
      ),
  },
};

// Main and preload are CommonJS for Node 16 and Chrome 108, so that the shell also runs in the older Electron that
// tests can get without the release server. Backend, trainer and workers are bundled beside main, where
// `core/workers/entry.ts` finds them.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node16',
      // An ECMAScript module only, which the CommonJS bundle could not load.
      externalizeDeps: { exclude: ['intl-messageformat'] },
      rollupOptions: {
        input: {
          index: entry('main/index.ts'),
          backend: entry('backend/index.ts'),
          trainer: entry('trainer/index.ts'),
          cli: entry('cli/main.ts'),
          'wasm-worker': entry('trainer/wasm-worker.ts'),
          'import-worker': entry('core/recommender/import/import-worker.ts'),
          'kernel-worker': entry('core/recommender/kernels/kernel-worker.ts'),
          'mel-worker': entry('core/recommender/audio/mel-worker.ts'),
          'gather-worker': entry('core/recommender/data/gather-worker.ts'),
          'scoring-worker': entry('core/recommender/scoring/scoring-worker.ts'),
          'check-worker': entry('core/storage/check-worker.ts'),
          'demo-worker': entry('core/recommender/demo/demo-worker.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node16',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: entry('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: entry('renderer'),
    plugins: [react(), refreshCodeAsFile],
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      target: 'chrome108',
      chunkSizeWarningLimit: 6000,
      rollupOptions: { input: entry('renderer/index.html') },
    },
  },
});
