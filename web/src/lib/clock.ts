const page = typeof document === 'undefined' ? undefined : document.documentElement
const stands = page?.hasAttribute('data-clock-stands') ?? false
const pageNow = page?.dataset.now ? Date.parse(page.dataset.now) : Date.now()
const loaded = typeof performance === 'undefined' ? 0 : performance.now()

/** The outbreak's time in milliseconds. A past outbreak stands still; the reader's own clock is never used. */
export function now(): number {
  return stands ? pageNow : pageNow + performance.now() - loaded
}
