/** A list with boxes: one box chooses the page, Shift chooses up to here, the button waits until somebody is chosen. */
export function start(element: HTMLElement): void {
  const all = element.querySelector<HTMLInputElement>('[data-pick-all]')
  const boxes = () => [...element.querySelectorAll<HTMLInputElement>('tbody input[type=checkbox]')]
  const count = element.querySelector<HTMLElement>('[data-pick-count]')
  const button = element.querySelector<HTMLButtonElement>('[data-pick-button]')
  let last: HTMLInputElement | undefined
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length
    if (count) count.textContent = String(chosen)
    if (button) button.disabled = !chosen
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length
      all.indeterminate = chosen > 0 && !all.checked
    }
  }
  element.addEventListener('click', (event) => {
    const box = event.target as HTMLInputElement
    if (box === all) boxes().forEach((other) => (other.checked = all.checked))
    else if (!boxes().includes(box)) return
    else if (event.shiftKey && last) between(boxes(), last, box).forEach((other) => (other.checked = box.checked))
    if (box !== all) last = box
    show()
  })
  show()
}

function between(boxes: HTMLInputElement[], one: HTMLInputElement, other: HTMLInputElement): HTMLInputElement[] {
  const ends = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b)
  return boxes.slice(ends[0], ends[1] + 1)
}
