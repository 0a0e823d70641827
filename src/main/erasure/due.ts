import { z } from 'zod'
import { capTransitions } from '../../shared/codes/cap.ts'
import { stageTransitions } from '../../shared/codes/evacuation.ts'
import { householdStatus, type HouseholdStatus } from '../../shared/codes/idp.ts'
import type { DueRecord } from '../../shared/contract/erasure.ts'
import type { AnyStore } from '../store/open.ts'

/** How long records are kept after their end (domain design, section 7). */
const keep = { draftMonths: 12, householdYears: 5, projectYears: 10, patientYears: 10, childUntilAge: 25 } as const

/** A household in any other status does not come back by itself. */
const openHousehold: ReadonlySet<HouseholdStatus> = new Set(['draft', 'registered', 'verified', 'active'])
const closedHousehold = householdStatus.codes.filter((code) => !openHousehold.has(code))
const closedProject = [
  'financially_closed',
  'post_monitored',
  ...Object.entries(capTransitions).flatMap(([status, next]) => (next.length === 0 ? [status] : [])),
]
const closedCase = Object.entries(stageTransitions).flatMap(([stage, next]) => (next.length === 0 ? [stage] : []))

const listed = (codes: readonly string[]): string => [...new Set(codes)].map((code) => `'${code}'`).join(', ')

/*
 * Each part answers kind, id, number, closed and due. A draft counts from its last change; a household from the change
 * of its status, which the heads know, as its page may be corrected later without opening it again.
 */
const registryParts = [
  `select 'household' as kind, id, number, substr(updatedAt, 1, 10) as closed,
     date(substr(updatedAt, 1, 10), '+${keep.draftMonths} months') as due, 'draft' as reason
   from household where deleted = 0 and status = 'draft'`,
  `select 'household', id, number, closed, date(closed, '+${keep.householdYears} years'), 'household' from (
     select h.id, h.number, substr(coalesce((select max(wall) from head
       where type = 'household' and entity = h.id and register = 'status'), h.createdAt), 1, 10) as closed
     from household h where h.deleted = 0 and h.status in (${listed(closedHousehold)}))`,
  `select 'capProject', id, number, closed, date(closed, '+${keep.projectYears} years'), 'project' from (
     select p.id, p.number, coalesce((select max(date) from "capStep" s where s.project = p.id and s.deleted = 0),
       substr(p.createdAt, 1, 10)) as closed
     from "capProject" p where p.deleted = 0 and p.status in (${listed(closedProject)}))`,
  // What another office added to a household before it heard that it was erased.
  `select distinct 'household', e.entity, e.number, substr(e.at, 1, 10), substr(e.at, 1, 10), 'left_over'
   from erased e where e.type = 'household' and e.number is not null and (
     exists (select 1 from person where household = e.entity) or
     exists (select 1 from displacement where household = e.entity) or
     exists (select 1 from attachment where owner = e.entity))`,
]

/** An exact day of birth, as late as what is known allows: nobody loses a record too early. */
const lastBirth = `case when birth like '%~' then (substr(birth, 1, 4) + 2) || '-12-31'
  when length(birth) = 4 then birth || '-12-31'
  when length(birth) = 7 then date(birth || '-01', '+1 month', '-1 day') else birth end`

const medicalPart = `
  select 'evacuationCase' as kind, id, number, closed, due,
    case when due > date(closed, '+${keep.patientYears} years') then 'child' else 'patient' end as reason
  from (
    select id, number, closed, case when born is not null and born > date(closed, '-18 years')
      then max(date(closed, '+${keep.patientYears} years'), date(born, '+${keep.childUntilAge} years'))
      else date(closed, '+${keep.patientYears} years') end as due
    from (
      select c.id, c.number, ${lastBirth} as born,
        coalesce((select max(date) from "caseStep" s where s."case" = c.id and s.deleted = 0), c.referred) as closed
      from "evacuationCase" c join patient p on p.id = c.patient
      where c.deleted = 0 and c.stage in (${listed(closedCase)})
    )
  )`

const dueRow = z.object({
  kind: z.enum(['household', 'person', 'capProject', 'evacuationCase']),
  id: z.string(),
  number: z.string(),
  closed: z.string(),
  due: z.string(),
  reason: z.enum(['draft', 'household', 'project', 'patient', 'child', 'left_over', 'erased_person']),
  waiting: z.int(),
})

/** What is due in one store on a day, apart from what somebody decided to keep longer. */
export const dueIn = (store: AnyStore, today: string): DueRecord[] => {
  const parts = store.store === 'registry' ? registryParts.join(' union all ') : medicalPart
  const rows = store
    .prepare(
      `select d.*, exists (select 1 from erasureRequest r where r.entity = d.id and r.state = 'waiting') as waiting
       from (${parts}) d where d.due <= :today and d.number is not null
       and not exists (select 1 from retentionKeep k where k.entity = d.id and k.until > :today)`,
    )
    .all({ today })
  return rows.map((row) => {
    const { waiting, ...rest } = dueRow.parse(row)
    return { ...rest, waiting: waiting === 1 }
  })
}

/** Cases of patients whose person was erased in the registry: nothing there tells the medical store. */
export const casesOfErasedPeople = (registry: AnyStore, medical: AnyStore, today: string): DueRecord[] => {
  const linked = medical
    .prepare(
      `select c.id, c.number, p.registryPerson as person,
         exists (select 1 from erasureRequest r where r.entity = c.id and r.state = 'waiting') as waiting
       from "evacuationCase" c join patient p on p.id = c.patient
       where c.deleted = 0 and p.registryPerson is not null
       and not exists (select 1 from retentionKeep k where k.entity = c.id and k.until > ?)`,
    )
    .all(today) as { id: string; number: string; person: string; waiting: number }[]
  const erasedAt = registry.prepare('select substr(at, 1, 10) from erased where entity = ?').pluck()
  return linked.flatMap(({ id, number, person, waiting }) => {
    const at: unknown = erasedAt.get(person)
    if (typeof at !== 'string') return []
    const row = { kind: 'evacuationCase', id, number, closed: at, due: at, reason: 'erased_person' } as const
    return [{ ...row, waiting: waiting === 1 }]
  })
}
