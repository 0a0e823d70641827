import type { Issue } from '../../shared/errors.ts'
import { fail } from '../../shared/errors.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import type { z } from 'zod'
import { issuesOf } from '../store/issues.ts'
import { isFuture, localToday } from '../../shared/dates/partial.ts'

type Path = Issue['path']

/** Stops the call when anything is wrong, with everything that is wrong at once. */
export function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) fail({ kind: 'invalid', issues })
}

/** An issue when `broken` holds, otherwise none: lets a rule read as one line. */
export function rule(broken: boolean, path: Path, code: string): Issue[] {
  return broken ? [{ path, code }] : []
}

/** Dates that have not come yet among the named fields; a planned date is not named. */
export function futureDates<V extends object>(
  values: V,
  fields: readonly (keyof V & string)[],
  path: Path,
  now: Date,
): Issue[] {
  const today = localToday(now)
  return fields.flatMap((field) => {
    const value = values[field]
    return typeof value === 'string' && isFuture(value, today) ? [{ path: [...path, field], code: 'future_date' }] : []
  })
}

interface Checked extends AnyRecord {
  readonly draft: z.ZodType
}

const same = (a: Issue, b: Issue): boolean => a.code === b.code && a.path.join('/') === b.path.join('/')

/** Issues that a change brings; what was wrong before (an old import) must not stop somebody correcting a phone number. */
export function newlyBroken(after: readonly Issue[], before: readonly Issue[]): Issue[] {
  return after.filter((issue) => !before.some((known) => same(known, issue)))
}

function draftIssues(record: Checked, values: Record<string, unknown>, path: Path): Issue[] {
  const result = record.draft.safeParse(values)
  if (result.success) return []
  return issuesOf(result.error).map((issue) => ({ ...issue, path: [...path, ...issue.path] }))
}

/**
 * What the record's own rule says of a stored record with a patch laid over it: the boundary sees the patch alone, and
 * two fields that contradict each other may come from different days.
 */
export function mergedIssues(record: Checked, stored: object, patch: object, path: Path): Issue[] {
  const before = stored as Readonly<Record<string, unknown>>
  const changed = patch as Readonly<Record<string, unknown>>
  const old: Record<string, unknown> = {}
  const merged: Record<string, unknown> = {}
  for (const field of Object.keys(record.fields)) {
    old[field] = before[field]
    merged[field] = Object.hasOwn(changed, field) && changed[field] !== undefined ? changed[field] : old[field]
  }
  const broken = draftIssues(record, merged, path)
  if (broken.length === 0) return []
  const untouched = draftIssues(record, old, path).filter(
    (issue) => !Object.hasOwn(changed, String(issue.path[path.length])),
  )
  return newlyBroken(broken, untouched)
}
