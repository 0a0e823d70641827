import type { z } from 'zod'
import type { Issue } from '../../shared/errors.ts'

type ZodIssue = z.core.$ZodIssue

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

const scriptKeys = ['ar', 'ckb', 'la']
const isMultiText = (value: Record<string, unknown>): boolean => {
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => scriptKeys.includes(key))
}

/** What a form holds, as a draft: empty inputs become null, texts without any script become null. */
export function cleaned(value: unknown): unknown {
  if (value === '' || value === undefined) return null
  if (Array.isArray(value)) return value.map(cleaned)
  if (!isRecord(value)) return value
  if (isMultiText(value)) {
    const written = Object.entries(value).filter(([, text]) => typeof text === 'string' && text.trim() !== '')
    return written.length === 0 ? null : Object.fromEntries(written)
  }
  if ('amount' in value && 'currency' in value && (value['amount'] === '' || value['amount'] === null)) return null
  if ('lat' in value && 'lon' in value && (value['lat'] === '' || value['lat'] === null)) {
    if (value['lon'] === '' || value['lon'] === null) return null
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleaned(part)]))
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      Array.isArray(inner) ? inner[Number(key)] : isRecord(inner) && typeof key === 'string' ? inner[key] : undefined,
    value,
  )

const codeOf = (issue: ZodIssue, found: unknown): Pick<Issue, 'code' | 'params'> => {
  if (found === null || found === undefined || found === '') return { code: 'required' }
  if (issue.code === 'custom') return { code: issue.message }
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum)
    if (issue.origin === 'string')
      return { code: issue.code === 'too_small' ? 'too_short' : 'too_long', params: { limit } }
    return { code: issue.code, params: { limit } }
  }
  return { code: issue.code }
}

/** Checks a draft and answers what is wrong with it, in the same codes as main. */
export function issuesOf(schema: z.ZodType, draft: unknown): readonly Issue[] {
  const result = schema.safeParse(draft)
  if (result.success) return []
  return result.error.issues.map((issue) => ({
    path: issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    ...codeOf(issue, at(draft, issue.path)),
  }))
}
