import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** The names in a list file: one a line, `#` begins a comment. `name/filled` takes the filled drawing. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean))]
}

/** One drawing as a <symbol>; stroke and colour come from the place where it is used. */
export function symbolOf(name: string, svg: string): string {
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>[\s\S]*$/, '').replace(/\s*\n\s*/g, '')
  return `<symbol id="${name.replace('/', '-')}" viewBox="0 0 24 24">${inner}</symbol>`
}

/** Build icons.svg, the sprite of the Tabler icons named in the list. An unknown name stops the build. */
export function sprite(list: string): Plugin {
  let root = ''
  return {
    name: 'ringfence-sprite',
    configResolved(config) {
      root = config.root
    },
    generateBundle() {
      const symbols = namesIn(readFileSync(join(root, list), 'utf8')).map((name) => {
        const [drawing, kind = 'outline'] = name.split('/')
        return symbolOf(name, readFileSync(join(root, 'node_modules/@tabler/icons/icons', kind, `${drawing}.svg`), 'utf8'))
      })
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`
      this.emitFile({ type: 'asset', name: 'icons.svg', originalFileName: 'icons.svg', source })
    },
  }
}
