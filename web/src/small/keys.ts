/** j and k walk through the rows of a list, Enter opens, / searches, ? helps, g then a letter goes. */
export function startKeys(): void {
  let afterG = false
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target as HTMLElement
    if (isTyping(target)) return void (event.key === 'Escape' && target.blur())
    if (document.querySelector('dialog[open]')) return
    const done = afterG ? goTo(event.key) : press(event.key)
    afterG = !afterG && event.key === 'g'
    if (done) event.preventDefault()
  })
}

const isTyping = (target: HTMLElement): boolean =>
  target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button|submit|file)$/.test((target as HTMLInputElement).type))

function press(key: string): boolean {
  if (key === '/') return focusSearch()
  if (key === '?') return document.querySelector<HTMLDialogElement>('#keys-help')?.showModal() ?? true
  if (key === 'j' || key === 'k') return step(key === 'j' ? 1 : -1)
  if (key === 'Enter') return openCurrent()
  return false
}

function focusSearch(): boolean {
  const fields = [...document.querySelectorAll<HTMLInputElement>('[data-key-search]')].filter((field) => field.offsetParent)
  const field = fields.find((one) => one.closest('main')) ?? fields[0]
  field?.focus()
  field?.select()
  return Boolean(field)
}

function goTo(letter: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`[data-go="${CSS.escape(letter)}"]`)
  link?.click()
  return Boolean(link)
}

function step(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-keys] tbody tr:has(a, button, input)')].filter((row) => row.offsetParent)
  if (!rows.length) return false
  const at = rows.findIndex((row) => row.classList.contains('is-current'))
  rows[at]?.classList.remove('is-current')
  const row = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]
  row.classList.add('is-current')
  row.scrollIntoView({ block: 'nearest' })
  row.querySelector<HTMLElement>('[data-open], th a, td a, button')?.focus({ preventScroll: true })
  return true
}

function openCurrent(): boolean {
  const row = document.querySelector('[data-keys] tr.is-current')
  if (!row || (document.activeElement && row.contains(document.activeElement))) return false
  row.querySelector<HTMLElement>('[data-open], th a, td a')?.click()
  return true
}
