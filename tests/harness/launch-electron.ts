import { existsSync } from 'node:fs'
import { _electron, type Page } from 'playwright-core'
import { electronBinary } from './electron-binary.ts'
import { builtMain, root, until, viewport, type Launched, type LaunchOptions } from './launched.ts'

const isOfApplication = (url: string) => /^(app|data|blob|about|devtools|chrome|chrome-extension):/.test(url)

/** Starts the application on real Electron; throws when its binary is not installed. */
export const launchElectron = async (options: LaunchOptions): Promise<Launched> => {
  const executablePath = electronBinary()
  if (!executablePath) {
    throw new Error('The Electron binary is not installed. Fetch it with "npx install-electron", then run this again.')
  }
  if (!existsSync(options.main ?? builtMain))
    throw new Error('The application is not built: run "npm run build" first.')
  const electron = await _electron.launch({
    executablePath,
    args: [
      options.main ?? root,
      `--user-data-dir=${options.userData}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    env: { ...(process.env as Record<string, string>), ...options.env },
  })
  let output = ''
  electron.process().stdout?.on('data', (text: Buffer) => (output += text.toString()))
  electron.process().stderr?.on('data', (text: Buffer) => (output += text.toString()))
  const outside: string[] = []
  electron.context().on('request', (request) => {
    if (!isOfApplication(request.url())) outside.push(request.url())
  })

  // The system's dialogs and printers are answered by the test; what they were asked is kept.
  await electron.evaluate(({ dialog, shell, app }) => {
    const backstage = {
      answers: new Map<string, object[]>(),
      waiting: new Map<string, ((reply: object) => void)[]>(),
      calls: [] as { name: string; values: unknown[] }[],
    }
    Object.assign(globalThis, { waypostBackstage: backstage })
    for (const name of ['showOpenDialog', 'showSaveDialog', 'showMessageBox'] as const) {
      const ask = (...values: unknown[]) => {
        backstage.calls.push({ name, values: [structuredClone(values.at(-1))] })
        const answer = backstage.answers.get(name)?.shift()
        if (answer) return Promise.resolve(answer)
        return new Promise<object>((resolve) =>
          backstage.waiting.set(name, [...(backstage.waiting.get(name) ?? []), resolve]),
        )
      }
      Object.assign(dialog, { [name]: ask })
    }
    Object.assign(dialog, {
      showErrorBox: (...values: unknown[]) => backstage.calls.push({ name: 'showErrorBox', values }),
    })
    Object.assign(shell, {
      openExternal: (url: string) => {
        backstage.calls.push({ name: 'openExternal', values: [url] })
        return Promise.resolve()
      },
    })
    app.on('web-contents-created', (_event, contents) => {
      Object.assign(contents, {
        print: (given: object = {}, callback?: (success: boolean, reason: string) => void) => {
          backstage.calls.push({ name: 'print', values: [structuredClone(given)] })
          callback?.(true, '')
        },
      })
    })
  })

  const windows = () => electron.windows().filter((page) => !page.isClosed() && page.url().startsWith('app:'))
  const nextWindow = async (known: readonly Page[]) => {
    const page = await until(
      () => windows().find((window) => !known.includes(window)),
      () => `No window appeared.\n${output}`,
    )
    await page.setViewportSize(viewport)
    return page
  }
  const ended = new Promise<number | null>((resolve) => electron.process().once('exit', resolve))
  return {
    backend: 'electron',
    window: await nextWindow([]),
    windows,
    nextWindow,
    answer: (dialog, reply) =>
      electron.evaluate(
        (_electronModule, given) => {
          const { answers, waiting } = (
            globalThis as unknown as {
              waypostBackstage: { answers: Map<string, object[]>; waiting: Map<string, ((reply: object) => void)[]> }
            }
          ).waypostBackstage
          const next = waiting.get(given.dialog)?.shift()
          if (next) next(given.reply)
          else answers.set(given.dialog, [...(answers.get(given.dialog) ?? []), given.reply])
        },
        { dialog, reply },
      ),
    systemCalls: () =>
      electron.evaluate(
        () =>
          (globalThis as unknown as { waypostBackstage: { calls: { name: string; values: unknown[] }[] } })
            .waypostBackstage.calls,
      ),
    requestsBlocked: () => Promise.resolve([...outside]),
    power: (event) => electron.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event),
    idle: (seconds) =>
      electron.evaluate(({ powerMonitor }, given) => {
        Object.assign(powerMonitor, { getSystemIdleTime: () => given })
      }, seconds),
    quit: async () => {
      await electron.evaluate(({ app }) => app.quit()).catch(() => {}) // it may be ending by itself
      return ended
    },
    kill: async () => {
      electron.process().kill('SIGKILL')
      await ended
    },
    output: () => output,
  }
}
