import type { AnyRecord } from '../../shared/records/field.ts'
import { household } from '../../shared/records/household.ts'
import { person } from '../../shared/records/person.ts'
import type { Reader } from '../store/context.ts'
import { fromRow } from '../store/rows.ts'
import { headedBy, personIssues } from '../households/rules.ts'
import type { Problem, Outcome } from './report.ts'
import type { Group, KeyedRow } from './registration-rows.ts'
import { findKnownRows, type KnownRow } from './repository.ts'
import { changeOf, fieldHashes, isSameRow } from './row-plan.ts'

/** What becomes of one row: the dry run counts it, the import does it too. */
export interface RowPlan {
  readonly row: KeyedRow
  readonly record: 'household' | 'person'
  readonly outcome: Outcome
  readonly problems: readonly Problem[]
  readonly id: string
  /** The draft of a new record, or the patch of a known one. */
  readonly values: Readonly<Record<string, unknown>>
  readonly hashes: Readonly<Record<string, string>>
  /** False when the row says what it said at its last import: nothing to remember anew. */
  readonly remember: boolean
}

const problemAt = (
  row: KeyedRow,
  code: string,
  target: string,
  found: string | null,
  severity: Problem['severity'],
): Problem => ({
  sheet: row.sheet,
  row: row.row,
  column: row.columnOf(target) ?? (target === 'person.given' ? row.columnOf('person.fullName') : null),
  code,
  found,
  severity,
})

const isRejected = (problems: readonly Problem[]): boolean => problems.some(({ severity }) => severity === 'rejected')

const targetOf = (record: string, field: string): string =>
  field === 'given' ? 'person.given' : field === 'sourceKey' ? `${record}.key` : `${record}.${field}`

/** What a new record needs beside the file, with what was assumed. An unanswered question is never a yes. */
const defaultsOf = (record: 'household' | 'person', row: KeyedRow): { values: object; problems: Problem[] } => {
  const assumed = (field: string, code: string): Problem[] =>
    row.values[field] === undefined ? [problemAt(row, code, targetOf(record, field), null, 'warning')] : []
  if (record === 'household') {
    // `withHead` makes it a draft when something is missing that a registration needs.
    return { values: { status: 'registered', consent: false }, problems: assumed('consent', 'consent_not_stated') }
  }
  return {
    values: { status: 'active', sex: 'NOT_COLLECTED', relationship: 'UNKNOWN' },
    problems: [...assumed('sex', 'sex_not_stated'), ...assumed('relationship', 'relationship_not_stated')],
  }
}

const checkDraft = (record: typeof household | typeof person, row: KeyedRow, draft: object): Problem[] => {
  const checked = record.draft.safeParse(draft)
  if (checked.success) return []
  return checked.error.issues.map((issue) => {
    const field = String(issue.path[0] ?? '')
    const missing = !Object.hasOwn(draft, field)
    const code = missing ? 'required' : issue.code === 'custom' ? issue.message : 'invalid'
    return problemAt(row, code, targetOf(record.name, field), null, 'rejected')
  })
}

const currentOf = async (db: Reader<'registry'>, record: AnyRecord & { name: 'household' | 'person' }, id: string) => {
  const row = await db.selectFrom(record.name).selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : new Map<string, unknown>(Object.entries(fromRow(record, row)))
}

/** What contradicts itself within a person's row: told, never in the way. */
const contradictions = (row: KeyedRow, values: Readonly<Record<string, unknown>>, now: Date): Problem[] => {
  const checked = person.patch.safeParse(values)
  if (!checked.success) return []
  const known = Object.fromEntries(Object.entries(checked.data).filter(([, value]) => value !== undefined))
  return personIssues(known, [], now).map(({ path, code }) => {
    const field = String(path[0] ?? '')
    const value = values[field]
    const found = typeof value === 'string' || typeof value === 'boolean' ? String(value) : null
    return problemAt(row, code, targetOf('person', field), found, 'warning')
  })
}

export interface Planning {
  readonly newId: () => string
  readonly now: () => Date
}

/** Plans one row against what is known of it. */
const planRow = async (
  db: Reader<'registry'>,
  record: typeof household | typeof person,
  row: KeyedRow,
  values: Readonly<Record<string, unknown>>,
  known: KnownRow | undefined,
  { newId, now }: Planning,
): Promise<RowPlan> => {
  const hashes = fieldHashes(values)
  const base = { row, record: record.name, hashes: { ...known?.hashes, ...hashes }, remember: true }
  const rejected = (problems: readonly Problem[]): RowPlan => ({
    ...base,
    outcome: 'rejected',
    problems,
    id: known?.entity ?? '',
    values: {},
  })
  if (isRejected(row.problems)) return rejected(row.problems)
  if (!known) {
    const defaults = defaultsOf(record.name, row)
    const draft = { ...defaults.values, ...values, sourceKey: row.sourceKey }
    const doubtful = record.name === 'person' ? contradictions(row, values, now()) : []
    const problems = [...row.problems, ...defaults.problems, ...doubtful, ...checkDraft(record, row, draft)]
    if (isRejected(problems)) return rejected(problems)
    return { ...base, outcome: 'create', problems, id: newId(), values: draft }
  }
  const unchanged: RowPlan = { ...base, outcome: 'unchanged', problems: row.problems, id: known.entity, values: {} }
  if (isSameRow(known, hashes)) return { ...unchanged, remember: false }
  const current = await currentOf(db, record, known.entity)
  if (current === undefined) return rejected([problemAt(row, 'record_gone', `${record.name}.key`, null, 'rejected')])
  // Somebody removed it on purpose; a file does not bring it back.
  if (current.get('deleted') === true) {
    return {
      ...unchanged,
      problems: [...row.problems, problemAt(row, 'record_removed', `${record.name}.key`, null, 'warning')],
    }
  }
  const { patch, differing } = changeOf(known, hashes, values, Object.fromEntries(current))
  const kept = differing.map((field) =>
    problemAt(row, 'differs_from_record', targetOf(record.name, field), null, 'warning'),
  )
  const problems = [...row.problems, ...kept]
  if (Object.keys(patch).length === 0) return { ...unchanged, problems }
  const fields = Object.keys(record.fields).map((field): [string, unknown] => [field, current.get(field) ?? null])
  const wrong = checkDraft(record, row, { ...Object.fromEntries(fields), ...patch })
  if (wrong.length > 0) return rejected([...problems, ...wrong])
  return { ...base, outcome: 'update', problems, id: known.entity, values: patch }
}

/** Doubts about a household as a whole. They are told; people decide. */
const doubts = (group: Group, heads: number): Problem[] => {
  const { household: row, members } = group
  if (!row) return []
  const warn = (code: string, target: string, found: string | null): Problem =>
    problemAt(row, code, target, found, 'warning')
  const size = row.values['sizeReported']
  return [
    ...(members.length === 0 ? [warn('no_members', 'household.key', row.key)] : []),
    ...(members.length > 0 && heads === 0 ? [warn('no_head', 'household.key', row.key)] : []),
    ...(heads > 1 ? [warn('two_heads', 'household.key', row.key)] : []),
    ...(typeof size === 'number' && members.length > 0 && size !== members.length
      ? [warn('size_differs', 'household.sizeReported', String(size))]
      : []),
  ]
}

/** Plans a household and its members together. Nothing is written here. */
export const planGroup = async (db: Reader<'registry'>, group: Group, planning: Planning): Promise<RowPlan[]> => {
  const knownHousehold = (await findKnownRows(db, 'household', [group.sourceKey])).get(group.sourceKey)
  const knownPeople = await findKnownRows(
    db,
    'person',
    group.members.map(({ sourceKey }) => sourceKey),
  )
  const own = group.household
    ? await planRow(db, household, group.household, group.household.values, knownHousehold, planning)
    : undefined
  // A rejected row of a household that is on record already does not turn its members away.
  const householdId = own && own.outcome !== 'rejected' ? own.id : knownHousehold?.entity
  const people: RowPlan[] = []
  for (const row of group.members) {
    if (householdId === undefined) {
      const code = group.household ? 'household_rejected' : 'household_unknown'
      const problem = problemAt(row, code, 'person.household', row.join, 'rejected')
      people.push({
        row,
        record: 'person',
        outcome: 'rejected',
        problems: [...row.problems, problem],
        id: '',
        values: {},
        hashes: {},
        remember: false,
      })
      continue
    }
    const values = { ...row.values, household: householdId }
    people.push(await planRow(db, person, row, values, knownPeople.get(row.sourceKey), planning))
  }
  if (!own) return people
  const headRows = people.filter(({ outcome, row }) => outcome !== 'rejected' && row.values['relationship'] === 'HEAD')
  const withDoubts = {
    ...own,
    problems: [...own.problems, ...(own.outcome === 'rejected' ? [] : doubts(group, headRows.length))],
  }
  return [await withHead(db, withDoubts, headRows[0], planning.now()), ...people]
}

/** Names the head: of a new household, or of a known one that has none. A head somebody named is not replaced. */
const withHead = async (
  db: Reader<'registry'>,
  own: RowPlan,
  head: RowPlan | undefined,
  now: Date,
): Promise<RowPlan> => {
  if (own.outcome === 'rejected') return own
  if (own.outcome !== 'create') {
    if (!head) return own
    const current = await currentOf(db, household, own.id)
    if (!current || current.get('head') !== null || current.get('deleted') === true) return own
    return { ...own, outcome: 'update', values: { ...own.values, head: head.id } }
  }
  const { values } = own
  // A registration needs a head, a place and consent; without them it waits as a draft.
  const complete =
    head && (values['place'] !== undefined || values['placeUnknown'] !== undefined) && values['consent'] === true
  const draft: Problem[] = complete ? [] : [problemAt(own.row, 'saved_as_draft', 'household.key', null, 'warning')]
  const checked = head ? person.draft.safeParse(head.values) : undefined
  const headed = checked?.success ? headedBy(checked.data, now) : { femaleHeaded: null, childHeaded: null }
  return {
    ...own,
    problems: [...own.problems, ...draft],
    values: { ...headed, ...values, head: head?.id ?? null, status: complete ? 'registered' : 'draft' },
  }
}
