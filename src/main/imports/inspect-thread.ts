import { existsSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { fail, type AppError } from '../../shared/errors.ts'
import type { Inspected } from './inspect.ts'

/** What the thread is started with, and what it answers. */
export interface InspectStart {
  readonly path: string
  readonly kind: string
}
export type InspectAnswer =
  { readonly ok: true; readonly value: Inspected } | { readonly ok: false; readonly error: AppError }

/** A file that needs more memory than this is no registration. */
const MEMORY_MB = 1024

// The built program has the thread's code beside its main file, or one folder up from its shared parts.
const candidates = ['inspect.js', '../inspect.js', 'inspect-worker.ts']
const entry = (): string =>
  candidates.map((file) => path.join(import.meta.dirname, file)).find(existsSync) ??
  fail({ kind: 'storage', reason: 'program_incomplete' })

/** Looks into a file in a thread of its own, so that the thread of the stores goes on answering. */
export const inspectInThread = async (file: string, kind: string): Promise<Inspected> => {
  const start: InspectStart = { path: file, kind }
  const worker = new Worker(entry(), { workerData: start, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
  const { promise, resolve } = Promise.withResolvers<InspectAnswer>()
  worker.once('message', resolve)
  // Out of memory, mostly; either way the file is at fault and the program goes on.
  worker.once('error', () => resolve({ ok: false, error: { kind: 'refused', reason: 'too_large' } }))
  worker.once('exit', () => resolve({ ok: false, error: { kind: 'refused', reason: 'damaged' } }))
  const answer = await promise
  await worker.terminate()
  return answer.ok ? answer.value : fail(answer.error)
}
