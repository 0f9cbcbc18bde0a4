/** Menus are <details>: close them on a click elsewhere and on Esc; and the buttons that need a script. */
export function startMenus(): void {
  const open = () => document.querySelectorAll<HTMLDetailsElement>('details.rf-menu[open], details.rf-what[open]')
  document.addEventListener('click', (event) => {
    const target = event.target as Element
    open().forEach((menu) => menu.contains(target) && !target.closest('.rf-menu-body a') || (menu.open = false))
    if (target.closest('[data-print]')) print()
    if (target.closest('[data-back]')) history.back()
    if (target.closest('[data-keys-help]')) document.querySelector<HTMLDialogElement>('#keys-help')?.showModal()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    open().forEach((menu) => {
      menu.open = false
      menu.querySelector('summary')?.focus()
    })
  })
}
