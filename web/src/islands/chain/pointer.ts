export interface Gestures {
  pan: (dx: number, dy: number) => void
  zoom: (factorX: number, factorY: number, x: number, y: number) => void
  hover: (x: number, y: number) => void
  leave: () => void
  press: (x: number, y: number, byTouch: boolean) => void
}

const STILL_PX = 5

/** Mouse, pen and fingers: drag moves, two fingers or Ctrl + wheel (plain wheel once focused) zoom, Shift keeps the rows. */
export function listen(canvas: HTMLElement, does: Gestures): void {
  const down = new Map<number, { x: number; y: number }>()
  let travelled = 0
  const at = (event: PointerEvent | WheelEvent) => {
    const box = canvas.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    canvas.setPointerCapture(event.pointerId)
    if (!down.size) travelled = 0
    down.set(event.pointerId, at(event))
  })
  canvas.addEventListener('pointermove', (event) => {
    const here = at(event)
    const before = down.get(event.pointerId)
    if (!before) return void (event.pointerType === 'mouse' && does.hover(here.x, here.y))
    travelled += Math.hypot(here.x - before.x, here.y - before.y)
    if (down.size === 1 && travelled > STILL_PX) does.pan(here.x - before.x, here.y - before.y)
    if (down.size === 2) pinch(down, event.pointerId, here, does)
    down.set(event.pointerId, here)
  })
  const up = (event: PointerEvent) => {
    const here = down.get(event.pointerId)
    if (here && down.size === 1 && travelled <= STILL_PX && event.type === 'pointerup') does.press(here.x, here.y, event.pointerType !== 'mouse')
    down.delete(event.pointerId)
  }
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', up)
  canvas.addEventListener('pointerleave', () => down.size || does.leave())
  canvas.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return
    event.preventDefault()
    const factor = Math.exp(-Math.max(-120, Math.min(120, event.deltaY || event.deltaX)) * 0.0025)
    const { x, y } = at(event)
    does.zoom(factor, event.shiftKey ? 1 : factor, x, y)
  }, { passive: false })
}

/** Two fingers: the middle moves the picture, the distance zooms it, each direction for itself when spread enough. */
function pinch(down: Map<number, { x: number; y: number }>, moving: number, here: { x: number; y: number }, does: Gestures): void {
  const other = [...down].find(([id]) => id !== moving)![1]
  const before = down.get(moving)!
  const factor = Math.hypot(here.x - other.x, here.y - other.y) / Math.max(20, Math.hypot(before.x - other.x, before.y - other.y))
  does.pan((here.x - before.x) / 2, (here.y - before.y) / 2)
  does.zoom(factor, factor, (here.x + other.x) / 2, (here.y + other.y) / 2)
}
