const YEAR = 31_536_000

/** Light, dark or as the system: at once here, and in a cookie for the next page from the server. */
export function startTheme(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-theme-menu] [data-theme]')
    if (button) choose(button)
    if ((event.target as Element).closest('[data-side-toggle]')) toggleSide(event)
  })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', announce)
  addEventListener('beforeprint', () => paper(true))
  addEventListener('afterprint', () => paper(false))
}

function choose(button: HTMLElement): void {
  const theme = button.dataset.theme!
  if (theme === 'auto') delete document.documentElement.dataset.bsTheme
  else document.documentElement.dataset.bsTheme = theme
  keep('theme', theme)
  for (const other of button.parentElement!.children) other.setAttribute('aria-pressed', String(other === button))
  announce()
}

function toggleSide(event: Event): void {
  event.preventDefault()
  keep('side', document.body.classList.toggle('is-slim') ? 'slim' : 'wide')
  dispatchEvent(new Event('resize'))
}

let screenTheme: string | undefined

/** Paper is white, whatever the screen is; charts draw again for it (see onChange). */
function paper(begins: boolean): void {
  const { dataset } = document.documentElement
  if (begins) {
    screenTheme = dataset.bsTheme
    dataset.bsTheme = 'light'
  } else if (screenTheme) dataset.bsTheme = screenTheme
  else delete dataset.bsTheme
  if (!begins) announce()
}

const keep = (name: string, value: string): void => {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`
}

/** Charts listen for `themechange` and draw themselves again. */
const announce = (): void => void document.dispatchEvent(new Event('themechange'))
