import { z } from 'zod'
import { mayRead, privacyClasses, type PrivacyClass, type Reader } from '../shared/permissions.ts'
import { fieldMeta } from '../shared/records/field.ts'

type Walk = (value: unknown, hidden: Set<string>) => unknown
/** Builds what has to be done to an answer of a schema; null means that everything in it may be read. */
type WalkOf = (schema: z.core.$ZodType) => Walk | null

/** Empties every field of an answer whose privacy class the user may not read, and names those fields. */
export const redact = (
  schema: z.core.$ZodType,
  value: unknown,
  user: Reader | null,
): { value: unknown; hidden: readonly string[] } => {
  const walk = walksFor(privacyClasses.filter((privacy) => mayRead(user, privacy)))(schema)
  if (!walk) return { value, hidden: [] }
  const hidden = new Set<string>()
  return { value: walk(value, hidden), hidden: [...hidden].toSorted() }
}

// One set of walks for each set of readable classes, so that an answer without anything to hide is not walked at all.
const known = new Map<string, WalkOf>()

function walksFor(readable: readonly PrivacyClass[]): WalkOf {
  const key = readable.join()
  const made = known.get(key) ?? createWalks(readable)
  known.set(key, made)
  return made
}

function createWalks(readable: readonly PrivacyClass[]): WalkOf {
  const walks = new WeakMap<z.core.$ZodType, { walk: Walk | null }>()
  const walkOf: WalkOf = (schema) => {
    const built = walks.get(schema)
    if (built) return built.walk
    const meta = schema instanceof z.ZodType ? fieldMeta.get(schema) : undefined
    const walk = meta && !readable.includes(meta.class) ? hide(meta.field) : inside(schema, walkOf)
    walks.set(schema, { walk })
    return walk
  }
  return walkOf
}

const hide =
  (field: string): Walk =>
  (value, hidden) => {
    if (value !== null && value !== undefined) hidden.add(field)
    return value === undefined ? undefined : null
  }

function inside(schema: z.core.$ZodType, walkOf: WalkOf): Walk | null {
  if (schema instanceof z.ZodObject) return ofObject(schema, walkOf)
  if (schema instanceof z.ZodArray) return ofArray(walkOf(schema.element))
  if (
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodDefault
  ) {
    const walk = walkOf(schema.def.innerType)
    return walk && ((value, hidden) => (value === null || value === undefined ? value : walk(value, hidden)))
  }
  if (schema instanceof z.ZodPipe) return walkOf(schema.def.out)
  if (schema instanceof z.ZodRecord) return ofRecord(walkOf(schema.def.valueType))
  if (schema instanceof z.ZodUnion) return ofUnion(schema.def.options, walkOf)
  return null
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function ofObject(schema: z.ZodObject, walkOf: WalkOf): Walk | null {
  const shape: z.core.$ZodShape = schema.def.shape
  const parts: [string, Walk][] = []
  for (const [key, part] of Object.entries(shape)) {
    const walk = walkOf(part)
    if (walk) parts.push([key, walk])
  }
  if (parts.length === 0) return null
  return (value, hidden) => {
    if (!isRecord(value)) return value
    const out = { ...value }
    for (const [key, walk] of parts) if (Object.hasOwn(out, key)) out[key] = walk(out[key], hidden)
    return out
  }
}

function ofArray(walk: Walk | null): Walk | null {
  if (!walk) return null
  return (value, hidden) => (Array.isArray(value) ? value.map((item: unknown) => walk(item, hidden)) : value)
}

function ofRecord(walk: Walk | null): Walk | null {
  if (!walk) return null
  return (value, hidden) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, hidden)])) : value
}

function ofUnion(options: readonly z.core.$ZodType[], walkOf: WalkOf): Walk | null {
  const parts = options.map((schema) => ({ schema, walk: walkOf(schema) }))
  if (parts.every(({ walk }) => walk === null)) return null
  return (value, hidden) => {
    // The answer was parsed before, so one option fits; the first that fits is the one zod took.
    const part = parts.find(({ schema }) => z.safeParse(schema, value).success)
    if (!part) throw new Error('an answer fits no option of its union')
    return part.walk ? part.walk(value, hidden) : value
  }
}
