import { allReferences, filesOf, isHere, piecesOf, type ReferenceRow } from '../attachments/index.ts'
import type { JobTools } from '../jobs/runner.ts'
import { fail } from '../../shared/errors.ts'
import { isHeld, type Held } from '../oplog/lacking.ts'
import { readCreates } from '../oplog/read.ts'
import type { AnyStore } from '../store/open.ts'
import type { Chunk, VolumePlan } from './format/volumes.ts'

/** What is asked of the job while pieces are read: to say how far it is, and to stop. */
export type Watch = Pick<JobTools, 'progress' | 'cancelled' | 'pause'>

/** Photos and papers that go into a bundle, and why others do not. Counts are photos and papers, not pieces. */
export interface ChosenPieces {
  /** Whole in this set. */
  photos: number
  bytes: number
  /** For want of room: they come with a later bundle. */
  leftOut: number
  /** With a piece whose bytes are not what they were. */
  damaged: number
  /** With a piece that is not on this laptop. */
  elsewhere: number
}

const hash = /^[0-9a-f]{64}$/

/** Every piece an attachment refers to, its small picture last; what is no hash stands for nothing. */
export const piecesAndThumb = (row: Pick<ReferenceRow, 'chunks' | 'thumb'>): string[] =>
  [...piecesOf(row), row.thumb ?? ''].filter((piece) => hash.test(piece))

/** Living attachments, newest first; none that was erased or belongs to a record that was. */
export const livingAttachments = (store: AnyStore): ReferenceRow[] => {
  const erased = new Set(store.prepare('select entity from erased').pluck().all())
  return allReferences(store)
    .filter((row) => row.deleted === 0 && !erased.has(row.id) && !erased.has(row.owner))
    .toSorted((a, b) => (a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1))
}

/** So many wanted pieces fit into the header of a bundle, beside what it knows. */
const mostWants = 8000

/** Pieces of living attachments that are not on this laptop, of the newest first: the other office may have them. */
export const wantsOf = (store: AnyStore): string[] => {
  const files = filesOf(store)
  const wanted = new Set<string>()
  for (const row of livingAttachments(store)) {
    for (const piece of piecesAndThumb(row)) if (!(files?.has(piece) ?? false)) wanted.add(piece)
    if (wanted.size >= mostWants) break
  }
  return [...wanted].slice(0, mostWants)
}

/**
 * Parts the living attachments into those that an office lacks, as far as it said, and the rest. It lacks one when it
 * does not know the record, or when it asked for a piece of it.
 */
export const attachmentsFor = (
  store: AnyStore,
  { held, wants }: { readonly held: Held; readonly wants: readonly string[] },
): { lacking: ReferenceRow[]; rest: ReferenceRow[] } => {
  const asked = new Set(wants)
  const creates = store.prepare(
    `select r.hex, o.n from opLog o join replica r on r.id = o.replica where o.entity = ? and o.kind = 'create'`,
  )
  const isKnown = (id: string): boolean =>
    (creates.all(id) as { hex: string; n: number }[]).some(({ hex, n }) => isHeld(held, hex, n))
  const parted = { lacking: [] as ReferenceRow[], rest: [] as ReferenceRow[] }
  for (const row of livingAttachments(store)) {
    const lacks = !isKnown(row.id) || piecesAndThumb(row).some((piece) => asked.has(piece))
    parted[lacks ? 'lacking' : 'rest'].push(row)
  }
  return parted
}

/**
 * Puts photos into the plan of a set, in the order given, as far as the room goes. Every piece is read and compared
 * with its hash, so that a damaged one never reaches a bundle; only one is in memory at a time.
 */
export const choosePieces = async (
  store: AnyStore,
  rows: readonly ReferenceRow[],
  plan: VolumePlan,
  watch: Watch,
): Promise<ChosenPieces> => {
  const files = filesOf(store)
  const chosen: ChosenPieces = { photos: 0, bytes: 0, leftOut: 0, damaged: 0, elsewhere: 0 }
  const taken = new Set<string>()
  for (const [at, row] of rows.entries()) {
    if (watch.cancelled()) fail({ kind: 'cancelled' })
    const own: Chunk[] = []
    let state: 'photos' | 'damaged' | 'elsewhere' = isHere(files, row) ? 'photos' : 'elsewhere'
    // Without looking at the bytes: what a full bundle leaves out may be many gigabytes.
    let fits = state === 'elsewhere' || plan.mayTake(row.bytes)
    for (const sha256 of fits ? new Set(piecesAndThumb(row)) : []) {
      if (taken.has(sha256)) continue
      const bytes = files?.get(sha256) ?? null
      if (bytes === 'damaged') state = 'damaged'
      else if (bytes !== null) own.push({ sha256, size: bytes.length })
    }
    fits &&= plan.take(own, own.length > 0 ? readCreates(store, row.id) : [])
    if (fits) {
      for (const one of own) {
        taken.add(one.sha256)
        chosen.bytes += one.size
      }
    }
    chosen[fits ? state : 'leftOut'] += 1
    watch.progress('bundle.photos', at + 1, rows.length)
    await watch.pause()
  }
  return chosen
}

/** Reads one piece on its way into a bundle. */
export const readPiece = async (store: AnyStore, sha256: string): Promise<Uint8Array> => {
  const bytes = filesOf(store)?.get(sha256) ?? null
  if (bytes === null || bytes === 'damaged') return fail({ kind: 'storage', reason: 'attachmentDamaged' })
  return await Promise.resolve(bytes)
}
