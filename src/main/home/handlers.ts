import type { home } from '../../shared/contract/home.ts'
import { localToday } from '../../shared/dates/partial.ts'
import { may, mayRead } from '../../shared/permissions.ts'
import { gapsIn } from '../bundles/gaps.ts'
import { countConflicts } from '../conflicts/repository.ts'
import type { Ctx, Handlers } from '../store/context.ts'
import {
  type Attention,
  backupAttention,
  caseAttention,
  countAll,
  householdAttention,
  projectAttention,
  type Recent,
  recentCases,
  recentHouseholds,
  recentProjects,
  storeAttention,
} from './repository.ts'

const UNVERIFIED_DAYS = 30
const STUCK_DAYS = 60
const MOST_RECENT = 10

const daysAgo = (now: Date, days: number): string => localToday(new Date(now.getTime() - days * 86_400_000))

/** Counts, what needs attention and what was worked on last, of the records this user may read. */
async function summary(ctx: Ctx) {
  const { user, db } = ctx
  const now = ctx.now()
  const reads = {
    households: may(user, 'household.read'),
    projects: may(user, 'project.read'),
    cases: ctx.hasMedical && may(user, 'case.read') && mayRead(user, 'medical'),
  }
  const attention: Attention[] = []
  const recent: Recent[] = []
  if (reads.households) attention.push(...(await householdAttention(db, daysAgo(now, UNVERIFIED_DAYS))))
  if (reads.projects) {
    attention.push(...(await projectAttention(db, localToday(now), daysAgo(now, STUCK_DAYS))))
    recent.push(...(await recentProjects(db, MOST_RECENT)))
  }
  if (reads.households && mayRead(user, 'personal')) recent.push(...(await recentHouseholds(db, MOST_RECENT)))
  if (user) {
    const { registry, medical } = ctx.account.stores()
    const open = medical ? [registry, medical] : [registry]
    const waiting = open.flatMap((store) => gapsIn(store).filter(({ lost }) => lost))
    attention.push({ kind: 'bundles.missing', count: new Set(waiting.map(({ office }) => office)).size })
    attention.push({ kind: 'conflicts.open', count: countConflicts([registry, medical], user) })
  }
  attention.push(...(await storeAttention(db)))
  if (may(user, 'backup.run')) attention.push(...(await backupAttention(db, now)))
  if (reads.cases) {
    attention.push(...(await caseAttention(ctx.medical)))
    recent.push(...(await recentCases(ctx.medical, MOST_RECENT)))
  }
  return {
    households: reads.households ? await countAll(db, 'household') : 0,
    people: reads.households ? await countAll(db, 'person') : 0,
    projects: reads.projects ? await countAll(db, 'capProject') : 0,
    cases: reads.cases ? await countAll(ctx.medical, 'evacuationCase') : null,
    attention: onePerKind(attention),
    recent: recent.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, MOST_RECENT),
  }
}

/** One line per kind, added up over both stores; kinds with nothing to do are left out. */
function onePerKind(lines: readonly Attention[]): Attention[] {
  const counts = new Map<Attention['kind'], number>()
  for (const { kind, count } of lines) counts.set(kind, (counts.get(kind) ?? 0) + count)
  return [...counts].flatMap(([kind, count]) => (count > 0 ? [{ kind, count }] : []))
}

export const handlers: Handlers<typeof home> = { 'home.summary': (ctx) => summary(ctx) }
