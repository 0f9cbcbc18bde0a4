import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const LEAST_BYTES = 1000

/** Beside each text file its .gz and .br, which the server sends to browsers that take them. */
export function compressed(): Plugin {
  return {
    name: 'ringfence-compressed',
    writeBundle(options, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|css|svg|geojson)$/.test(name)) continue
        const path = join(options.dir!, name)
        const content = readFileSync(path)
        if (content.length < LEAST_BYTES) continue
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(content))
      }
    },
  }
}
