import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import { generateAgeKey } from '../../src/main/crypto/age.ts'
import { canonical } from '../../src/main/crypto/canonical.ts'
import { readLog } from '../../src/main/oplog/read.ts'
import { limits } from '../../src/shared/bundle/v1/limits.ts'
import type { LocalOffice } from '../seed-office.ts'

const tools = ['tar', 'zstd', 'age'] as const

/** The programs of the pipe that are not on this machine. */
export const missingTools = (): string[] => tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined)

/** Writes what a bundle of everything carries into plain files of the same size as its parts. */
export const writePayload = ({ app }: LocalOffice, folder: string): { lines: number; bytes: number } => {
  mkdirSync(folder, { recursive: true })
  let file = -1
  let parts = 0
  let room = 0
  let lines = 0
  let bytes = 0
  for (const { op } of readLog(app.stores().registry)) {
    const line = Buffer.from(`${canonical(op)}\n`)
    if (line.length > room) {
      if (file >= 0) closeSync(file)
      file = openSync(path.join(folder, `${++parts}.ndjson`), 'w')
      room = limits.partRawTarget
    }
    writeSync(file, line)
    room -= line.length
    bytes += line.length
    lines += 1
  }
  if (file >= 0) closeSync(file)
  return { lines, bytes }
}

/** `tar | zstd -3 | age -r` over those files, flushed to the disk. */
export const pipe = async (folder: string, out: string): Promise<{ seconds: number; bytes: number }> => {
  const { recipient } = await generateAgeKey()
  const started = performance.now()
  const { status, stderr } = spawnSync(
    'bash',
    [
      '-c',
      'set -o pipefail; tar -C "$1" -cf - . | zstd -q -3 -c | age -r "$2" -o "$3" && sync "$3"',
      '-',
      folder,
      recipient,
      out,
    ],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`the pipe failed: ${stderr}`)
  return { seconds: (performance.now() - started) / 1000, bytes: statSync(out).size }
}
