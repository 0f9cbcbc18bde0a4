import './app.css'
import '@tabler/core/dist/css/tabler.min.css'
import htmx from 'htmx.org'
import { startIslands } from './islands.ts'
import { startCountdowns } from './small/countdown.ts'
import { startKeys } from './small/keys.ts'
import { startMenus } from './small/menus.ts'
import { startRelativeTimes } from './small/reltime.ts'
import { startTheme } from './small/theme.ts'

htmx.config.allowEval = false
startMenus()
startTheme()
startKeys()
startCountdowns()
startRelativeTimes()
startIslands(document.body)
document.addEventListener('htmx:load', (event) => startIslands((event as CustomEvent).detail.elt))
