import type { BundleOp } from '../../shared/bundle/v1/operation.ts'
import { fail } from '../../shared/errors.ts'
import { filesOf, isHere, recordOf } from '../attachments/index.ts'
import type { AnyStore } from '../store/open.ts'
import { chunkName } from './format/names.ts'
import { readChunks, readOps, type VerifiedBundle } from './format/read.ts'
import { livingAttachments, piecesAndThumb, type Watch } from './pieces.ts'

/** So much is written in one transaction. */
const batchBytes = 8 * 1024 * 1024

/** What an attachment operation says, as far as pieces go. */
interface Named {
  readonly entity: string
  readonly owner: string
  readonly pieces: string[]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const namedBy = (op: BundleOp): Named => {
  const thumb = textOf(op.fields['thumb'])
  return {
    entity: op.entity,
    owner: textOf(op.fields['owner']),
    pieces: piecesAndThumb({ chunks: textOf(op.fields['chunks']), thumb }),
  }
}

/** Gathers, operation by operation, which pieces of a bundle belong to a living or coming attachment. */
export class PiecesWanted {
  private readonly type: string
  private readonly named: Named[] = []
  private readonly erased: Set<unknown>
  private readonly store: AnyStore

  constructor(store: AnyStore) {
    this.store = store
    this.type = recordOf(store.store).name
    this.erased = new Set(store.prepare('select entity from erased').pluck().all())
  }

  /** Looks at one operation of the bundle. */
  see(op: BundleOp): void {
    if (op.kind === 'erase') this.erased.add(op.entity)
    else if (op.type === this.type && 'chunks' in op.fields) this.named.push(namedBy(op))
  }

  /** Attachments with their pieces: those the bundle names and those held already, without what was erased. */
  all(): Named[] {
    const held = livingAttachments(this.store).map((row) => ({
      entity: row.id,
      owner: row.owner,
      pieces: piecesAndThumb(row),
    }))
    return [...held, ...this.named].filter((one) => !this.erased.has(one.entity) && !this.erased.has(one.owner))
  }
}

/** What a bundle brings of photos and papers: it was just verified, so that the names of its chunks are still known. */
export const photosIn = (store: AnyStore, { hashes, counts }: VerifiedBundle, seen: PiecesWanted) => {
  const files = filesOf(store)
  const here = (piece: string): boolean => files?.has(piece) ?? false
  const coming = counts.chunks === 0 ? [] : seen.all().filter((one) => one.pieces.some((p) => hashes.has(chunkName(p))))
  const fresh = coming.filter((one) => !one.pieces.every(here))
  const different = (list: readonly Named[]): number => new Set(list.map((one) => one.entity)).size
  return { count: different(coming), fresh: different(fresh), bytes: counts.chunkBytes }
}

/**
 * Keeps the pieces of a verified bundle, before its operations: a photo is then whole when it shows. Pieces that belong
 * to nothing, or to somebody who was erased here meanwhile, are left in the bundle. Answers which ones are new.
 */
export const takePieces = async (
  store: AnyStore,
  file: string,
  verified: VerifiedBundle,
  now: Date,
  watch: Watch,
): Promise<ReadonlySet<string>> => {
  const fresh = new Set<string>()
  const total = verified.counts.chunks
  if (total === 0) return fresh
  const seen = new PiecesWanted(store)
  for await (const ops of readOps(file, verified, 1000)) for (const op of ops) seen.see(op)
  const wanted = new Set(seen.all().flatMap((one) => one.pieces))
  const needed = new Set(livingAttachments(store).flatMap(piecesAndThumb))
  let batch: Uint8Array[] = []
  let bytes = 0
  let done = 0
  const flush = async (): Promise<void> => {
    if (batch.length > 0) store.files?.().putAll(batch, now.toISOString())
    batch = []
    bytes = 0
    watch.progress('bundle.photos', done, total)
    await watch.pause()
    if (watch.cancelled()) fail({ kind: 'cancelled' })
  }
  for await (const chunk of readChunks(file, verified)) {
    done += 1
    if (!wanted.has(chunk.sha256)) continue
    const held = filesOf(store)?.has(chunk.sha256) ?? false
    if (held && needed.has(chunk.sha256)) continue
    if (!held) fresh.add(chunk.sha256)
    // One that is held but not needed yet is put again: it waits for its record as long as a new one.
    batch.push(chunk.bytes)
    bytes += chunk.bytes.length
    if (bytes >= batchBytes) await flush()
  }
  await flush()
  if (done !== total) fail({ kind: 'refused', reason: 'DAMAGED' })
  return fresh
}

/** How many living attachments are whole now and were not before these pieces came. */
export const photosBrought = (store: AnyStore, fresh: ReadonlySet<string>): number => {
  if (fresh.size === 0) return 0
  const files = filesOf(store)
  return livingAttachments(store).filter(
    (row) => row.chunks.split(' ').some((piece) => fresh.has(piece)) && isHere(files, row),
  ).length
}
