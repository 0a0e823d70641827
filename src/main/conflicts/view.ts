import type { Json } from '../../shared/bundle/v1/operation.ts'
import type { Output } from '../../shared/contract/index.ts'
import { mayRead } from '../../shared/permissions.ts'
import { findOffice, findUser, metaOf } from '../accounts/repository.ts'
import { canonical } from '../crypto/canonical.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { covers } from '../oplog/heads.ts'
import {
  ancestorOf,
  differ,
  dotOf,
  latestOf,
  lineageOf,
  originOf,
  writesOfRegister,
  type Write,
} from '../oplog/lineage.ts'
import { deletedRegister } from '../oplog/values.ts'
import type { Ctx, SignedIn } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { kindOf, mayReadField, recordOf, type Kind } from './rules.ts'

type Shown = Output<'conflicts.get'>
type Author = Shown['options'][number]['by'][number]

/** A value to choose, with every write that carries it, the newest last. */
interface Choice {
  readonly id: string
  readonly value: Json
  readonly shown: boolean
  readonly writes: readonly Write[]
  readonly edits: readonly { readonly field: string; readonly before: Json; readonly write: Write }[]
}

/** What offices disagree on, as the log has it. */
export interface Disagreement {
  readonly version: string
  readonly ancestor: Write | null
  readonly choices: readonly Choice[]
}

/** The disagreement about a register, or null where there is none. */
export function disagreementOf(store: AnyStore, kind: Kind, id: string, field: string): Disagreement | null {
  const row = store.prepare(`select deleted from "${kind}" where id = ?`).get(id) as { deleted: number } | undefined
  if (!row || (row.deleted === 1 && field !== deletedRegister)) return null
  const lineage = lineageOf(store, kind, id)
  if (field === deletedRegister) return removalOf(lineage, kind, row.deleted === 1)
  const writes = writesOfRegister(lineage, field)
  const heads = latestOf(writes)
  if (!differ(heads)) return null
  const told = heads.map((head) => ({ head, origin: originOf(writes, head, heads) }))
  const winner = heads.at(-1)
  const values = new Map<string, typeof told>()
  for (const one of told) {
    const key = canonical(one.head.value)
    values.set(key, [...(values.get(key) ?? []), one])
  }
  const choices = [...values.values()].map((group): Choice => {
    const last = group.at(-1)?.head
    return {
      id: last ? dotOf(last) : '',
      value: last?.value ?? null,
      shown: last === winner,
      writes: group.map(({ origin }) => origin),
      edits: [],
    }
  })
  const origins = told.map(({ origin }) => origin)
  return { version: versionOf(heads), ancestor: ancestorOf(writes, origins), choices: steady(choices) }
}

/** A removal against what its author had not seen, or a removal against somebody who brought the record back. */
function removalOf(lineage: ReadonlyMap<string, readonly Write[]>, kind: Kind, removed: boolean): Disagreement | null {
  const writes = writesOfRegister(lineage, deletedRegister)
  const heads = latestOf(writes)
  const removals = heads.filter(({ value }) => value === true)
  const kept = heads.filter(({ value }) => value === false)
  const [removal] = removals.toReversed()
  if (!removal) return null
  const fields = Object.keys(recordOf(kind).fields)
  const edits = fields.flatMap((field) => {
    const all = writesOfRegister(lineage, field)
    const unseen = latestOf(all).filter((write) => !removals.some(({ vectors }) => covers(vectors[field], write)))
    const stood = latestOf(all.filter((write) => removals.some(({ vectors }) => covers(vectors[field], write)))).at(-1)
    return unseen.map((write) => ({ field, before: stood?.value ?? null, write }))
  })
  if (edits.length === 0 && kept.length === 0) return null
  const authors = new Map([...kept, ...edits.map(({ write }) => write)].map((write) => [dotOf(write), write]))
  const [keeper] = [...authors.values()].toReversed()
  return {
    version: versionOf([...heads, ...edits.map(({ write }) => write)]),
    ancestor: null,
    choices: [
      {
        id: dotOf(removal),
        value: true,
        shown: removed,
        writes: removals.map((one) => firstLike(writes, one)),
        edits: [],
      },
      { id: keeper ? dotOf(keeper) : '', value: false, shown: !removed, writes: [...authors.values()], edits },
    ],
  }
}

/** A removal that stands again, because a decision was taken back, had seen just what the first one had. */
function firstLike(writes: readonly Write[], removal: Write): Write {
  const known = ({ vectors: { [deletedRegister]: _own, ...rest } }: Write) => canonical(rest)
  return writes.find((one) => one.value === true && known(one) === known(removal)) ?? removal
}

const versionOf = (writes: readonly Write[]): string => sha256Hex([...new Set(writes.map(dotOf))].toSorted().join(' '))

/** In the order in which they were written, so that 1 and 2 mean the same in every office. */
const steady = (choices: readonly Choice[]): Choice[] => {
  const text = ({ writes }: Choice) => `${writes[0]?.wall ?? ''} ${writes[0]?.replica ?? ''}`
  return choices.toSorted((a, b) => (text(a) < text(b) ? -1 : 1))
}

/** The choices and the ancestor as a person may see them. */
export async function shownTo(
  ctx: Ctx,
  user: SignedIn,
  store: AnyStore,
  { kind, id, field, found }: { kind: Kind; id: string; field: string; found: Disagreement },
): Promise<Pick<Shown, 'kind' | 'version' | 'ancestor' | 'options'>> {
  const device = (await metaOf(ctx.db, 'device')) ?? ''
  const open = mayReadField(user, store, kind, id, field)
  const authorOf = async (write: Write): Promise<Author> => {
    const who = await findUser(ctx.db, write.user)
    const office = who && (await findOffice(ctx.db, who.office))
    return {
      at: write.wall,
      user: who?.name ?? null,
      office: office?.name ?? null,
      device: write.device.slice(0, 8),
      here: write.device === device,
    }
  }
  const options = []
  for (const choice of open ? found.choices : []) {
    const by: Author[] = []
    for (const write of choice.writes.slice(-20)) by.push(await authorOf(write))
    const edits = choice.edits.slice(0, 100).map(({ field: name, before, write }) => {
      const readable = mayReadField(user, store, kind, id, name)
      return {
        field: name,
        before: readable ? before : null,
        after: readable ? write.value : null,
        withheld: !readable,
      }
    })
    options.push({ id: choice.id, value: choice.value, shown: choice.shown, by: oncePerSave(by), edits })
  }
  return {
    kind: kindOf(kind, field),
    version: found.version,
    ancestor: found.ancestor && open ? { value: found.ancestor.value, by: await authorOf(found.ancestor) } : null,
    options,
  }
}

/** Several fields of one save are one thing that somebody did. */
const oncePerSave = (by: readonly Author[]): Author[] => [
  ...new Map(by.map((one) => [`${one.at} ${one.device} ${one.user ?? ''}`, one])).values(),
]

/** A name is shown to those who may read names. */
export const mayName = (user: SignedIn, kind: Kind): boolean => mayRead(user, recordOf(kind).class)
