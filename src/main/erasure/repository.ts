import { z } from 'zod'
import { erasureReason, type ErasureReason } from '../../shared/codes/erasure.ts'
import type { Certificate, ErasureKind } from '../../shared/contract/erasure.ts'
import type { AnyStore } from '../store/open.ts'

/** A request as it is kept: ids, numbers and codes alone. */
export interface StoredRequest {
  readonly id: string
  readonly kind: ErasureKind
  readonly entity: string
  readonly number: string
  readonly reason: ErasureReason
  readonly reference: string | null
  readonly requestedBy: string
  readonly requestedAt: string
  readonly state: 'waiting' | 'approved' | 'refused' | 'withdrawn'
}

const columns = 'id, kind, entity, number, reason, reference, requestedBy, requestedAt, state'

/** The requests of a store that wait for the second person, oldest first. */
export const findWaiting = (store: AnyStore): StoredRequest[] =>
  store
    .prepare(`select ${columns} from erasureRequest where state = 'waiting' order by requestedAt, id`)
    .all() as StoredRequest[]

/** One request, in whatever state. */
export const findRequest = (store: AnyStore, id: string): StoredRequest | undefined =>
  store.prepare(`select ${columns} from erasureRequest where id = ?`).get(id) as StoredRequest | undefined

/** The request for a record that waits, if any. */
export const waitsFor = (store: AnyStore, entity: string): boolean =>
  store.prepare("select 1 from erasureRequest where entity = ? and state = 'waiting'").get(entity) !== undefined

/** Keeps a new request, waiting. */
export const insertRequest = (store: AnyStore, request: Omit<StoredRequest, 'state'>): void => {
  const { id, kind, entity, number, reason, reference, requestedBy, requestedAt } = request
  store
    .prepare(`insert into erasureRequest (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`)
    .run(id, kind, entity, number, reason, reference, requestedBy, requestedAt)
}

/** Ends the waiting of a request. */
export const decideRequest = (
  store: AnyStore,
  id: string,
  decision: { state: 'approved' | 'refused' | 'withdrawn'; by: string; at: string; saveId: string | null },
): void => {
  const { state, by, at, saveId } = decision
  store
    .prepare('update erasureRequest set state = ?, decidedBy = ?, decidedAt = ?, saveId = ? where id = ?')
    .run(state, by, at, saveId, id)
}

/** An erasure with the ids of people instead of their names. */
export type StoredCertificate = Omit<Certificate, 'dots'>

const certificateRow = z.object({
  id: z.string(),
  kind: z.enum(['household', 'person', 'capProject', 'evacuationCase']).nullable().catch(null),
  record: z.string(),
  number: z.string().nullable(),
  at: z.string(),
  requestedBy: z.string().nullable(),
  requestedAt: z.string().nullable(),
  reason: z.enum(erasureReason.codes).nullable(),
  reference: z.string().nullable(),
  approvedBy: z.string().nullable(),
  records: z.int(),
})

/** Of the records that one save erased, the one it was about comes first in this order. */
const rank = `case type when 'household' then 0 when 'evacuationCase' then 0 when 'capProject' then 0
  when 'person' then 1 when 'patient' then 2 else 3 end`

/** Erasures of a store, newest first; of one save alone where it is given. */
export const findErasures = (
  store: AnyStore,
  { save, limit }: { save?: string; limit: number },
): StoredCertificate[] => {
  const rows = store
    .prepare(
      `with one as (
         select saveId, entity, number, type, at, user, count(*) over (partition by saveId) as records,
           row_number() over (partition by saveId order by ${rank}, entity) as place
         from erased where saveId is not null and (:save is null or saveId = :save)
       )
       select one.saveId as id, coalesce(r.kind, one.type) as kind, coalesce(r.entity, one.entity) as record,
         coalesce(r.number, one.number) as number, one.at, r.requestedBy, r.requestedAt, r.reason, r.reference,
         one.user as approvedBy, one.records
       from one left join erasureRequest r on r.saveId = one.saveId
       where one.place = 1 order by one.at desc, one.saveId desc limit :limit`,
    )
    .all({ save: save ?? null, limit })
  return rows.map((row) => {
    const read = certificateRow.parse(row)
    return { ...read, store: store.store, here: read.requestedBy !== null }
  })
}

/** How many erasures a store knows of. */
export const countErasures = (store: AnyStore): number =>
  Number(store.prepare('select count(distinct saveId) from erased where saveId is not null').pluck().get())

/** The dots of the erase operations of one save, as runs. */
export const findDots = (store: AnyStore, save: string): Certificate['dots'] => {
  const rows = store
    .prepare(
      `select r.hex as replica, o.n from erased e join opLog o on o.entity = e.entity
       join replica r on r.id = o.replica
       where e.saveId = :save and o.kind = 'erase' and o.saveId = :save order by r.hex, o.n`,
    )
    .all({ save }) as { replica: string; n: number }[]
  const runs: Certificate['dots'] = []
  for (const { replica, n } of rows) {
    const last = runs.at(-1)
    if (last?.replica === replica && last.to === n - 1) last.to = n
    else runs.push({ replica, from: n, to: n })
  }
  return runs
}
