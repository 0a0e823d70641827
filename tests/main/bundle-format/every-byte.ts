import { open, writeFile, rm } from 'node:fs/promises'
import { verifyBundle, type ReadInput } from '../../../src/main/bundles/format/read.ts'
import { sidecarText } from '../../../src/main/bundles/format/envelope.ts'
import { BundleError } from '../../../src/shared/bundle/v1/errors.ts'
import { sha256Hex } from '../../../src/main/crypto/hash.ts'

/** What was tried on one file, and what came of it: class to number of tries. */
export interface Trial {
  tries: number
  accepted: number
  /** Tries whose class is the one that docs/bundle-format.md section 8 asks for. */
  right: number
  classes: Record<string, number>
  wrong: string[]
}

/** The class of a refusal, or `accepted`; anything else that is thrown is a fault of the reader. */
export const outcomeOf = async (file: string, input: ReadInput): Promise<string> => {
  try {
    await verifyBundle(file, input)
    return 'accepted'
  } catch (error) {
    if (error instanceof BundleError) return error.code
    throw error
  }
}

const cipherChunk = 65_552

/** Where the parts of an age file lie: needed to say which class a change has to get. */
const layout = (whole: Buffer) => {
  const header = whole.indexOf(10, whole.indexOf('\n--- ') + 1) + 1
  const start = header + 16
  return { start, blocks: Math.ceil((whole.length - start) / cipherChunk) }
}

const firstLine = 'age-encryption.org/v1\n'

/** The class of a file with one byte changed. */
const classOfFlip = (whole: Buffer, at: number, sidecar: boolean): string[] => {
  const { start, blocks } = layout(whole)
  if (at < firstLine.length) return ['NOT_A_BUNDLE']
  if (sidecar) return ['DAMAGED']
  // Nobody knows how long the file was: a stanza or the end of the header that does not read any more looks cut or
  // like one for other keys, and a changed last block looks cut.
  if (at < start - 16) return ['DAMAGED', 'WRONG_KEY', 'CUT_SHORT']
  return at < start || Math.floor((at - start) / cipherChunk) < blocks - 1
    ? ['DAMAGED', ...(blocks === 1 ? ['CUT_SHORT'] : [])]
    : ['CUT_SHORT']
}

const emptyTrial = (): Trial => ({ tries: 0, accepted: 0, right: 0, classes: {}, wrong: [] })

const note = (trial: Trial, found: string, right: readonly string[], where: string): void => {
  trial.tries += 1
  trial.classes[found] = (trial.classes[found] ?? 0) + 1
  if (found === 'accepted') trial.accepted += 1
  if (right.includes(found)) trial.right += 1
  else trial.wrong.push(`${where}: ${found}`)
}

const places = (length: number, every: number, from: number): number[] => {
  const chosen: number[] = []
  for (let at = from % every; at < length; at += every) chosen.push(at)
  return chosen
}

/** How a file is tried: each `every`th byte beginning with `from`, with its sidecar or without. */
export interface Sampling {
  every: number
  from: number
  sidecar: boolean
}

/** Changes one bit in each chosen byte of a whole bundle, one after another; `file` is overwritten. */
export async function flipEachByte(file: string, whole: Buffer, input: ReadInput, how: Sampling): Promise<Trial> {
  const trial = emptyTrial()
  await lay(file, whole, how.sidecar)
  const handle = await open(file, 'r+')
  try {
    for (const at of places(whole.length, how.every, how.from)) {
      const bit = (at * 5 + how.from) % 8
      await handle.write(Buffer.of(whole.readUInt8(at) ^ (1 << bit)), 0, 1, at)
      note(trial, await outcomeOf(file, input), classOfFlip(whole, at, how.sidecar), `byte ${at}, bit ${bit}`)
      await handle.write(whole, at, 1, at)
    }
  } finally {
    await handle.close()
  }
  return trial
}

/** Cuts a whole bundle to each chosen length, the longest first; `file` is overwritten. */
export async function cutEverywhere(file: string, whole: Buffer, input: ReadInput, how: Sampling): Promise<Trial> {
  const trial = emptyTrial()
  await lay(file, whole, how.sidecar)
  const handle = await open(file, 'r+')
  try {
    for (const size of places(whole.length, how.every, how.from).toReversed()) {
      await handle.truncate(size)
      note(trial, await outcomeOf(file, input), ['CUT_SHORT'], `cut to ${size}`)
    }
  } finally {
    await handle.close()
  }
  return trial
}

async function lay(file: string, whole: Buffer, sidecar: boolean): Promise<void> {
  await writeFile(file, whole)
  if (sidecar) await writeFile(`${file}.sha256`, sidecarText('x', { size: whole.length, sha256: sha256Hex(whole) }))
  else await rm(`${file}.sha256`, { force: true })
}
