import { z } from 'zod'
import type { Output } from '../../shared/contract/index.ts'
import type { BundleHeader } from '../../shared/bundle/v1/header.ts'
import { countMissing } from '../oplog/lacking.ts'
import type { AnyStore } from '../store/open.ts'

type Gap = Output<'bundles.gaps'>[number]

const knowledge = z.record(z.string(), z.array(z.strictObject({ from: z.int(), to: z.int(), digest: z.string() })))

interface Received {
  readonly serial: number
  readonly setId: string
  readonly kind: string
  readonly volume: number
  readonly volumes: number
}

/** Bundles of one life of another store that were ever looked at here, the latest first. */
const receivedFrom = (store: AnyStore, replica: string): Received[] =>
  store
    .prepare(
      `select serial, setId, kind, volume, volumes from bundleJournal where direction = 'in' and replica = ?
       order by serial desc, at desc`,
    )
    .all(replica) as Received[]

/** How many of the bundles that a sender has written for this office have never been here. */
const neverCame = (serials: readonly number[]): number => {
  const known = new Set(serials.filter((serial) => serial > 0))
  return Math.max(0, ...known) - known.size
}

/** How many bundles before this one have never been here. */
export const bundlesBefore = (store: AnyStore, { sender, serial = 0 }: BundleHeader): number =>
  neverCame([serial, ...receivedFrom(store, sender.replica).map((row) => row.serial)].filter((one) => one <= serial))

/** The files of the latest set of a sender that have not come. */
const partsLacking = ([latest, ...rest]: readonly Received[]): Gap['parts'] => {
  if (!latest || latest.volumes === 1) return []
  const came = new Set([latest, ...rest].filter(({ setId }) => setId === latest.setId).map(({ volume }) => volume))
  return Array.from({ length: latest.volumes }, (_, at) => at + 1)
    .filter((volume) => !came.has(volume))
    .map((volume) => ({ volume, volumes: latest.volumes }))
}

/**
 * What other offices hold by their own word and this store does not. A receipt or a part of the records leaves such a
 * gap too, where nothing was lost; `lost` says that something written for this office has not come.
 */
export const gapsIn = (store: AnyStore): Omit<Gap, 'code' | 'name'>[] => {
  const words = store.prepare('select office, replica, knowledge from acknowledged order by office').all() as {
    office: string
    replica: string
    knowledge: string
  }[]
  const found = new Map<string, Omit<Gap, 'code' | 'name'>>()
  for (const word of words) {
    const operations = countMissing(store, knowledge.parse(JSON.parse(word.knowledge)))
    const received = receivedFrom(store, word.replica)
    const bundles = operations > 0 ? neverCame(received.map(({ serial }) => serial)) : 0
    const parts = partsLacking(received)
    const whole = received[0]?.kind === 'full' || received[0]?.kind === 'incremental'
    const before = found.get(word.office)
    found.set(word.office, {
      store: store.store,
      office: word.office,
      // Several laptops of an office lack much the same here.
      operations: Math.max(operations, before?.operations ?? 0),
      bundles: bundles + (before?.bundles ?? 0),
      parts: [...(before?.parts ?? []), ...parts],
      lost: (before?.lost ?? false) || bundles > 0 || parts.length > 0 || (operations > 0 && whole),
    })
  }
  return [...found.values()].filter(({ operations, parts }) => operations > 0 || parts.length > 0)
}
