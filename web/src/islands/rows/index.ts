/** Tables of rows inside a form: a button adds another empty row; its inputs are named on (BLOCK-key-3-column). */
export function start(element: HTMLElement): void {
  for (const table of element.querySelectorAll<HTMLTableElement>('[data-rows]')) {
    const button = table.closest('.rf-field')?.querySelector<HTMLButtonElement>('[data-add-row]')
    if (!button) continue
    button.hidden = false
    button.addEventListener('click', () => addRow(table.tBodies[0]))
  }
}

function addRow(body: HTMLTableSectionElement): void {
  const last = body.rows[body.rows.length - 1]
  const row = last.cloneNode(true) as HTMLTableRowElement
  row.querySelectorAll('.rf-error').forEach((error) => error.remove())
  for (const input of row.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[name]')) {
    const before = input.name
    input.name = nextName(before)
    if (input.id) input.id = input.id.replace(before, input.name)
    input.removeAttribute('aria-invalid')
    if (input instanceof HTMLSelectElement) input.selectedIndex = 0
    else input.value = ''
  }
  for (const label of row.querySelectorAll('label')) label.htmlFor = nextName(label.htmlFor)
  body.append(row)
  row.querySelector<HTMLElement>('[name]')?.focus()
}

/** CLINICAL-doses-1-product -> CLINICAL-doses-2-product */
export const nextName = (name: string): string => name.replace(/-(\d+)-([^-]+)$/, (_, number, column) => `-${Number(number) + 1}-${column}`)
