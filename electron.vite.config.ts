import { cpSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { build, type Plugin } from 'vite';

const TARGET = 'node16';
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

/**
 * Main as one file that shares no chunk with the other processes and loads no package: in an installed app it stays in
 * the archive, whose integrity is checked, while they are beside it.
 */
function mainAlone(): Plugin {
  return {
    name: 'quadrille:main-alone',
    apply: 'build',
    async buildStart() {
      const built = await build({
        configFile: false,
        root: import.meta.dirname,
        logLevel: 'warn',
        ssr: { noExternal: true },
        build: {
          write: false,
          ssr: true,
          target: TARGET,
          minify: false,
          rollupOptions: {
            input: entry('main/index.ts'),
            external: ['electron'],
            output: { format: 'cjs', codeSplitting: false },
          },
        },
      });
      const [chunk] = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
      if (chunk?.type !== 'chunk') throw new Error('main was not built');
      for (const file of chunk.moduleIds) if (isAbsolute(file)) this.addWatchFile(file);
      this.emitFile({ type: 'asset', fileName: 'index.cjs', source: chunk.code });
    },
  };
}

/** Character maps of Chinese, Japanese and Korean fonts that a PDF names and does not hold, for its reader. */
const characterMaps: Plugin = {
  name: 'quadrille:character-maps',
  apply: 'build',
  closeBundle() {
    const from = resolve(import.meta.dirname, 'node_modules/pdfjs-dist/cmaps');
    cpSync(from, resolve(import.meta.dirname, 'out/main/cmaps'), { recursive: true });
  },
};

const EAGER = '//# allFunctionsCalledOnLoad\n';

/**
 * Plotly as a module whose functions the browser compiles on another thread before it runs. Inside the wrapper that its
 * file comes with for other loaders, they are parsed again on the page's own thread, which then answers nothing for
 * four tenths of a second.
 */
const plotlyOffThread: Plugin = {
  name: 'quadrille:plotly-off-thread',
  apply: 'build',
  transform(code, id) {
    if (!id.endsWith('plotly-strict.min.js')) return null;
    const [begin, end] = [code.indexOf('var Plotly=(()=>{'), code.lastIndexOf('window.Plotly = Plotly;')];
    if (begin < 0 || end < begin) throw new Error(`${id}: its wrapper has changed; see plotlyOffThread`);
    return { code: `${code.slice(begin, end)}\nexport default Plotly;\n`, map: null };
  },
  generateBundle(_options, bundle) {
    for (const one of Object.values(bundle))
      if (one.type === 'chunk' && one.moduleIds.some((id) => id.includes('plotly-strict'))) one.code = EAGER + one.code;
  },
};

// Main and preload are CommonJS for Node 16 and Chrome 108, so that the shell also runs in the older Electron that
// tests can get without the release server. Backend, trainer and workers are bundled beside main, where
// `core/workers/entry.ts` finds them.
export default defineConfig({
  main: {
    plugins: [mainAlone(), characterMaps],
    build: {
      outDir: 'out/main',
      target: TARGET,
      // ECMAScript modules only, which the CommonJS bundle could not load; of pdfjs only its text reader is shipped.
      externalizeDeps: {
        exclude: ['hyparquet', 'hyparquet-compressors', 'hyparquet-writer', 'intl-messageformat', 'pdfjs-dist'],
      },
      rollupOptions: {
        input: {
          backend: entry('backend/index.ts'),
          trainer: entry('trainer/index.ts'),
          cli: entry('cli/main.ts'),
          'wasm-worker': entry('trainer/wasm-worker.ts'),
          'import-worker': entry('core/recommender/import/import-worker.ts'),
          'preview-worker': entry('core/recommender/import/preview-worker.ts'),
          'kernel-worker': entry('core/recommender/kernels/kernel-worker.ts'),
          'mel-worker': entry('core/recommender/audio/mel-worker.ts'),
          'gather-worker': entry('core/recommender/data/gather-worker.ts'),
          'given-split-worker': entry('core/recommender/experiments/given-split-worker.ts'),
          'export-split-worker': entry('core/recommender/experiments/export-split-worker.ts'),
          'export-spark-worker': entry('core/recommender/handover/export-spark-worker.ts'),
          'export-onnx-worker': entry('core/recommender/onnx/export-onnx-worker.ts'),
          'score-worker': entry('core/recommender/referee/score-worker.ts'),
          'split-audit-worker': entry('core/recommender/audit/split-audit-worker.ts'),
          'audit-worker': entry('core/recommender/audit/audit-worker.ts'),
          'report-audit-worker': entry('core/recommender/audit/report-audit-worker.ts'),
          'export-lists-worker': entry('core/recommender/export/export-lists-worker.ts'),
          'export-data-worker': entry('core/recommender/export/export-data-worker.ts'),
          'scoring-worker': entry('core/recommender/scoring/scoring-worker.ts'),
          'check-worker': entry('core/storage/check-worker.ts'),
          'study-worker': entry('core/mobility/reading/study-worker.ts'),
          'pdf-worker': entry('core/mobility/cv/files/pdf-worker.ts'),
          'demo-worker': entry('core/recommender/demo/demo-worker.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: TARGET,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: entry('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: entry('renderer'),
    plugins: [react(), refreshCodeAsFile, plotlyOffThread],
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      target: 'chrome108',
      chunkSizeWarningLimit: 6000,
      rollupOptions: { input: entry('renderer/index.html') },
    },
  },
});
