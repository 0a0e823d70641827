import { z } from 'zod'
import { mayRead, type Reader } from '../shared/permissions.ts'
import { fieldMeta } from '../shared/records/field.ts'

type Walk = (value: unknown, user: Reader | null, hidden: Set<string>) => unknown

// A null walk means: nothing in this part of an answer has a privacy class.
const walks = new WeakMap<z.core.$ZodType, { walk: Walk | null }>()

/** Empties every field of an answer whose privacy class the user may not read, and names those fields. */
export const redact = (
  schema: z.core.$ZodType,
  value: unknown,
  user: Reader | null,
): { value: unknown; hidden: readonly string[] } => {
  const hidden = new Set<string>()
  const walk = walkOf(schema)
  return { value: walk ? walk(value, user, hidden) : value, hidden: [...hidden].toSorted() }
}

function walkOf(schema: z.core.$ZodType): Walk | null {
  const known = walks.get(schema)
  if (known) return known.walk
  const walk = build(schema)
  walks.set(schema, { walk })
  return walk
}

function build(schema: z.core.$ZodType): Walk | null {
  const inner = inside(schema)
  const meta = schema instanceof z.ZodType ? fieldMeta.get(schema) : undefined
  if (!meta) return inner
  return (value, user, hidden) => {
    if (mayRead(user, meta.class)) return inner ? inner(value, user, hidden) : value
    if (value !== null && value !== undefined) hidden.add(meta.field)
    return value === undefined ? undefined : null
  }
}

function inside(schema: z.core.$ZodType): Walk | null {
  if (schema instanceof z.ZodObject) return ofObject(schema)
  if (schema instanceof z.ZodArray) return ofArray(walkOf(schema.element))
  if (
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodDefault
  ) {
    const walk = walkOf(schema.def.innerType)
    return (
      walk && ((value, user, hidden) => (value === null || value === undefined ? value : walk(value, user, hidden)))
    )
  }
  if (schema instanceof z.ZodPipe) return walkOf(schema.def.out)
  if (schema instanceof z.ZodRecord) return ofRecord(walkOf(schema.def.valueType))
  if (schema instanceof z.ZodUnion) return ofUnion(schema.def.options)
  return null
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function ofObject(schema: z.ZodObject): Walk | null {
  const shape: z.core.$ZodShape = schema.def.shape
  const parts: [string, Walk][] = []
  for (const [key, part] of Object.entries(shape)) {
    const walk = walkOf(part)
    if (walk) parts.push([key, walk])
  }
  if (parts.length === 0) return null
  return (value, user, hidden) => {
    if (!isRecord(value)) return value
    const out = { ...value }
    for (const [key, walk] of parts) if (Object.hasOwn(out, key)) out[key] = walk(out[key], user, hidden)
    return out
  }
}

function ofArray(walk: Walk | null): Walk | null {
  if (!walk) return null
  return (value, user, hidden) =>
    Array.isArray(value) ? value.map((item: unknown) => walk(item, user, hidden)) : value
}

function ofRecord(walk: Walk | null): Walk | null {
  if (!walk) return null
  return (value, user, hidden) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, user, hidden)]))
      : value
}

function ofUnion(options: readonly z.core.$ZodType[]): Walk | null {
  const parts = options.map((schema) => ({ schema, walk: walkOf(schema) }))
  if (parts.every(({ walk }) => walk === null)) return null
  return (value, user, hidden) => {
    // The answer was parsed before, so one option fits; the first that fits is the one zod took.
    const part = parts.find(({ schema }) => z.safeParse(schema, value).success)
    if (!part) throw new Error('an answer fits no option of its union')
    return part.walk ? part.walk(value, user, hidden) : value
  }
}
