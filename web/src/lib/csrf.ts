/** The headers of a request that changes something. */
export function changing(extra: Record<string, string> = {}): Record<string, string> {
  const given = document.body.getAttribute('hx-headers')
  return { ...(given ? JSON.parse(given) : {}), Accept: 'application/json', ...extra }
}
