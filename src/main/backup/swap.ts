import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/*
 * A restore moves several files. A note of it is written first, so that a crash in the middle is finished at the next
 * start: every step can be done twice.
 */

const noteName = 'restore.json'
const note = z.strictObject({
  stage: z.string().regex(/^[a-z0-9-]{1,60}$/),
  replaced: z.string().regex(/^[a-z0-9-]{1,60}$/),
})

/** What stands beside a file and belongs to it. */
const companions = (name: string): readonly string[] =>
  name.endsWith('.db')
    ? [`${name}-wal`, `${name}-shm`, name.replace(/db$/, 'witness'), name]
    : name.endsWith('.json')
      ? [`${name}.copy`, name]
      : [name]

/** True while a restore was begun and not finished. */
export const isSwapUnfinished = (office: string): boolean => existsSync(path.join(office, noteName))

/** Puts the staged files in the place of the office's own, which go into the `replaced` folder. */
export const swapIn = (office: string, stage: string, replaced: string): void => {
  const file = path.join(office, noteName)
  writeFileSync(`${file}.tmp`, JSON.stringify({ stage, replaced }))
  flushNow(`${file}.tmp`, 'r+')
  renameSync(`${file}.tmp`, file)
  finishSwap(office)
}

/** Finishes a restore that was begun; does nothing when there is none. */
export const finishSwap = (office: string): void => {
  const file = path.join(office, noteName)
  if (!existsSync(file)) return
  const begun = note.parse(JSON.parse(readFileSync(file, 'utf8')))
  const [stage, replaced] = [path.join(office, begun.stage), path.join(office, begun.replaced)]
  mkdirSync(replaced, { recursive: true })
  for (const name of existsSync(stage) ? readdirSync(stage) : []) {
    // The old file first: a log of the old store beside the new one would be read into it.
    for (const old of companions(name)) {
      if (existsSync(path.join(office, old))) renameSync(path.join(office, old), path.join(replaced, old))
    }
    renameSync(path.join(stage, name), path.join(office, name))
  }
  rmSync(stage, { recursive: true, force: true })
  rmSync(file)
  if (process.platform !== 'win32') flushNow(office, 'r')
}

function flushNow(name: string, flags: 'r' | 'r+'): void {
  const handle = openSync(name, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
