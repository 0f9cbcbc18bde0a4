import htmx from 'htmx.org'

const POLL_MS = 60_000
const TOGETHER_MS = 400 // changes that come together are fetched together

/**
 * On the body, started by main.ts when the page has live regions: those with `data-live="topic other"` and
 * `data-live-url` are fetched again when the server names their topic.
 */
export function start(element: HTMLElement): void {
  const stream = element.dataset.stream!
  let source: EventSource | undefined
  let poll: ReturnType<typeof setInterval> | undefined
  let lastHeard = Date.now()
  const waiting = new Set<string>()
  const soon = later(() => {
    refresh(waiting)
    waiting.clear()
  })
  const open = () => {
    if (source || document.hidden) return
    source = new EventSource(stream)
    source.onmessage = (message) => {
      lastHeard = Date.now()
      waiting.add(JSON.parse(message.data).topic)
      soon()
    }
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) fallBack()
    }
  }
  const close = () => {
    source?.close()
    source = undefined
    clearInterval(poll)
    poll = undefined
  }
  const fallBack = () => {
    close()
    poll = setInterval(() => !document.hidden && refresh(new Set(['everything'])), POLL_MS)
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return close()
    if (Date.now() - lastHeard > POLL_MS) refresh(new Set(['everything']))
    open()
  })
  addEventListener('pagehide', close)
  open()
}

/** The regions that show one of the topics, fetched again; never one in which somebody is typing. */
function refresh(topics: Set<string>): void {
  for (const region of document.querySelectorAll<HTMLElement>('[data-live][data-live-url]')) {
    const shown = region.dataset.live!.split(' ')
    if (!topics.has('everything') && !shown.some((topic) => topics.has(topic))) continue
    if (region.contains(document.activeElement) && document.activeElement!.matches('input, textarea, select')) continue
    if (region.querySelector('[data-live-hold]:checked')) continue // a selection that is being made stays
    const select = region.dataset.liveSelect // of a whole page only this part, put inside the region
    const headers = { 'X-By-Itself': '1' } // nobody's doing: it does not keep a session open
    void htmx.ajax('get', region.dataset.liveUrl!, { source: region, target: region, swap: select ? 'innerHTML' : 'outerHTML', select, headers })
  }
}

function later(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, TOGETHER_MS)
  }
}
