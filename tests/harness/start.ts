import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startChromium } from './browser-process.ts'
import { chromiumArguments, findChromium } from './chromium.ts'
import { electronBinary } from './electron-binary.ts'
import { forkMain } from './launch-standin.ts'
import { root } from './launched.ts'
import type { FromStandin } from './standin/backstage.ts'

const say = (text: string) => console.log(`\n${text}\n`)
const stopWith = (text: string): never => {
  console.error(`\n${text}\n`)
  process.exit(1)
}

if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
  stopWith(
    'Waypost needs a screen and this machine has none (neither DISPLAY nor WAYLAND_DISPLAY is set). ' +
      'To see it without one, use "npm run demo -- --out DIR", which leaves pictures and documents in DIR.',
  )
}

const tool = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js')
try {
  execFileSync(process.execPath, [tool, 'build'], { cwd: root, stdio: 'inherit' })
} catch {
  stopWith('The build failed; see above.')
}

const configuration = {
  linux: process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config'),
  darwin: path.join(os.homedir(), 'Library/Application Support'),
  win32: process.env['APPDATA'] ?? os.homedir(),
}[process.platform as string]
// Where Electron would keep it, so that both find the same records.
const userData = process.env['WAYPOST_DATA'] ?? path.join(configuration ?? os.homedir(), 'waypost')

const electron = electronBinary()
if (electron) {
  say('Starting Waypost in Electron.')
  const child = spawn(electron, [root, `--user-data-dir=${userData}`], { stdio: 'inherit' })
  child.once('exit', (code) => process.exit(code ?? 1))
} else {
  say(
    'Starting Waypost in the stand-in: the Electron binary is not installed, so a Chromium window shows the ' +
      'application instead (docs/standin.md says what differs). "npx install-electron" fetches Electron.',
  )
  mkdirSync(userData, { recursive: true })
  const browser = startChromium(false)
  const child = forkMain(browser.profile, { userData }, true)
  child.on('message', (message) => {
    const said = message as FromStandin
    // Chromium hands this on to the one that runs on the same profile, which opens another window.
    if (said.kind === 'appWindow') spawn(findChromium(), chromiumArguments(browser.profile, false), { stdio: 'ignore' })
  })
  const end = () => child.kill()
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  child.once('exit', (code) => {
    void browser.stop().then(() => process.exit(code ?? 1))
  })
}
