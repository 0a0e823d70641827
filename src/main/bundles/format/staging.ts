import { open, rm, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { limits } from '../../../shared/bundle/v1/limits.ts'
import { open as openSealed, seal } from '../../crypto/seal.ts'
import { randomBytes } from '../../crypto/random.ts'
import { packAside } from './parts.ts'

/**
 * Holds packed parts until the bundle's header, which counts them, can be written. Beyond `inMemory` bytes they go to a temporary
 * file under a key which exists in memory alone: clear text never reaches a disk.
 */
export class Staging {
  private readonly folder: string
  private readonly inMemory: number
  private readonly key = randomBytes(32)
  private readonly parts: {
    size: number
    lines: number
    held: Buffer | { at: number; length: number; nonce: Buffer }
  }[] = []
  private file: { handle: FileHandle; name: string; end: number } | null = null
  private memory = 0

  constructor(folder: string, inMemory: number) {
    this.folder = folder
    this.inMemory = inMemory
  }

  get count(): number {
    return this.parts.length
  }

  /** Size in bytes and number of lines of each part. */
  get sizes(): readonly { readonly size: number; readonly lines: number }[] {
    return this.parts
  }

  /** Keeps one part of so many lines. */
  async add(part: Buffer, lines: number): Promise<void> {
    if (this.memory + part.length <= this.inMemory) {
      this.memory += part.length
      this.parts.push({ size: part.length, lines, held: part })
      return
    }
    const { nonce, ct } = seal(this.key, part, String(this.parts.length))
    this.file ??= await this.create()
    await this.file.handle.write(ct, 0, ct.length, this.file.end)
    this.parts.push({ size: part.length, lines, held: { at: this.file.end, length: ct.length, nonce } })
    this.file.end += ct.length
  }

  /** Gives back the i-th part. */
  async get(i: number): Promise<Buffer> {
    const held = this.parts[i]?.held
    if (!held) throw new Error('no such part')
    if (Buffer.isBuffer(held)) return held
    const ct = Buffer.alloc(held.length)
    await this.file?.handle.read(ct, 0, ct.length, held.at)
    return openSealed(this.key, { nonce: held.nonce, ct }, String(i))
  }

  /** Forgets everything, the key first. */
  async discard(): Promise<void> {
    this.key.fill(0)
    this.parts.length = 0
    if (!this.file) return
    await this.file.handle.close()
    await rm(this.file.name, { force: true })
  }

  private async create() {
    const name = path.join(this.folder, `stage-${randomBytes(8).toString('hex')}.tmp`)
    return { handle: await open(name, 'wx+', 0o600), name, end: 0 }
  }
}

/**
 * Packs lines into parts of up to 8 MiB, or fewer bytes where files are small, and stages them. They come in runs of
 * whole lines; while one part is packed in a thread of the system, the next is gathered.
 */
export async function stageLines(
  runs: AsyncIterable<Buffer>,
  staging: Staging,
  onLines: (count: number) => void,
  target: number = limits.partRawTarget,
): Promise<void> {
  // One is packed while the other is filled: a new one for each part would be many gigabytes for the collector.
  let [filling, resting] = [Buffer.allocUnsafeSlow(target), Buffer.allocUnsafeSlow(target)]
  let bytes = 0
  let count = 0
  let packing: Promise<void> = Promise.resolve()
  const flush = async (raw: Buffer) => {
    await packing
    if (raw.length > 0) packing = stage(raw, staging)
    // It is waited for in time; until then nobody listens.
    packing.catch(() => undefined)
    ;[filling, resting] = [resting, filling]
    bytes = 0
  }
  for await (const run of runs) {
    count += countLines(run)
    for (let rest = run; rest.length > 0;) {
      let length = linesWithin(rest, target - bytes)
      if (length > 0) bytes += rest.copy(filling, bytes, 0, length)
      else if (bytes > 0) await flush(filling.subarray(0, bytes))
      else {
        // A line that is longer than a whole part of a small file makes a part by itself.
        length = rest.indexOf(10) + 1
        await flush(rest.subarray(0, length))
      }
      rest = rest.subarray(length)
    }
    onLines(count)
  }
  await flush(filling.subarray(0, bytes))
  await packing
}

/** Bytes of the whole lines at the beginning of a run that fit into so much room. */
function linesWithin(run: Buffer, room: number): number {
  if (run.length <= room) return run.length
  return room <= 0 ? 0 : run.lastIndexOf(10, room - 1) + 1
}

async function stage(raw: Buffer, staging: Staging): Promise<void> {
  for (const part of await pack(raw)) await staging.add(part.packed, part.lines)
}

/** Halves what does not fit its caps: text that barely packs, or text that packs suspiciously well. */
async function pack(raw: Buffer): Promise<{ packed: Buffer; lines: number }[]> {
  const packed = await packAside(raw)
  const fits = packed.length <= limits.partPackedBytes && raw.length <= packed.length * limits.partRatio
  const middle = raw.indexOf(10, Math.floor(raw.length / 2)) + 1
  if (fits || middle === 0 || middle === raw.length) return [{ packed, lines: countLines(raw) }]
  return [...(await pack(raw.subarray(0, middle))), ...(await pack(raw.subarray(middle)))]
}

function countLines(raw: Buffer): number {
  let count = 0
  for (let at = 0; at < raw.length; count++) {
    const end = raw.indexOf(10, at)
    if (end < 0 || end - at > limits.lineBytes) throw new RangeError('a line is longer than a bundle may carry')
    at = end + 1
  }
  return count
}
