import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const edge = () =>
  [process.env['PROGRAMFILES(X86)'], process.env['PROGRAMFILES']]
    .filter((folder) => folder !== undefined)
    .map((folder) => `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`)

/** Decides which Chromium the tests and `npm start` use, or throws a sentence saying what to install. */
export const findChromium = (): string => {
  const chosen = process.env['CHROMIUM_PATH']
  if (chosen) {
    if (existsSync(chosen)) return chosen
    throw new Error(`CHROMIUM_PATH names ${chosen}, which does not exist.`)
  }
  const candidates = [
    ...(process.platform === 'linux' ? ['/usr/bin/chromium'] : []),
    ...(process.platform === 'win32' ? edge() : []),
    chromium.executablePath(),
  ]
  const found = candidates.find((candidate) => existsSync(candidate))
  if (found) return found
  throw new Error(
    'No Chromium was found. Install one ("apt-get install chromium" on Debian, "npx playwright install chromium" ' +
      'elsewhere) or name one in the environment variable CHROMIUM_PATH.',
  )
}

// A records application makes no request of its own; the browser that stands in for it must not either.
const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider,HttpsUpgrades',
  '--metrics-recording-only',
  '--no-pings',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=direct://',
]

// Windows of the application are never throttled for being in the background, as hidden ones print.
const steady = [
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-hang-monitor',
  '--disable-ipc-flooding-protection',
  '--disable-dev-shm-usage',
  '--force-color-profile=srgb',
  '--lang=en-GB',
]

/** Answers the command line of a Chromium whose profile is `profile`, listening on a debugging port of its choice. */
export const chromiumArguments = (profile: string, headless: boolean): string[] => [
  ...quiet,
  ...steady,
  `--user-data-dir=${profile}`,
  '--remote-debugging-port=0',
  '--window-size=1366,768',
  // Chromium refuses to start its sandbox as root, which is what most build machines run as.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...(headless
    ? ['--headless=new', '--no-startup-window', '--hide-scrollbars']
    : ['--test-type', '--app=data:text/html,<title>Waypost</title>']),
]
