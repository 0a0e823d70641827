import type { BundleOp } from '../../../shared/bundle/v1/operation.ts'
import { limits } from '../../../shared/bundle/v1/limits.ts'

/** One chunk of an attachment. */
export interface Chunk {
  readonly sha256: string
  readonly size: number
}

/** What one file of a set will hold: places of staged parts, and chunks. */
export interface Volume {
  readonly ops: number[]
  readonly audit: number[]
  readonly chunks: Chunk[]
  /** Operations that name chunks of this file and stand in an earlier one: without them nobody would keep the chunks. */
  readonly named: BundleOp[]
  opCount: number
  auditCount: number
  /** Bytes that still have room. */
  left: number
}

/** How large a set may become. */
export interface VolumeLimits {
  /** Bytes of one file; well below what a reader takes. */
  readonly volumeBytes: number
  readonly volumes: number
  /** Bytes of all of them, such as what is free on the stick. */
  readonly bytes: number
}

/** What a writer puts into one file when nothing else is said. */
const volumeBytes = 1_900_000_000

/** What one chunk takes of a volume: its blocks in the tar and its line in the manifest. */
const chunkCost = (size: number): number => 512 + Math.ceil(size / 512) * 512 + 160

const costOf = (chunks: readonly Chunk[]): number => chunks.reduce((sum, { size }) => sum + chunkCost(size), 0)

/** So many chunks leave room for all other files, and their lines fit into the manifest. */
const mostChunks = 90_000

/** Header, roster, checkpoints, manifests: what every file of a set carries beside its content, at most. */
export const overhead = 4 * limits.headerBytes

/** Deals parts and photos out to the files of a set. Parts of operations come first; a photo is never torn apart. */
export class VolumePlan {
  readonly volumes: Volume[]
  private readonly limits: VolumeLimits
  private used = 0

  constructor(given: Partial<VolumeLimits> = {}) {
    this.limits = {
      volumeBytes: given.volumeBytes ?? volumeBytes,
      volumes: given.volumes ?? 9999,
      bytes: given.bytes ?? Infinity,
    }
    this.volumes = [this.empty()]
  }

  /** Why the last part or photo found no room. */
  get fullBecause(): 'tooLargeForOneVolume' | 'full' {
    return this.limits.bytes === Infinity ? 'tooLargeForOneVolume' : 'full'
  }

  /** So many bytes of lines, packed, surely fit into one file. */
  get partBytes(): number {
    return Math.min(limits.partRawTarget, Math.floor((this.limits.volumeBytes - overhead) * 0.95))
  }

  /** Puts one packed part of operations or audit lines into the last file, or a new one; false when there is no room. */
  part(kind: 'ops' | 'audit', at: number, { size, lines }: { readonly size: number; readonly lines: number }): boolean {
    const cost = chunkCost(size)
    const volume = this.withRoom(cost, 0)
    if (!volume) return false
    this.charge(volume, cost)
    volume[kind].push(at)
    if (kind === 'ops') volume.opCount += lines
    else volume.auditCount += lines
    return true
  }

  /** True when pieces of so many bytes may still find room: asked before they are read. */
  mayTake(bytes: number): boolean {
    return this.withRoom(bytes, 0, true) !== null
  }

  /**
   * Puts all chunks of one photo into one file of the set; false when there is no room. The operations that name them
   * are repeated in a file that is not the first, so that each is good by itself.
   */
  take(chunks: readonly Chunk[], naming: readonly BundleOp[] = []): boolean {
    if (chunks.length === 0) return true
    const [bare, named] = [costOf(chunks), naming.reduce((sum, op) => sum + JSON.stringify(op).length + 1, 0)]
    // In the first file they stand already.
    const first = this.volumes.length === 1 ? this.withRoom(bare, chunks.length, true) : null
    const inFirst = first !== null && first === this.volumes[0]
    const volume = inFirst ? first : this.withRoom(bare + named, chunks.length)
    if (!volume) return false
    this.charge(volume, inFirst ? bare : bare + named)
    volume.chunks.push(...chunks)
    if (!inFirst) volume.named.push(...naming)
    return true
  }

  private empty(): Volume {
    return {
      ops: [],
      audit: [],
      chunks: [],
      named: [],
      opCount: 0,
      auditCount: 0,
      left: this.limits.volumeBytes - overhead,
    }
  }

  private charge(volume: Volume, cost: number): void {
    volume.left -= cost
    this.used += cost
  }

  /** The last file with room, opening another one when that is allowed. */
  private withRoom(cost: number, chunks: number, onlyAsked = false): Volume | null {
    if (this.used + cost + overhead * this.volumes.length > this.limits.bytes) return null
    const last = this.volumes.at(-1)
    const fits = (volume: Volume) => cost <= volume.left && volume.chunks.length + chunks <= mostChunks
    if (last && fits(last)) return last
    const next = this.empty()
    if (this.volumes.length >= this.limits.volumes || !fits(next)) return null
    if (!onlyAsked) this.volumes.push(next)
    return next
  }
}

/** About how many bytes the tar of a volume has, without what every one carries. */
export const bytesOf = (volume: Volume, sizes: (kind: 'ops' | 'audit', at: number) => number): number =>
  volume.ops.reduce((sum, at) => sum + sizes('ops', at), 0) +
  volume.audit.reduce((sum, at) => sum + sizes('audit', at), 0) +
  costOf(volume.chunks)
