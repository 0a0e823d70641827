import { parentPort } from 'node:worker_threads'

parentPort.postMessage(
  await import('electron').then(
    () => 'loaded',
    (error) => error.message,
  ),
)
