import { PurgeCSS } from 'purgecss'
import type { Plugin } from 'vite'

// The usual utilities and controls always stay (pages are written without a new build), and what htmx sets.
const KEEP = [/^htmx-/, /^(m|p)[tbsexy]?-\d$/, /^(row-)?cols?(-|$)/, /^g[xy]?-\d$/, /^gap-\d$/, /^d-/, /^flex-/, /^justify-/,
  /^align-/, /^order-/, /^w-/, /^text-/, /^btn/, /^form-/, /^table/, /^card/, /^list-group/, /^visually-hidden/]

/** Tabler in a cascade layer of its own, without the rules that no template, view or island uses. */
export function tabler(content: string[]): Plugin {
  return {
    name: 'ringfence-tabler',
    enforce: 'pre',
    async transform(code, id) {
      if (!id.endsWith('/tabler.min.css')) return null
      const [left] = await new PurgeCSS().purge({
        content,
        css: [{ raw: code.replace(/\/\*# sourceMappingURL.*/, '') }],
        safelist: { standard: KEEP, greedy: [/data-bs-theme/], variables: [], keyframes: [] },
        defaultExtractor: (text: string) => text.match(/[\w-/:@]+(?<!:)/g) ?? [],
      })
      return { code: `@layer tabler { ${left.css} }`, map: null }
    },
  }
}
