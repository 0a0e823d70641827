import { z } from 'zod'
import type { CodeList } from '../codes/code-list.ts'
import type { PrivacyClass } from '../permissions.ts'
import type { Issue, StoreName } from '../errors.ts'

/*
 * The vocabulary of record fields. A record is data: forms, tables, printed sections, validation and row types are
 * drawn from it. Guard rails: about nine kinds, options are plain values, an option used by one record only is not an
 * option (write that screen by hand), and the only function is the refinement of a whole record.
 */

const fieldKinds = ['text', 'number', 'date', 'flag', 'code', 'ref', 'money', 'point', 'file'] as const
type FieldKind = (typeof fieldKinds)[number]

/** How two offices' values for one field come together (store design 5.2). `ask` is for what a person must decide. */
export type MergePolicy = 'ask' | 'latest' | 'max' | 'min'

/** How a value sits in its SQLite column. */
type Storage = 'text' | 'integer' | 'real' | 'json'

export interface Field<V, Optional extends boolean> {
  readonly kind: FieldKind
  readonly schema: z.ZodType<V>
  readonly optional: Optional
  readonly storage: Storage
  readonly class?: PrivacyClass
  readonly merge?: MergePolicy
  readonly min?: number
  readonly max?: number
  readonly list?: CodeList<string, string, string>
  readonly record?: string
  /** Several codes instead of one. */
  readonly many?: boolean
  /** A text in several scripts: `ar`, `ckb` and `la` (Latin letters). */
  readonly languages?: boolean
  /** A date of which only the year or month may be known. */
  readonly partial?: boolean
  /** A text of several lines. */
  readonly long?: boolean
  /** Only numbers and Latin letters: codes, phones and paper numbers, always shown left to right. */
  readonly code?: boolean
}

interface Common<Optional extends boolean> {
  readonly optional?: Optional
  readonly class?: PrivacyClass
  readonly merge?: MergePolicy
}

/** Registers each field schema's privacy class and kind, so that dispatch can empty what a reader may not see. */
export const fieldMeta = z.registry<{ class: PrivacyClass; field: string }>()

const asOptional = <O extends boolean>(options: { readonly optional?: O }): O => (options.optional ?? false) as O

/** Wraps a schema as a field; the one place where the options of all kinds come together. */
const field = <V, O extends boolean>(
  kind: FieldKind,
  storage: Storage,
  schema: z.ZodType<V>,
  options: Omit<Partial<Field<V, O>>, 'kind' | 'schema' | 'storage'>,
): Field<V, O> => ({ ...options, kind, storage, schema, optional: asOptional(options) })

/** Free text that keeps exactly what was typed, apart from surrounding space and Unicode composition. */
const textSchema = (max: number) =>
  z
    .string()
    .transform((value) => value.trim().normalize('NFC'))
    .pipe(z.string().min(1).max(max))

/** Text in up to three scripts; one is enough. `la` is Latin letters. */
export const scripts = ['ar', 'ckb', 'la'] as const
export type Script = (typeof scripts)[number]
export const multiText = z
  .strictObject({
    ar: z.string().trim().max(500).optional(),
    ckb: z.string().trim().max(500).optional(),
    la: z.string().trim().max(500).optional(),
  })
  .refine((value) => scripts.some((script) => (value[script] ?? '') !== ''), { error: 'required' })
export type MultiText = z.infer<typeof multiText>

/** A calendar day as ISO text. */
export const isoDate = z.iso.date()

/**
 * A date known in part, as a subset of EDTF (ISO 8601-2): `1984-03-05`, `1984-03`, `1984`, or `1984~` for "about 1984".
 * An unknown birthday is a year, never 1 January.
 */
export const partialDate = z
  .string()
  .regex(/^\d{4}(~|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/)
  .refine((value) => value.length !== 10 || isoDate.safeParse(value).success, { error: 'invalid_date' })
export type PartialDate = string

/** An amount in minor-unit-free decimal text, so that no rounding ever happens, with its ISO 4217 currency. */
export const money = z.strictObject({
  amount: z.string().regex(/^\d{1,13}(\.\d{1,2})?$/),
  currency: z.enum(['USD', 'IQD', 'EUR']),
})
export type Money = z.infer<typeof money>

/** A place on the ground in WGS 84 degrees. */
export const point = z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
export type Point = z.infer<typeof point>

export const text = <const O extends boolean = false>(
  options: Common<O> & { readonly max?: number; readonly long?: boolean; readonly code?: boolean },
): Field<string, O> => field('text', 'text', textSchema(options.max ?? (options.long ? 4000 : 200)), options)

export const multilingual = <const O extends boolean = false>(options: Common<O>): Field<MultiText, O> =>
  field('text', 'json', multiText, { ...options, languages: true })

export const number = <const O extends boolean = false>(
  options: Common<O> & { readonly min?: number; readonly max?: number },
): Field<number, O> =>
  field(
    'number',
    'integer',
    z
      .int()
      .min(options.min ?? 0)
      .max(options.max ?? 1_000_000_000),
    options,
  )

export const date = <const O extends boolean = false>(options: Common<O>): Field<string, O> =>
  field('date', 'text', isoDate, options)

export const partialDateField = <const O extends boolean = false>(options: Common<O>): Field<PartialDate, O> =>
  field('date', 'text', partialDate, { ...options, partial: true })

export const flag = <const O extends boolean = false>(options: Common<O>): Field<boolean, O> =>
  field('flag', 'integer', z.boolean(), options)

export const code = <C extends string, R extends string, const O extends boolean = false>(
  list: CodeList<string, C, R>,
  options: Common<O>,
): Field<C | R, O> =>
  // Retired codes stay readable; the form offers only the living ones.
  field('code', 'text', z.enum([...list.codes, ...list.retired]) as z.ZodType<C | R>, { ...options, list })

export const codes = <C extends string, R extends string, const O extends boolean = false>(
  list: CodeList<string, C, R>,
  options: Common<O>,
): Field<(C | R)[], O> =>
  field('code', 'json', z.array(z.enum([...list.codes, ...list.retired])).max(50) as z.ZodType<(C | R)[]>, {
    ...options,
    list,
    many: true,
  })

export const recordId = z.string().regex(/^[A-Za-z0-9:._ -]{1,120}$/)

export const ref = <const O extends boolean = false>(record: string, options: Common<O>): Field<string, O> =>
  field('ref', 'text', recordId, { ...options, record })

export const moneyField = <const O extends boolean = false>(options: Common<O>): Field<Money, O> =>
  field('money', 'json', money, options)

export const pointField = <const O extends boolean = false>(options: Common<O>): Field<Point, O> =>
  field('point', 'json', point, options)

export type Fields = Readonly<Record<string, Field<unknown, boolean>>>
type ValueOf<F> = F extends Field<infer V, boolean> ? V : never
type IsOptional<F> = F extends Field<unknown, infer O> ? O : never
type RequiredKeys<F extends Fields> = { [K in keyof F]: IsOptional<F[K]> extends true ? never : K }[keyof F]
type OptionalKeys<F extends Fields> = { [K in keyof F]: IsOptional<F[K]> extends true ? K : never }[keyof F]
type Flat<T> = { [K in keyof T]: T[K] } & {}

/** What a person fills in: optional fields may be left out or empty. */
export type DraftOf<R extends AnyRecord> = Flat<
  { [K in RequiredKeys<R['fields']>]: ValueOf<R['fields'][K]> } & {
    [K in OptionalKeys<R['fields']>]?: ValueOf<R['fields'][K]> | null | undefined
  }
>
/** Changed fields only; `null` empties an optional field, an absent key leaves it as it is. */
export type PatchOf<R extends AnyRecord> = Flat<
  { [K in RequiredKeys<R['fields']>]?: ValueOf<R['fields'][K]> | undefined } & {
    [K in OptionalKeys<R['fields']>]?: ValueOf<R['fields'][K]> | null | undefined
  }
>
/** What every stored record carries beside its own fields. Times are ISO 8601 in UTC, `*By` are user ids. */
interface RecordMeta {
  id: string
  /** The number people use, or null for records that have none. */
  number: string | null
  createdAt: string
  createdBy: string
  updatedAt: string
  updatedBy: string
  deleted: boolean
}
/** A record as stored and answered. */
export type RecordOf<R extends AnyRecord> = Flat<
  RecordMeta & { [K in RequiredKeys<R['fields']>]: ValueOf<R['fields'][K]> } & {
    [K in OptionalKeys<R['fields']>]: ValueOf<R['fields'][K]> | null
  }
>
/** A row of the record's table, as Kysely sees it: JSON fields are text, flags are 0 or 1. */
export type TableOf<R extends AnyRecord> = Flat<
  {
    id: string
    number: string | null
    createdAt: string
    createdBy: string
    updatedAt: string
    updatedBy: string
    deleted: number
  } & {
    [K in keyof R['fields']]:
      | (R['fields'][K] extends Field<infer V, boolean>
          ? V extends boolean
            ? number
            : V extends string
              ? V
              : V extends number
                ? number
                : string
          : never)
      | (IsOptional<R['fields'][K]> extends true ? null : never)
  }
>

export interface AnyRecord {
  readonly name: string
  readonly store: StoreName
  readonly class: PrivacyClass
  readonly numberType?: string
  readonly fields: Fields
}
/** A record definition with its three schemas typed by its fields. */
export interface TypedRecord<N extends string, F extends Fields> extends AnyRecord {
  readonly name: N
  readonly fields: F
  readonly draft: z.ZodType<
    DraftOf<{ name: N; store: StoreName; class: PrivacyClass; fields: F }>,
    DraftOf<{ name: N; store: StoreName; class: PrivacyClass; fields: F }>
  >
  readonly patch: z.ZodType<
    PatchOf<{ name: N; store: StoreName; class: PrivacyClass; fields: F }>,
    PatchOf<{ name: N; store: StoreName; class: PrivacyClass; fields: F }>
  >
  readonly stored: z.ZodType<RecordOf<{ name: N; store: StoreName; class: PrivacyClass; fields: F }>>
}

const metaShape = {
  id: recordId,
  number: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  deleted: z.boolean(),
}

/** Checks across fields of one record; answers what is wrong. It sees a draft or a patch merged with what is stored. */
export type RecordRule<F extends Fields> = (
  values: Partial<PatchOf<{ name: string; store: StoreName; class: PrivacyClass; fields: F }>>,
) => readonly Issue[]

/** Defines a record: its store, its privacy class (fields may be stricter), its fields, and at most one rule. */
export const record = <const N extends string, F extends Fields>(
  name: N,
  about: { readonly store: StoreName; readonly class: PrivacyClass; readonly numberType?: string },
  fields: F,
  rule?: RecordRule<F>,
): TypedRecord<N, F> => {
  const draft: Record<string, z.ZodType> = {}
  const patch: Record<string, z.ZodType> = {}
  const stored: Record<string, z.ZodType> = { ...metaShape }
  for (const [key, def] of Object.entries(fields)) {
    draft[key] = def.optional ? def.schema.nullish() : def.schema
    patch[key] = def.optional ? def.schema.nullish() : def.schema.optional()
    // A fresh schema per field: the registry holds one privacy class for each.
    const readable = def.optional ? def.schema.nullable() : def.schema.clone()
    readable.register(fieldMeta, { class: def.class ?? about.class, field: `${name}.${key}` })
    stored[key] = readable
  }
  const ruled = (schema: z.ZodObject): z.ZodType =>
    rule === undefined
      ? schema
      : schema.superRefine((values, context) => {
          for (const issue of rule(values as never)) {
            context.addIssue({ code: 'custom', message: issue.code, path: [...issue.path], params: issue.params ?? {} })
          }
        })
  return {
    name,
    ...about,
    fields,
    draft: ruled(z.strictObject(draft)) as never,
    patch: ruled(z.strictObject(patch)) as never,
    stored: z.object(stored) as never,
  }
}

/** The readable schema of one field, carrying its privacy class, for list rows and summaries. */
export const readable = <R extends AnyRecord, K extends keyof R['fields'] & string>(
  def: R,
  key: K,
): z.ZodType<RecordOf<R>[K & keyof RecordOf<R>]> => {
  const of = def.fields[key]
  if (of === undefined) throw new Error(`${def.name} has no field ${key}`)
  const schema: z.ZodType = of.optional ? of.schema.nullable() : of.schema.clone()
  schema.register(fieldMeta, { class: of.class ?? def.class, field: `${def.name}.${key}` })
  return schema as never
}
