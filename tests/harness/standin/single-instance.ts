import { readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import path from 'node:path'

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Takes the data folder's lock, or tells its holder that there was a second start and answers false. A lock whose
 * process is gone (a crash) is taken over, as Electron does.
 */
export const takeLock = (folder: string, onSecond: (argv: string[], directory: string) => void): boolean => {
  const lock = path.join(folder, 'standin.lock')
  const note = path.join(folder, 'standin.second')
  const take = () => writeFileSync(lock, String(process.pid), { flag: 'wx' })
  try {
    take()
  } catch {
    const holder = Number(readFileSync(lock, 'utf8'))
    if (holder && isAlive(holder)) {
      writeFileSync(note, JSON.stringify({ argv: process.argv, directory: process.cwd(), at: Date.now() }))
      return false
    }
    rmSync(lock, { force: true })
    take()
  }
  let last = ''
  const watcher = watch(folder, (_event, name) => {
    if (name !== 'standin.second') return
    try {
      const text = readFileSync(note, 'utf8')
      const { argv, directory } = JSON.parse(text) as { argv: string[]; directory: string }
      if (text === last) return // the same note, reported twice by the file system
      last = text
      onSecond(argv, directory)
    } catch {
      // half written: the rest is reported in a moment
    }
  })
  watcher.unref()
  return true
}

/** Gives the lock back. */
export const releaseLock = (folder: string): void => {
  const lock = path.join(folder, 'standin.lock')
  try {
    if (Number(readFileSync(lock, 'utf8')) === process.pid) rmSync(lock)
  } catch {
    // never taken
  }
}
