/** Let the browser save something as a file. */
export function save(name: string, content: Blob | string, type = 'text/plain'): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A table as CSV with a byte-order mark (Excel reads Chinese then); cells that look like formulas are disarmed. */
export function csvOf(table: HTMLTableElement): string {
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => csvCell(cell.innerText ?? cell.textContent ?? '')).join(','))
  return `\ufeff${rows.join('\r\n')}\r\n`
}

export function csvCell(text: string): string {
  const clean = text.trim().replace(/\s+/g, ' ')
  const safe = /^[=+\-@\t]/.test(clean) && !/^-?[\d.,]+%?$/.test(clean) ? `'${clean}` : clean
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** An SVG drawing as a PNG of twice its size, on the background of the theme. */
export async function pngOfSvg(svg: string, width: number, height: number, background: string): Promise<Blob> {
  const image = new Image()
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    image.src = url
    await image.decode()
    return await pngOf(width * 2, height * 2, (pen) => {
      pen.fillStyle = background
      pen.fillRect(0, 0, width * 2, height * 2)
      pen.drawImage(image, 0, 0, width * 2, height * 2)
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}

export async function pngOf(width: number, height: number, draw: (pen: CanvasRenderingContext2D) => void): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  draw(canvas.getContext('2d')!)
  return blobOf(canvas)
}

export function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'))
}
