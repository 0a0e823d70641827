import type { z } from 'zod'
import type { Issue } from '../../shared/errors.ts'

/** Turns what zod found into stable codes and paths; the window turns codes into sentences. */
export const issuesOf = (error: z.ZodError): Issue[] => error.issues.flatMap((issue) => issuesOfOne(issue))

function issuesOfOne(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  switch (issue.code) {
    case 'custom':
      return [{ path, code: issue.message || 'invalid', ...paramsOf(issue.params) }]
    case 'invalid_type':
      return [{ path, code: issue.input === undefined || issue.input === null ? 'required' : 'invalid_type' }]
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return [{ path, code: 'required' }]
      return [
        { path, code: issue.origin === 'string' ? 'too_short' : 'too_small', params: { limit: Number(issue.minimum) } },
      ]
    case 'too_big':
      return [
        { path, code: issue.origin === 'string' ? 'too_long' : 'too_big', params: { limit: Number(issue.maximum) } },
      ]
    case 'invalid_format':
      return [{ path, code: 'invalid_format', params: { format: issue.format } }]
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], code: 'unrecognized_keys' }))
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_value':
    case 'not_multiple_of':
      return [{ path, code: 'invalid_value' }]
  }
}

function paramsOf(params: Record<string, unknown> | undefined): { params: Record<string, string | number> } | object {
  const plain: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(params ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') plain[name] = value
  }
  return Object.keys(plain).length > 0 ? { params: plain } : {}
}
