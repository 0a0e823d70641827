import { parentPort, workerData } from 'node:worker_threads'
import { logFile, setLogSink } from '../log.ts'
import type { ToJobsFromMain, WorkerStart } from '../store/protocol.ts'
import { serveJobs } from './serve.ts'

/** The jobs worker: everything longer than a second, away from the store worker. Main sends it its end of the channel. */
const start = workerData as WorkerStart
setLogSink(logFile(start.folder))
parentPort?.on('message', (message: ToJobsFromMain) => {
  serveJobs(message.port, start)
})
