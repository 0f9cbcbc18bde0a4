import './app.css'
import '@tabler/core/dist/css/tabler.min.css'
import htmx from 'htmx.org'
import { startIsland, startIslands } from './islands.ts'
import { startCountdowns } from './small/countdown.ts'
import { startKeys } from './small/keys.ts'
import { startFolds } from './small/folds.ts'
import { startMenus } from './small/menus.ts'
import { startRelativeTimes } from './small/reltime.ts'
import { startTheme } from './small/theme.ts'

htmx.config.allowEval = false
startFolds()
startMenus()
startTheme()
startKeys()
startCountdowns()
startRelativeTimes()
startIslands(document.body)
if (document.body.dataset.stream && document.querySelector('[data-live-url]')) void startIsland('live', document.body)
// A refused form (422) comes back with its errors: show it instead of dropping it.
document.addEventListener('htmx:beforeSwap', (event) => {
  const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>
  if (detail.xhr.status === 422) Object.assign(detail, { shouldSwap: true, isError: false })
})
document.addEventListener('htmx:load', (event) => startIslands((event as CustomEvent).detail.elt))
