const SVG = 'http://www.w3.org/2000/svg'

/** An SVG element with attributes and, maybe, a text. */
export function element(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  if (text !== undefined) made.textContent = text
  return made
}

const KEPT = ['fill', 'stroke', 'stroke-width', 'font-size', 'font-weight', 'font-family', 'paint-order', 'opacity']

/** A copy that needs no style sheet: what the sheet gives is written into the elements. */
export function drawnAlone(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = svg.querySelectorAll<SVGElement>('path, text, tspan, circle')
  copy.querySelectorAll<SVGElement>('path, text, tspan, circle').forEach((part, i) => {
    const style = getComputedStyle(originals[i])
    for (const name of KEPT) part.setAttribute(name, style.getPropertyValue(name))
  })
  copy.setAttribute('xmlns', SVG)
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return new XMLSerializer().serializeToString(copy)
}
