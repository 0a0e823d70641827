import { parentPort, workerData } from 'node:worker_threads'
import { Failure } from '../../shared/errors.ts'
import { inspectFile } from './inspect.ts'
import type { InspectAnswer, InspectStart } from './inspect-thread.ts'

/** Looks into one file and ends: reading a large workbook takes seconds, which no save should wait for. */
const { path, kind } = workerData as InspectStart
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const answer = (message: InspectAnswer): void => parentPort?.postMessage(message)
try {
  answer({ ok: true, value: await inspectFile(path, kind) })
} catch (error) {
  // Whatever else the reader meets is a file that is not what it says it is; its message may quote the contents.
  answer({ ok: false, error: error instanceof Failure ? error.error : { kind: 'refused', reason: 'damaged' } })
}
