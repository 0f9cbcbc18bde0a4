/** Folded groups of a form tell their values in short; once somebody typed into one, it says so instead. */
export function startFolds(): void {
  document.addEventListener('input', (event) => {
    const now = (event.target as Element).closest('.rf-fold')?.querySelector<HTMLElement>('.rf-fold-now')
    if (now?.dataset.changed) now.textContent = now.dataset.changed
  })
}
