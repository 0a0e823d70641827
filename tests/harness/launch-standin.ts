import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { startChromium } from './browser-process.ts'
import { builtMain, root, until, viewport, type Launched, type LaunchOptions, type SystemCall } from './launched.ts'
import type { FromStandin, ToStandin } from './standin/backstage.ts'

const node = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
const inStandin = (name: string) => path.join(import.meta.dirname, 'standin', name)

/** Forks Node with the real main entry and the stand-in in place of `electron`. */
export const forkMain = (profile: string, options: LaunchOptions, interactive: boolean) => {
  const main = options.main ?? builtMain
  if (!existsSync(main)) throw new Error(`${path.relative(root, main)} is missing: run "npm run build" first.`)
  return fork(inStandin('run.ts'), [main, `--user-data-dir=${options.userData}`], {
    execPath: existsSync(node) ? node : process.execPath,
    execArgv: ['--import', inStandin('hook.ts')],
    cwd: root,
    serialization: 'advanced',
    stdio: interactive ? 'inherit' : 'pipe',
    env: {
      ...process.env,
      ...options.env,
      WAYPOST_STANDIN_PROFILE: profile,
      WAYPOST_STANDIN_INTERACTIVE: interactive ? '1' : '',
    },
  })
}

/** Starts the application on the stand-in. */
export const launchStandin = async (options: LaunchOptions): Promise<Launched> => {
  const browserProcess = startChromium(options.headless ?? true)
  const child = forkMain(browserProcess.profile, options, false)
  let output = ''
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr?.on('data', (text: Buffer) => (output += text.toString()))
  const blocked: string[] = []
  const calls: SystemCall[] = []
  const pongs = new Map<number, () => void>()
  child.on('message', (message) => {
    const said = message as FromStandin
    if (said.kind === 'blocked') blocked.push(said.url)
    else if (said.kind === 'call') calls.push({ name: said.name, values: said.values as unknown[] })
    else if (said.kind === 'pong') pongs.get(said.id)?.()
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const isOver = () => child.exitCode !== null || child.signalCode !== null

  const tell = (message: ToStandin) =>
    new Promise<void>((resolve, reject) => {
      child.send(message, (error) => (error ? reject(error) : resolve()))
    })
  // Main answers in order, so after this everything it had said before has arrived.
  let lastPing = 0
  const settle = async () => {
    if (isOver()) return
    lastPing += 1
    const id = lastPing
    const pong = new Promise<void>((resolve) => pongs.set(id, resolve))
    await tell({ kind: 'ping', id })
    await Promise.race([pong, ended])
  }

  // Chromium never outlives the application: quit, crash and refused second start alike.
  const stopped = ended.then(browserProcess.stop)
  const connect = async () => {
    try {
      return await chromium.connectOverCDP(await browserProcess.awaitAddress())
    } catch (error) {
      child.kill('SIGKILL')
      await stopped
      throw new Error(`The application did not start.\n${output}`, { cause: error })
    }
  }
  const browser = await connect()

  const windows = () =>
    browser
      .contexts()
      .flatMap((context) => context.pages())
      .filter((page) => !page.isClosed() && URL.parse(page.url())?.host.endsWith('.invalid'))
  const nextWindow = async (known: readonly Awaited<ReturnType<typeof windows>>[number][]) => {
    const page = await until(
      () => {
        if (isOver()) throw new Error(`The application ended (code ${child.exitCode}) without a window.\n${output}`)
        return windows().find((window) => !known.includes(window))
      },
      () => `No window appeared.\n${output}`,
    )
    await page.setViewportSize(viewport)
    return page
  }

  try {
    const window = await nextWindow([])
    return {
      backend: 'standin',
      window,
      windows,
      nextWindow,
      answer: (dialog, reply) => tell({ kind: 'answer', dialog, reply }),
      systemCalls: async () => (await settle(), [...calls]),
      requestsBlocked: async () => (await settle(), [...blocked]),
      power: (event) => tell({ kind: 'power', event }),
      idle: (seconds) => tell({ kind: 'idle', seconds }),
      quit: async () => {
        if (!isOver()) await tell({ kind: 'quit' }).catch(() => {}) // it may be ending by itself
        const code = await ended
        await stopped
        return code
      },
      kill: async () => {
        child.kill('SIGKILL')
        await stopped
      },
      output: () => output,
    }
  } catch (error) {
    child.kill('SIGKILL')
    await stopped
    throw error
  }
}
