import { defineConfig } from 'vite'

import { compressed } from './plugins/compressed.ts'
import { sprite } from './plugins/sprite.ts'
import { tabler } from './plugins/tabler.ts'

// The server links the files by manifest.json (ringfence.faces.web.assets). Paths inside the built
// files are relative, so that they work under any STATIC_URL.
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [sprite('icons.txt'), tabler(['../src/ringfence/**/*.html', '../src/ringfence/faces/**/*.py', 'src/**/*.ts']), compressed()],
  build: {
    outDir: '../src/ringfence/faces/web/static/built',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: { main: 'src/main.ts' },
      // htmx holds one eval; it is switched off (htmx.config.allowEval in main.ts, and the page's policy).
      checks: { eval: false },
    },
  },
})
