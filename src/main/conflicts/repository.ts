import type { Output } from '../../shared/contract/index.ts'
import { nameForms } from '../../shared/names/display.ts'
import { may } from '../../shared/permissions.ts'
import type { MultiText, Script } from '../../shared/records/field.ts'
import { records } from '../../shared/records/index.ts'
import { deletedRegister } from '../oplog/values.ts'
import type { SignedIn } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'
import { leastRights, rightsOf, type Kind } from './rules.ts'

/** One register of one record on which offices disagree. */
export interface Open {
  readonly record: Kind
  readonly id: string
  readonly field: string
  readonly at: string
}

/** The disagreements of a store about records that a person may read. A removed record asks about its removal alone. */
export function openConflicts(store: AnyStore, user: SignedIn): Open[] {
  const present = new Set(store.prepare('select distinct type from conflict').pluck().all() as string[])
  const kinds = Object.values(records).filter(({ name }) => present.has(name) && may(user, leastRights(name).read))
  return kinds.flatMap(({ name }) => {
    const rows = store
      .prepare(
        `select c.entity as id, c.register as field, c.at from conflict c join "${name}" t on t.id = c.entity
         where c.type = ? and (t.deleted = 0 or c.register = ?)`,
      )
      .all(name, deletedRegister) as Omit<Open, 'record'>[]
    return rows.filter(({ id }) => may(user, rightsOf(store, name, id).read)).map((row) => ({ record: name, ...row }))
  })
}

/** How many disagreements wait in the stores that are open to this person. */
export const countConflicts = (stores: readonly (AnyStore | null)[], user: SignedIn): number =>
  stores.reduce((sum, store) => sum + (store ? openConflicts(store, user).length : 0), 0)

/** The newest first; those of one record beside each other. */
export const inOrder = (rows: readonly Open[]): Open[] => {
  const newest = new Map<string, string>()
  for (const { id, at } of rows) if (at > (newest.get(id) ?? '')) newest.set(id, at)
  const text = ({ id, record, field }: Open) => `${newest.get(id) ?? ''} ${id} ${record} ${field}`
  return rows.toSorted((a, b) => (text(a) < text(b) ? 1 : -1))
}

type About = Pick<Output<'conflicts.get'>, 'number' | 'title' | 'page'>
type Cells = Readonly<Record<string, unknown>>

const nobody: About = { number: null, title: null, page: null }

const nameParts = ['given', 'father', 'grandfather', 'family'] as const

const multi = (cell: unknown): MultiText | null => (typeof cell === 'string' ? (JSON.parse(cell) as MultiText) : null)

function nameOf(cells: Cells | undefined): MultiText | null {
  if (!cells) return null
  const [given, father, grandfather, family] = nameParts.map((part) => multi(cells[part]))
  const forms = nameForms({ given: given ?? null, father, grandfather, family })
  return forms.length === 0 ? null : Object.fromEntries(forms.map(({ script, text }) => [script, text]))
}

const inScripts = (texts: readonly (readonly [Script, unknown])[]): MultiText | null => {
  const known = texts.filter((pair): pair is readonly [Script, string] => typeof pair[1] === 'string')
  return known.length === 0 ? null : Object.fromEntries(known)
}

/** What people call a record, and the page it is shown on; a part is called as what it belongs to. */
export function aboutOf(store: AnyStore, kind: Kind, id: unknown): About {
  if (typeof id !== 'string') return nobody
  const row = (table: Kind, key: unknown): Cells | undefined =>
    store.prepare(`select * from "${table}" where id = ?`).get(key) as Cells | undefined
  const own = row(kind, id)
  if (!own) return nobody
  const number = typeof own['number'] === 'string' ? own['number'] : null
  switch (kind) {
    case 'household':
      return { number, title: nameOf(row('person', own['head'])), page: { record: 'household', id } }
    case 'person':
      return { number, title: nameOf(own), page: aboutOf(store, 'household', own['household']).page }
    case 'displacement':
      return aboutOf(store, 'household', own['household'])
    case 'personPair':
      return aboutOf(store, 'person', own['main'] ?? own['one'])
    case 'capProject':
      return { number, title: multi(own['title']), page: { record: 'capProject', id } }
    case 'capStep':
      return aboutOf(store, 'capProject', own['project'])
    case 'patient': {
      const found = store.prepare('select id from "evacuationCase" where patient = ? and deleted = 0').pluck().get(id)
      return { number, title: nameOf(own), page: aboutOf(store, 'evacuationCase', found).page }
    }
    case 'evacuationCase':
      return { number, title: nameOf(row('patient', own['patient'])), page: { record: 'evacuationCase', id } }
    case 'caseStep':
      return aboutOf(store, 'evacuationCase', own['case'])
    case 'place': {
      const title = inScripts([
        ['la', own['nameEn']],
        ['ar', own['nameAr']],
        ['ckb', own['nameKu']],
      ])
      return { number, title, page: { record: 'place', id } }
    }
    case 'placeAlias':
    case 'figure':
      return aboutOf(store, 'place', own['place'])
    case 'office':
      return { number, title: multi(own['name']), page: null }
    case 'user':
      return { number, title: inScripts([['la', own['name']]]), page: null }
    case 'attachment':
    case 'caseAttachment': {
      const owner = Object.values(records).find(({ name }) => name === own['ownerType'])
      return owner ? aboutOf(store, owner.name, own['owner']) : nobody
    }
  }
}
