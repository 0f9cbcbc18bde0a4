/** The JSON of an island: from a <script type="application/json"> named by data-json, or from data-url. */
export async function jsonOf<T>(element: HTMLElement): Promise<T> {
  const { json, url } = element.dataset
  if (json) return JSON.parse(document.getElementById(json)!.textContent!)
  const response = await fetch(url!, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return response.json()
}
