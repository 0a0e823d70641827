import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import type { BundlePreview, BundleSample } from '../../shared/contract/exchange.ts'
import { nameForms } from '../../shared/names/display.ts'
import { multiText, type MultiText, type Script } from '../../shared/records/field.ts'
import { records } from '../../shared/records/index.ts'
import { aboutOf } from '../conflicts/repository.ts'
import { mayReadField, type Kind } from '../conflicts/rules.ts'
import { mayName } from '../conflicts/view.ts'
import { numberRegister } from '../oplog/values.ts'
import type { SignedIn } from '../store/context.ts'
import type { AnyStore } from '../store/open.ts'

const isKind = (type: string): type is Kind => Object.hasOwn(records, type)

const multi = (value: Json | undefined): MultiText | null => {
  const parsed = multiText.safeParse(value)
  return parsed.success ? parsed.data : null
}

const inScripts = (texts: readonly (readonly [Script, Json | undefined])[]): MultiText | null => {
  const known = texts.flatMap(([script, text]) => (typeof text === 'string' ? [[script, text] as const] : []))
  return known.length === 0 ? null : Object.fromEntries(known)
}

/** What people would call a record, from what an operation says of it. */
function nameIn(type: string, fields: Readonly<Record<string, Json>>): MultiText | null {
  if (type === 'person' || type === 'patient') {
    const [given, father, grandfather, family] = ['given', 'father', 'grandfather', 'family'].map((part) =>
      multi(fields[part]),
    )
    return inScripts(
      nameForms({ given: given ?? null, father, grandfather, family }).map(({ script, text }) => [script, text]),
    )
  }
  if (type === 'place')
    return inScripts([
      ['la', fields['nameEn']],
      ['ar', fields['nameAr']],
      ['ckb', fields['nameKu']],
    ])
  if (type === 'user') return inScripts([['la', fields['name']]])
  return multi(fields['title']) ?? multi(fields['name'])
}

/** True for a kind of record that this version knows, and keeps in the other store. */
export const belongsElsewhere = (store: AnyStore, type: string): boolean =>
  isKind(type) && records[type].store !== store.store

/** A record as an operation of a bundle tells of it. */
export const sampleOf = ({ type, entity, fields }: BundleOp): BundleSample => {
  const number = fields[numberRegister]
  return { record: type, id: entity, number: typeof number === 'string' ? number : null, name: nameIn(type, fields) }
}

/** A record as it is here. */
export const sampleHere = (store: AnyStore, type: string, id: string): BundleSample => {
  const about = isKind(type) && records[type].store === store.store ? aboutOf(store, type, id) : undefined
  return { record: type, id, number: about?.number ?? null, name: about?.title ?? null }
}

/** A preview without what this reader may not see: names of records, and values of fields. */
export const shownPreview = (user: SignedIn, store: AnyStore, preview: BundlePreview): BundlePreview => {
  const shown = <S extends BundleSample>(one: S): S =>
    isKind(one.record) && mayName(user, one.record) ? one : { ...one, name: null }
  const all = <G extends { samples: BundleSample[] }>(of: G): G => ({ ...of, samples: of.samples.map(shown) })
  const { conflicts, duplicates } = preview
  return {
    ...preview,
    added: all(preview.added),
    changed: all(preview.changed),
    same: all(preview.same),
    removed: all(preview.removed),
    erased: all(preview.erased),
    newer: all(preview.newer),
    elsewhere: all(preview.elsewhere),
    waiting: all(preview.waiting),
    setAside: all(preview.setAside),
    duplicates: {
      ...duplicates,
      samples: duplicates.samples.map((one) => ({ ...shown(one), like: shown(one.like) })),
    },
    conflicts: {
      ...conflicts,
      samples: conflicts.samples.map((one) =>
        isKind(one.record) && mayReadField(user, store, one.record, one.id, one.field)
          ? shown(one)
          : { ...shown(one), here: null, there: null, withheld: true },
      ),
    },
  }
}
