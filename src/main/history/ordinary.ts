import { cases } from '../../shared/contract/cases.ts'
import { households, people } from '../../shared/contract/households.ts'
import { projects } from '../../shared/contract/projects.ts'
import { handlers as evacuationHandlers } from '../evacuations/handlers.ts'
import { handlers as householdHandlers } from '../households/handlers.ts'
import { handlers as peopleHandlers } from '../people/handlers.ts'
import { handlers as projectHandlers } from '../projects/handlers.ts'
import type { Ctx } from '../store/context.ts'

/** The ordinary way to change each record; what has none cannot be put back. */
export const updates: Readonly<Partial<Record<string, (ctx: Ctx, input: unknown) => unknown>>> = {
  household: (ctx, input) =>
    householdHandlers['households.update'](ctx, households['households.update'].input.parse(input)),
  person: (ctx, input) => peopleHandlers['people.update'](ctx, people['people.update'].input.parse(input)),
  displacement: (ctx, input) =>
    householdHandlers['households.updateDisplacement'](
      ctx,
      households['households.updateDisplacement'].input.parse(input),
    ),
  capProject: (ctx, input) => projectHandlers['projects.update'](ctx, projects['projects.update'].input.parse(input)),
  evacuationCase: (ctx, input) => evacuationHandlers['cases.update'](ctx, cases['cases.update'].input.parse(input)),
  patient: (ctx, input) =>
    evacuationHandlers['cases.updatePatient'](ctx, cases['cases.updatePatient'].input.parse(input)),
}

/** Fields that move in their own way alone: statuses by their workflow, heads and owners by choice. */
export const fixed: ReadonlySet<string> = new Set([
  'household.head',
  'household.status',
  'household.statusReason',
  'household.sourceKey',
  'household.mergedInto',
  'household.splitFrom',
  'person.household',
  'person.relationship',
  // Somebody who died comes back by taking that save back, date and all.
  'person.status',
  'person.died',
  'displacement.household',
  'capProject.status',
  'evacuationCase.stage',
  'evacuationCase.patient',
])
