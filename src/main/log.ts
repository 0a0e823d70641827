import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

/** One line of the log: codes and numbers only, never what a person typed or a record holds. */
export type LogEntry = Readonly<Record<string, string | number | boolean | readonly string[]>>

let sink: (entry: LogEntry) => void = () => undefined

/** Sets where this thread's log goes; before that, lines are dropped. */
export const setLogSink = (to: (entry: LogEntry) => void): void => {
  sink = to
}

/** Writes one line to this thread's log; a log that cannot be written never stops the work. */
export const writeLog = (entry: LogEntry): void => {
  try {
    sink(entry)
  } catch {
    // A full disk is reported by the save that meets it.
  }
}

const largest = 1024 * 1024

/** A log file of JSON lines; one older file is kept. */
export const logFile = (folder: string): ((entry: LogEntry) => void) => {
  const file = path.join(folder, 'waypost.log')
  return (entry) => {
    mkdirSync(folder, { recursive: true })
    if (existsSync(file) && statSync(file).size > largest) renameSync(file, `${file}.old`)
    appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`)
  }
}

/** The frames of an error without its message: a message can quote what a person typed. */
export const framesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [typeof error]
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [error.name, ...frames.slice(0, 12).map((line) => line.trim())]
}
