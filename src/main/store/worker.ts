import { parentPort, workerData } from 'node:worker_threads'
import { err } from '../../shared/errors.ts'
import { uuidv7 } from '../crypto/random.ts'
import { failedPrimitive, primitives } from '../crypto/selftest.ts'
import { forgetDocuments } from '../documents/kept.ts'
import { loadBuiltInPlaces } from '../imports/builtin.ts'
import { logFile, setLogSink, writeLog } from '../log.ts'
import { createApp } from './app.ts'
import { handlers } from './handlers.ts'
import { createJobsLink } from './jobs-link.ts'
import type { FromStore, ToStore, WorkerStart } from './protocol.ts'

/** The store worker: holds the open stores and serves every call that carries records. */
const start = workerData as WorkerStart
const slowMs = 40

setLogSink(logFile(start.folder))
const post = (message: FromStore): void => parentPort?.postMessage(message)
const jobs = createJobsLink(uuidv7, (message) => {
  post({ type: 'message', message })
})
const app = createApp({
  folder: start.folder,
  version: start.version,
  handlers,
  now: () => new Date(),
  newId: uuidv7,
  announce: (topics) => {
    post({ type: 'message', message: { type: 'changed', topics } })
  },
  loadPlaces: async (trx) => {
    await loadBuiltInPlaces(trx)
  },
  signedIn: (keys, user) => {
    jobs.signedIn(keys, user)
  },
  jobs,
})

// Before anybody signs in: a primitive that exists and answers wrongly would be noticed only when records are lost.
const broken = failedPrimitive(primitives)

const serve = async (id: number, name: string, input: unknown): Promise<void> => {
  const primitive = await broken
  if (primitive !== null) {
    writeLog({ event: 'self-test failed', primitive })
    post({ type: 'reply', id, result: err({ kind: 'storage', reason: `self-test: ${primitive}` }) })
    return
  }
  const begun = performance.now()
  const result = await app.call(name, input)
  const ms = Math.round(performance.now() - begun)
  if (ms > slowMs) writeLog({ event: 'slow', call: name, ms })
  post({ type: 'reply', id, result })
}

const lock = async (id: number): Promise<void> => {
  await jobs.close()
  await app.settle()
  app.lock()
  forgetDocuments()
  post({ type: 'locked', id })
}

parentPort?.on('message', (message: ToStore) => {
  switch (message.type) {
    case 'call':
      void serve(message.id, message.name, message.input)
      break
    case 'path':
      app.setPath(message.token, message.path)
      break
    case 'jobs':
      jobs.attach(message.port)
      break
    case 'lock':
      void lock(message.id)
  }
})
