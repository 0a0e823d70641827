import type { CallName, Input, Output } from '../src/shared/contract/index.ts'
import type { JobState } from '../src/shared/contract/exchange.ts'
import type { Result } from '../src/shared/errors.ts'
import { launch } from '../tests/harness/launch.ts'

/** One office of the demo: a running application, driven through the same bridge as its window. */
export interface DemoOffice {
  readonly call: <N extends CallName>(name: N, input: Input<N>) => Promise<Output<N>>
  /** Answers the next file dialog with a path. */
  readonly choose: (purpose: Input<'files.choose'>['purpose'], path: string) => Promise<string>
  readonly savePdf: (documentId: string, path: string) => Promise<void>
  /** Waits for a job and answers its result. */
  readonly finish: (jobId: string) => Promise<unknown>
  readonly close: () => Promise<void>
}

/** Starts the application on a folder, without a visible window. */
export const openDemoOffice = async (userData: string): Promise<DemoOffice> => {
  const app = await launch({ userData })
  const call: DemoOffice['call'] = async (name, input) => {
    const result = await app.window.evaluate(
      async ([callName, callInput]) => {
        const { bridge } = window as unknown as { bridge: { call: (n: string, i: unknown) => Promise<unknown> } }
        const answer = (await bridge.call(callName, callInput)) as Result<unknown>
        // A PDF stays in the window; only its page count is wanted here.
        if (callName === 'print.preview' && answer.ok)
          return { ok: true, value: { pages: (answer.value as { pages: number }).pages } }
        return answer
      },
      [name as string, input as unknown] as const,
    )
    const answer = result as Result<unknown>
    if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.error)}`)
    return answer.value as never
  }
  return {
    call,
    choose: async (purpose, path) => {
      await app.answer('showOpenDialog', { canceled: false, filePaths: [path] })
      const chosen = await call('files.choose', { purpose })
      if (!chosen) throw new Error('the dialog was not answered')
      return chosen.file
    },
    savePdf: async (documentId, path) => {
      await app.answer('showSaveDialog', { canceled: false, filePath: path })
      const { saved } = await call('print.save', { documentId })
      if (!saved) throw new Error('the document was not saved')
    },
    finish: async (jobId) => {
      for (;;) {
        const job: JobState = await call('jobs.get', { jobId })
        if (job.state === 'done') return job.result
        if (job.state !== 'running') throw new Error(`job ${job.kind} ${job.state}: ${JSON.stringify(job.error)}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    close: async () => {
      await app.quit()
    },
  }
}
