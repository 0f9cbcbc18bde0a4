import { say } from '../../lib/words.ts'

export interface Conflict {
  title: string
  version: number
  differences: { label: string; yours: string; theirs: string }[]
}

/** Both texts beside each other; the person decides: save one's own over it, or load the other. */
export function showConflict(form: HTMLFormElement, found: Conflict, keepMine: () => void, takeTheirs: () => void): void {
  form.querySelector('[data-conflict]')?.remove()
  const box = document.createElement('div')
  box.className = 'rf-notice tone-late rf-differ'
  box.dataset.conflict = ''
  box.setAttribute('role', 'alert')
  const inside = document.createElement('div')
  inside.append(line('p', found.title), table(found))
  const bar = document.createElement('p')
  bar.className = 'rf-actions'
  bar.append(button(say('Save my text'), () => done(keepMine)), button(say('Take the other text'), () => done(takeTheirs)))
  inside.append(bar)
  box.append(inside)
  form.prepend(box)
  const done = (act: () => void) => {
    box.remove()
    act()
  }
}

function table(found: Conflict): HTMLElement {
  const made = document.createElement('table')
  made.className = 'rf-table is-table'
  made.append(row('th', ['', say('Your text'), say('The other text')]))
  for (const one of found.differences) made.append(row('td', [one.label, one.yours || '–', one.theirs || '–']))
  return made
}

function row(cell: string, texts: string[]): HTMLElement {
  const made = document.createElement('tr')
  made.append(...texts.map((text) => line(cell, text)))
  return made
}

function line(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'btn btn-sm'
  made.textContent = text
  made.addEventListener('click', act)
  return made
}
